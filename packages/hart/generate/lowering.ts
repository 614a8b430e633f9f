// Lowers one operation's meaning (src/isa/ir.ts) to the statements of its case in the generated
// interpreter: what it does to registers, memory and pc.

import type { Form, Instruction } from "../src/isa/instruction.ts";
import type { Effect, Extend, RegisterValue, Value, Width } from "../src/isa/ir.ts";
import { CaseWriter } from "./case-writer.ts";
import { lowerFloat } from "./float-lowering.ts";
import { type Pair, ValueLowering } from "./value-lowering.ts";

/** Leaves an operation that traps; the instruction is not retired. */
const trap = (cause: string): string => `cause = ${cause}; break run;`;
/** After something that may have called out: ends the run before the next instruction if asked to. */
const POLL = "if (interrupt[0] !== 0) { budget -= n; n = 0; }";

/** The statements of the case, without the `break` that goes on to the next instruction. */
export function lowerOperation(instruction: Instruction, form: Form | null): readonly string[] {
  const out = new CaseWriter(instruction, form);
  new Lowering(out).effect(instruction.does);
  return out.lines;
}

class Lowering {
  private readonly out: CaseWriter;
  private readonly values: ValueLowering;

  constructor(out: CaseWriter) {
    this.out = out;
    this.values = new ValueLowering(out);
  }

  effect(effect: Effect): void {
    switch (effect.kind) {
      case "set":
        if (this.out.fixed("rd") !== 0) this.setRd(this.values.evaluate(effect.value));
        return;
      case "load":
        this.load(effect.width, effect.extend, effect.address);
        return;
      case "store":
        this.store(effect.width, effect.address, effect.value);
        return;
      case "jump":
        this.jump(effect.target, effect.links);
        return;
      case "branch":
        this.out.emit(`if (${this.values.condition(effect.condition)}) {`);
        this.goRelative();
        this.out.emit("}");
        return;
      case "atomic":
        this.out.call(`memory.atomic("${effect.op}", ${effect.width}, ${this.out.operandIndices()})`);
        return;
      case "loadReserved":
        this.out.call(
          `memory.loadReserved(${effect.width}, ${this.out.index("rd")}, ${this.out.index("rs1")})`,
        );
        return;
      case "storeConditional":
        this.out.call(`memory.storeConditional(${effect.width}, ${this.out.operandIndices()})`);
        return;
      case "float":
        lowerFloat(this.out, effect.op, effect.format);
        return;
      case "csr":
        this.csr(effect.op, effect.immediate);
        return;
      case "trap":
        this.out.emit(trap(effect.cause === "ecall" ? "8" : "3"));
        return;
      case "fence":
        return;
      default:
        effect satisfies never;
    }
  }

  private csr(op: "write" | "set" | "clear", immediate: boolean): void {
    const value = immediate ? "(w >>> 16) & 0x1f" : `x[${this.out.index("rs1")}]`;
    const writes = op === "write" ? "true" : "((w >>> 16) & 0x1f) !== 0";
    const number = { write: 0, set: 1, clear: 2 }[op];
    this.out.emit("csrs.retired = budget - n - 1;");
    this.out.emit("csrs.before = before;");
    this.out.call(`csrs.access(${number}, code[ip + 1], ${this.out.index("rd")}, ${value}, ${writes})`);
    this.out.emit(POLL);
  }

  private setRd({ lo, hi }: Pair): void {
    const rd = this.out.index("rd");
    this.out.emit(`x[${rd}] = ${lo};`);
    this.out.emit(`x[${rd} + 1] = ${hi};`);
  }

  private load(width: Width, extend: Extend, address: Value): void {
    const at = this.values.pair(address);
    const lo = this.out.fresh();
    const hi = width === 8 ? this.out.fresh() : "";
    this.translated(at, width, "TLB_READ", (byte) => {
      this.out.emit(`${lo} = ${read(width, byte)};`);
      if (width === 8) this.out.emit(`${hi} = m[(${byte} >>> 2) + 1];`);
    });
    this.out.emit(`if ((cause = memory.load(${at.lo}, ${at.hi}, ${width})) !== 0) break run;`);
    this.out.emit(`${lo} = memory.lo;`);
    if (width === 8) this.out.emit(`${hi} = memory.hi;`);
    this.out.emit(POLL);
    this.out.emit("}");
    this.setRd(extended(width, extend, lo, hi));
  }

  private store(width: Width, address: Value, value: RegisterValue): void {
    const at = this.values.pair(address);
    const source = this.out.index(value.operand as "rs2");
    this.translated(at, width, "TLB_WRITE", (byte) => {
      if (width === 1) this.out.emit(`u8[${byte}] = x[${source}];`);
      else if (width === 2) this.out.emit(`u16[${byte} >>> 1] = x[${source}];`);
      else this.out.emit(`m[${byte} >>> 2] = x[${source}];`);
      if (width === 8) this.out.emit(`m[(${byte} >>> 2) + 1] = x[${source} + 1];`);
    });
    const halves = `x[${source}], x[${source} + 1]`;
    this.out.emit(`if ((cause = memory.store(${at.lo}, ${at.hi}, ${width}, ${halves})) !== 0) break run;`);
    this.out.emit(POLL);
    this.out.emit("}");
  }

  /** Opens the two ways of an access: `hit` in the TLB, and an else branch left open. */
  private translated(at: Pair, width: Width, section: string, hit: (byte: string) => void): void {
    const mask = -4096 | (width - 1);
    const entry = this.out.bind(`tlbBank + ((${at.lo} >>> 10) & 0x3fc)`);
    const offset = section === "TLB_READ" ? 0 : 1024;
    const word = (i: number): string =>
      offset + i === 0 ? `tlb[${entry}]` : `tlb[${entry} + ${offset + i}]`;
    this.out.emit(`if (((${word(0)} ^ (${at.lo} & ${mask})) | (${word(1)} ^ ${at.hi})) === 0) {`);
    hit(this.out.bind(`(${at.lo} + ${word(2)}) | 0`));
    this.out.emit("} else {");
  }

  private jump(target: Value, links: boolean): void {
    const isRelative = target.kind === "binary" && target.a.kind === "pc" && target.b.kind === "immediate";
    const keepsLink = links && this.out.fixed("rd") !== 0;
    if (isRelative) {
      if (keepsLink) this.setRd(this.values.nextPc());
      this.goRelative();
      return;
    }
    const { lo, hi } = this.values.pair(target);
    const to = { lo: this.out.bind(`${lo} & -2`), hi };
    if (keepsLink) this.setRd(this.values.nextPc());
    this.out.emit(`if (((${to.lo} & -4096) ^ pageLo | (${to.hi} ^ pageHi)) === 0) {`);
    this.out.emit(`ip = base + (${to.lo} & 4095);`);
    this.out.emit("continue page;");
    this.out.emit("}");
    this.out.emit(`at = ${to.lo} & 4095;`);
    this.out.emit(`pageLo = ${to.lo} & -4096;`);
    this.out.emit(`pageHi = ${to.hi};`);
    this.out.emit("continue run;");
  }

  /** pc += imm. */
  private goRelative(): void {
    this.out.emit("ip = (ip + code[ip + 1]) | 0;");
    this.out.emit("if ((ip - base) >>> 0 < 4096) continue page;");
    this.out.emit("break page;");
  }
}

function read(width: Width, byte: string): string {
  if (width === 1) return `u8[${byte}]`;
  if (width === 2) return `u16[${byte} >>> 1]`;
  return `m[${byte} >>> 2]`;
}

/** What a register holds of a value that was read zero-extended. */
function extended(width: Width, extend: Extend, lo: string, hi: string): Pair {
  if (width === 8) return { lo, hi };
  if (extend === "box") return { lo, hi: "-1" };
  if (extend === "unsigned") return { lo, hi: "0" };
  const shift = 32 - 8 * width;
  const word = shift === 0 ? lo : `(${lo} << ${shift}) >> ${shift}`;
  return { lo: word, hi: shift === 0 ? `${lo} >> 31` : `(${lo} << ${shift}) >> 31` };
}
