// Lowers one operation's meaning (src/isa/ir.ts) to the statements of its case in the generated
// interpreter. A 64-bit value is a pair of int32 expressions that have no side effects and read
// nothing but temporaries, so that they may be written down in any order. Where a form fixes an
// operand, its value is folded in.

import type { Form, Instruction } from "../src/isa/instruction.ts";
import type {
  AtomicOp,
  BinaryOp,
  Condition,
  Effect,
  Extend,
  RegisterValue,
  UnaryOp,
  Value,
  Width,
} from "../src/isa/ir.ts";
import type { RegisterOperand } from "../src/isa/pattern.ts";
import { lowerFloat } from "./float-lowering.ts";

interface Pair {
  readonly lo: string;
  readonly hi: string;
}

const ZERO: Pair = { lo: "0", hi: "0" };
const TEMPORARIES = 12;
/** The int32 temporaries that cases share; declared once in the function. */
export const temporaries: readonly string[] = Array.from({ length: TEMPORARIES }, (_, i) => `t${i}`);

const fields: Readonly<Record<Exclude<RegisterOperand, "rs3">, string>> = {
  rd: "(w >>> 8) & 0xfe",
  rs1: "(w >>> 15) & 0x7e",
  rs2: "(w >>> 21) & 0x7e",
};

const isLiteral = (word: string): boolean => /^-?\d+$/.test(word);
const isAtom = (word: string): boolean => /^-?\w+$/.test(word);

/** Leaves an operation that traps; the instruction is not retired. */
const trap = (cause: string): string => `cause = ${cause}; break run;`;
/** After something that may have called out: ends the run before the next instruction if asked to. */
const POLL = "if (interrupt[0] !== 0) { budget -= n; n = 0; }";

export class Lowering {
  readonly instruction: Instruction;
  readonly form: Form | null;
  private readonly lines: string[] = [];
  private used = 0;
  private readonly indices = new Map<RegisterOperand, string>();
  private readonly values = new Map<RegisterOperand, Pair>();
  private immediate: Pair | null = null;

  constructor(instruction: Instruction, form: Form | null) {
    this.instruction = instruction;
    this.form = form;
  }

  /** The statements of the case, without the `break` that goes on to the next instruction. */
  lower(): string[] {
    this.effect(this.instruction.does);
    return this.lines;
  }

  emit(line: string): void {
    this.lines.push(line);
  }

  /** A temporary holding the expression, or the expression itself when it is as simple. */
  bind(expression: string): string {
    if (isAtom(expression)) return expression;
    const name = this.fresh();
    this.emit(`${name} = ${expression};`);
    return name;
  }

  fresh(): string {
    if (this.used === TEMPORARIES) throw new Error(`too many temporaries in ${this.instruction.name}`);
    return temporaries[this.used++];
  }

  /** Word index of a register operand. */
  index(operand: Exclude<RegisterOperand, "rs3">): string {
    const known = this.indices.get(operand);
    if (known !== undefined) return known;
    const name = this.bind(fields[operand]);
    this.indices.set(operand, name);
    return name;
  }

  /** The value that the form gives an operand, if it does. */
  fixed(operand: RegisterOperand | "imm" | "rm"): number | null {
    const value = this.form?.when[operand];
    return typeof value === "number" ? value : null;
  }

  /** The immediate as the record has it. */
  raw(): string {
    const fixed = this.fixed("imm");
    return fixed === null ? "code[ip + 1]" : String(fixed);
  }

  private effect(effect: Effect): void {
    switch (effect.kind) {
      case "set":
        if (this.fixed("rd") !== 0) this.setRd(this.evaluate(effect.value));
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
        this.emit(`if (${this.condition(effect.condition)}) {`);
        this.goRelative();
        this.emit("}");
        return;
      case "atomic":
        this.call(`memory.atomic(${quote(effect.op)}, ${effect.width}, ${this.operandIndices()})`);
        return;
      case "loadReserved":
        this.call(`memory.loadReserved(${effect.width}, ${this.index("rd")}, ${this.index("rs1")})`);
        return;
      case "storeConditional":
        this.call(`memory.storeConditional(${effect.width}, ${this.operandIndices()})`);
        return;
      case "float":
        lowerFloat(this, effect.op, effect.format);
        return;
      case "csr":
        this.csr(effect.op, effect.immediate);
        return;
      case "trap":
        this.emit(trap(effect.cause === "ecall" ? "8" : "3"));
        return;
      case "fence":
        return;
      default:
        effect satisfies never;
    }
  }

  /** A call of a unit that answers 0 or a cause. */
  call(expression: string): void {
    this.emit(`if ((cause = ${expression}) !== 0) break run;`);
  }

  operandIndices(): string {
    return `${this.index("rd")}, ${this.index("rs1")}, ${this.index("rs2")}`;
  }

  private csr(op: "write" | "set" | "clear", immediate: boolean): void {
    const value = immediate ? "(w >>> 16) & 0x1f" : `x[${this.index("rs1")}]`;
    const writes = op === "write" ? "true" : "((w >>> 16) & 0x1f) !== 0";
    const number = { write: 0, set: 1, clear: 2 }[op];
    this.emit("csrs.retired = budget - n - 1;");
    this.emit("csrs.before = before;");
    this.call(`csrs.access(${number}, code[ip + 1], ${this.index("rd")}, ${value}, ${writes})`);
    this.emit(POLL);
  }

  private setRd({ lo, hi }: Pair): void {
    const rd = this.index("rd");
    this.emit(`x[${rd}] = ${lo};`);
    this.emit(`x[${rd} + 1] = ${hi};`);
  }

  private load(width: Width, extend: Extend, address: Value): void {
    const at = this.pair(address);
    const lo = this.fresh();
    const hi = width === 8 ? this.fresh() : "";
    this.translated(at, width, "TLB_READ", (byte) => {
      this.emit(`${lo} = ${read(width, byte)};`);
      if (width === 8) this.emit(`${hi} = m[(${byte} >>> 2) + 1];`);
    });
    this.emit(`if ((cause = memory.load(${at.lo}, ${at.hi}, ${width})) !== 0) break run;`);
    this.emit(`${lo} = memory.lo;`);
    if (width === 8) this.emit(`${hi} = memory.hi;`);
    this.emit(POLL);
    this.emit("}");
    this.setRd(extended(width, extend, lo, hi));
  }

  private store(width: Width, address: Value, value: RegisterValue): void {
    const at = this.pair(address);
    const source = this.index(value.operand as "rs2");
    this.translated(at, width, "TLB_WRITE", (byte) => {
      if (width === 1) this.emit(`u8[${byte}] = x[${source}];`);
      else if (width === 2) this.emit(`u16[${byte} >>> 1] = x[${source}];`);
      else this.emit(`m[${byte} >>> 2] = x[${source}];`);
      if (width === 8) this.emit(`m[(${byte} >>> 2) + 1] = x[${source} + 1];`);
    });
    const halves = `x[${source}], x[${source} + 1]`;
    this.emit(`if ((cause = memory.store(${at.lo}, ${at.hi}, ${width}, ${halves})) !== 0) break run;`);
    this.emit(POLL);
    this.emit("}");
  }

  /** Opens the two ways of an access: `hit` in the TLB, and an else branch left open. */
  private translated(at: Pair, width: Width, section: string, hit: (byte: string) => void): void {
    const mask = -4096 | (width - 1);
    const entry = this.bind(`tlbBank + ((${at.lo} >>> 10) & 0x3fc)`);
    const offset = section === "TLB_READ" ? 0 : 1024;
    const word = (i: number): string =>
      offset + i === 0 ? `tlb[${entry}]` : `tlb[${entry} + ${offset + i}]`;
    this.emit(`if (((${word(0)} ^ (${at.lo} & ${mask})) | (${word(1)} ^ ${at.hi})) === 0) {`);
    hit(this.bind(`(${at.lo} + ${word(2)}) | 0`));
    this.emit("} else {");
  }

  private jump(target: Value, links: boolean): void {
    const isRelative = target.kind === "binary" && target.a.kind === "pc" && target.b.kind === "immediate";
    const keepsLink = links && this.fixed("rd") !== 0;
    if (isRelative) {
      if (keepsLink) this.setRd(this.nextPc());
      this.goRelative();
      return;
    }
    const { lo, hi } = this.pair(target);
    const to = { lo: this.bind(`${lo} & -2`), hi };
    if (keepsLink) this.setRd(this.nextPc());
    this.emit(`if (((${to.lo} & -4096) ^ pageLo | (${to.hi} ^ pageHi)) === 0) {`);
    this.emit(`ip = base + (${to.lo} & 4095);`);
    this.emit("continue page;");
    this.emit("}");
    this.emit(`at = ${to.lo} & 4095;`);
    this.emit(`pageLo = ${to.lo} & -4096;`);
    this.emit(`pageHi = ${to.hi};`);
    this.emit("continue run;");
  }

  /** pc += imm. */
  private goRelative(): void {
    this.emit("ip = (ip + code[ip + 1]) | 0;");
    this.emit("if ((ip - base) >>> 0 < 4096) continue page;");
    this.emit("break page;");
  }

  private nextPc(): Pair {
    const lo = this.bind("(pageLo + (ip - base) + (w >>> 28)) | 0");
    return { lo, hi: `(pageHi + +(${lo} >>> 0 < pageLo >>> 0)) | 0` };
  }

  private condition({ op, a, b }: Condition): string {
    const left = this.pair(a);
    const right = this.pair(b);
    switch (op) {
      case "eq":
        return `${this.difference(left, right)} === 0`;
      case "ne":
        return `${this.difference(left, right)} !== 0`;
      case "lt":
        return this.less(left, right, false);
      case "ge":
        return `!(${this.less(left, right, false)})`;
      case "ltu":
        return this.less(left, right, true);
      case "geu":
        return `!(${this.less(left, right, true)})`;
    }
  }

  private difference(a: Pair, b: Pair): string {
    if (b.lo === "0" && b.hi === "0") return `(${a.lo} | ${a.hi})`;
    return `((${a.lo} ^ ${b.lo}) | (${a.hi} ^ ${b.hi}))`;
  }

  private less(a: Pair, b: Pair, unsigned: boolean): string {
    const ah = a.hi;
    const bh = b.hi;
    if (unsigned) {
      if (b.lo === "1" && bh === "0") return `(${a.lo} | ${ah}) === 0`;
      if (a.lo === "0" && ah === "0") return `(${b.lo} | ${bh}) !== 0`;
      return `(${ah} === ${bh} ? ${a.lo} >>> 0 < ${b.lo} >>> 0 : ${ah} >>> 0 < ${bh} >>> 0)`;
    }
    if (b.lo === "0" && bh === "0") return `${ah} < 0`;
    return `(${ah} === ${bh} ? ${a.lo} >>> 0 < ${b.lo} >>> 0 : ${ah} < ${bh})`;
  }

  /** Both words, as atoms. */
  private pair(value: Value): Pair {
    const { lo, hi } = this.evaluate(value);
    return { lo: this.bind(lo), hi: this.bind(hi) };
  }

  private evaluate(value: Value): Pair {
    switch (value.kind) {
      case "register":
        return this.register(value);
      case "immediate":
        return this.immediatePair();
      case "constant":
        return { lo: String(value.value | 0), hi: String(value.value >> 31) };
      case "pc":
        return { lo: this.bind("pageLo + (ip - base)"), hi: "pageHi" };
      case "nextPc":
        return this.nextPc();
      case "unary":
        return this.unary(value.op, value.a);
      case "binary":
        return this.binary(value.op, value.a, value.b);
      case "select":
        return this.select(value.condition, value.a, value.b);
    }
  }

  /** The low word only, as an atom. */
  private low(value: Value): string {
    return this.bind(this.evaluateLow(value));
  }

  private evaluateLow(value: Value): string {
    if (value.kind === "binary" && (value.op === "add" || value.op === "sub")) {
      const a = this.low(value.a);
      const b = this.low(value.b);
      if (b === "0") return a;
      return `(${a} ${value.op === "add" ? "+" : "-"} ${b}) | 0`;
    }
    if (value.kind === "binary" && value.op === "mul") {
      return `Math.imul(${this.low(value.a)}, ${this.low(value.b)})`;
    }
    if (value.kind === "register" && !this.values.has(value.operand)) {
      if (this.fixed(value.operand) === 0) return "0";
      return `x[${this.index(value.operand as "rs1")}]`;
    }
    return this.evaluate(value).lo;
  }

  private register({ operand }: RegisterValue): Pair {
    if (this.fixed(operand) === 0) return ZERO;
    const known = this.values.get(operand);
    if (known !== undefined) return known;
    const i = this.index(operand as "rs1");
    const pair = { lo: this.bind(`x[${i}]`), hi: this.bind(`x[${i} + 1]`) };
    this.values.set(operand, pair);
    return pair;
  }

  private immediatePair(): Pair {
    if (this.immediate === null) {
      const lo = this.bind(this.raw());
      this.immediate = { lo, hi: isLiteral(lo) ? String(Number(lo) >> 31) : `${lo} >> 31` };
    }
    return this.immediate;
  }

  private unary(op: UnaryOp, a: Value): Pair {
    switch (op) {
      case "sext32": {
        const lo = this.bind(this.low(a));
        return { lo, hi: `${lo} >> 31` };
      }
      case "zext32":
        return { lo: this.bind(this.low(a)), hi: "0" };
      case "zext16":
        return { lo: `${this.low(a)} & 0xffff`, hi: "0" };
      case "sext8":
      case "sext16": {
        const shift = op === "sext8" ? 24 : 16;
        const lo = this.bind(`(${this.low(a)} << ${shift}) >> ${shift}`);
        return { lo, hi: `${lo} >> 31` };
      }
      case "box":
        return { lo: this.bind(this.low(a)), hi: "-1" };
      case "clz32":
        return { lo: `Math.clz32(${this.low(a)})`, hi: "0" };
      case "ctz32":
        return { lo: `ctz32(${this.low(a)})`, hi: "0" };
      case "cpop32":
        return { lo: `cpop32(${this.low(a)})`, hi: "0" };
    }
    const { lo, hi } = this.pair(a);
    switch (op) {
      case "not":
        return { lo: `~${lo}`, hi: `~${hi}` };
      case "clz":
        return { lo: `${hi} === 0 ? 32 + Math.clz32(${lo}) : Math.clz32(${hi})`, hi: "0" };
      case "ctz":
        return { lo: `${lo} === 0 ? 32 + ctz32(${hi}) : ctz32(${lo})`, hi: "0" };
      case "cpop":
        return { lo: `cpop32(${lo}) + cpop32(${hi})`, hi: "0" };
      case "orcb":
        return { lo: `orcb32(${lo})`, hi: `orcb32(${hi})` };
      case "rev8":
        return { lo: `rev32(${hi})`, hi: `rev32(${lo})` };
    }
  }

  private binary(op: BinaryOp, left: Value, right: Value): Pair {
    switch (op) {
      case "sll32":
      case "srl32":
      case "sra32":
      case "rol32":
      case "ror32":
        return this.signExtended(this.shift32(op, this.low(left), this.low(right)));
      case "div32":
      case "divu32":
      case "rem32":
      case "remu32":
        return this.signExtended(`${op}(${this.low(left)}, ${this.low(right)})`);
      case "sll":
      case "srl":
      case "sra":
      case "rol":
      case "ror":
        return this.shift(op, this.pair(left), this.low(right));
    }
    const a = this.pair(left);
    const b = this.pair(right);
    switch (op) {
      case "add":
        return this.add(a, b);
      case "sub": {
        const borrow = `+(${a.lo} >>> 0 < ${b.lo} >>> 0)`;
        return { lo: `(${a.lo} - ${b.lo}) | 0`, hi: `(${a.hi} - ${b.hi} - ${borrow}) | 0` };
      }
      case "and":
        return { lo: `${a.lo} & ${b.lo}`, hi: b.hi === "0" ? "0" : `${a.hi} & ${b.hi}` };
      case "or":
        return { lo: `${a.lo} | ${b.lo}`, hi: `${a.hi} | ${b.hi}` };
      case "xor":
        return { lo: `${a.lo} ^ ${b.lo}`, hi: `${a.hi} ^ ${b.hi}` };
      case "lt":
        return { lo: `${this.less(a, b, false)} ? 1 : 0`, hi: "0" };
      case "ltu":
        return { lo: `${this.less(a, b, true)} ? 1 : 0`, hi: "0" };
      case "mul": {
        const cross = `Math.imul(${a.lo}, ${b.hi}) + Math.imul(${a.hi}, ${b.lo})`;
        return { lo: `Math.imul(${a.lo}, ${b.lo})`, hi: `(umulh(${a.lo}, ${b.lo}) + ${cross}) | 0` };
      }
      case "mulh":
      case "mulhu":
      case "mulhsu":
      case "div":
      case "divu":
      case "rem":
      case "remu":
        return {
          lo: this.bind(`arithmetic.${op}(${a.lo}, ${a.hi}, ${b.lo}, ${b.hi})`),
          hi: "arithmetic.high",
        };
    }
  }

  private signExtended(expression: string): Pair {
    const lo = this.bind(expression);
    return { lo, hi: `${lo} >> 31` };
  }

  private add(a: Pair, b: Pair): Pair {
    if (b.lo === "0" && b.hi === "0") return a;
    if (a.lo === "0" && a.hi === "0") return b;
    const lo = this.bind(`(${a.lo} + ${b.lo}) | 0`);
    return { lo, hi: `(${a.hi} + ${b.hi} + +(${lo} >>> 0 < ${a.lo} >>> 0)) | 0` };
  }

  private shift32(op: "sll32" | "srl32" | "sra32" | "rol32" | "ror32", a: string, by: string): string {
    // JavaScript's shifts use the low 5 bits, as RISC-V's do.
    switch (op) {
      case "sll32":
        return `${a} << ${by}`;
      case "srl32":
        return `(${a} >>> ${by}) | 0`;
      case "sra32":
        return `${a} >> ${by}`;
      case "rol32":
        return `(${a} << ${by}) | (${a} >>> -${by})`;
      case "ror32":
        return `(${a} >>> ${by}) | (${a} << -${by})`;
    }
  }

  /** 64-bit shifts: by 32 or more the words change places or fall off; then by the low 5 bits. */
  private shift(op: "sll" | "srl" | "sra" | "rol" | "ror", a: Pair, by: string): Pair {
    const s = this.bind(by);
    if (isLiteral(s) && Number(s) < 32) return this.shortShift(op, a, s);
    const lo = this.fresh();
    const hi = this.fresh();
    this.emit(`if ((${s} & 32) === 0) {`);
    const near = this.shortShift(op, a, s);
    this.emit(`${lo} = ${near.lo};`);
    this.emit(`${hi} = ${near.hi};`);
    this.emit("} else {");
    const far: Pair = {
      sll: { lo: "0", hi: `${a.lo} << ${s}` },
      srl: { lo: `(${a.hi} >>> ${s}) | 0`, hi: "0" },
      sra: { lo: `${a.hi} >> ${s}`, hi: `${a.hi} >> 31` },
      rol: this.shortShift("rol", { lo: a.hi, hi: a.lo }, s),
      ror: this.shortShift("ror", { lo: a.hi, hi: a.lo }, s),
    }[op];
    this.emit(`${lo} = ${far.lo};`);
    this.emit(`${hi} = ${far.hi};`);
    this.emit("}");
    return { lo, hi };
  }

  /** By 0 to 31. `x >>> 1 >>> ~s` is x >>> (32 - s), and 0 for s = 0. */
  private shortShift(op: "sll" | "srl" | "sra" | "rol" | "ror", a: Pair, s: string): Pair {
    const down = (word: string): string =>
      isLiteral(word) ? `${Number(word) >>> 1} >>> ~${s}` : `${word} >>> 1 >>> ~${s}`;
    const up = (word: string): string => `${word} << 1 << ~${s}`;
    switch (op) {
      case "sll":
        return { lo: `${a.lo} << ${s}`, hi: `(${a.hi} << ${s}) | (${down(a.lo)})` };
      case "srl":
        return { lo: `(${a.lo} >>> ${s}) | (${up(a.hi)})`, hi: `(${a.hi} >>> ${s}) | 0` };
      case "sra":
        return { lo: `(${a.lo} >>> ${s}) | (${up(a.hi)})`, hi: `${a.hi} >> ${s}` };
      case "rol":
        return { lo: `(${a.lo} << ${s}) | (${down(a.hi)})`, hi: `(${a.hi} << ${s}) | (${down(a.lo)})` };
      case "ror":
        return { lo: `(${a.lo} >>> ${s}) | (${up(a.hi)})`, hi: `(${a.hi} >>> ${s}) | (${up(a.lo)})` };
    }
  }

  private select(condition: Condition, a: Value, b: Value): Pair {
    const yes = this.pair(a);
    const no = this.pair(b);
    const holds = this.condition(condition);
    const lo = this.fresh();
    const hi = this.fresh();
    this.emit(`if (${holds}) {`);
    this.emit(`${lo} = ${yes.lo};`);
    this.emit(`${hi} = ${yes.hi};`);
    this.emit("} else {");
    this.emit(`${lo} = ${no.lo};`);
    this.emit(`${hi} = ${no.hi};`);
    this.emit("}");
    return { lo, hi };
  }
}

function quote(op: AtomicOp): string {
  return `"${op}"`;
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
