// What the lowerings of one region share: the writer, where guest registers live in locals, which
// blocks are open, and the places at which the region gives up.

import { CTX_F, CTX_FCSR, CTX_X } from "../context.ts";
import type { Effect } from "../isa/ir.ts";
import { ACCESS_READ, ACCESS_WRITE } from "../mmu.ts";
import type { Operands, RegisterClass, RegisterOperand } from "../isa/pattern.ts";
import type { JitLayout } from "./layout.ts";
import type { ModulePlan } from "./module.ts";
import * as op from "./opcodes.ts";
import type { RegionCode, Site, SiteAccess, Step } from "./region.ts";
import type { WasmWriter } from "./wasm-writer.ts";

// Parameters and fixed locals.
/** Byte offset of the register file. */
export const CONTEXT = 0;
/** Instructions that may still be run. */
export const BUDGET = 1;
/** Where to go on after leaving the region. i64 */
export const PC = 2;
/** i64: the address of an access, and the RAM offset that it leads to. */
export const ADDRESS = 3;
export const SUM = 4;
export const T0 = 5;
export const T1 = 6;
/** i64, for the middle of a product. */
export const MIDDLE = 7;
const FIRST_X = 8;

/** Frames that are not blocks of the region. */
export const FRAME_GIVE_UP = -1;
export const FRAME_LEAVE = -2;
const FRAME_PLAIN = -3;

const operandNames: readonly RegisterOperand[] = ["rs1", "rs2", "rs3", "rd"];

function accessOf({ kind }: Effect, { rs1, imm }: Operands): SiteAccess | null {
  switch (kind) {
    case "load":
      return { kind: ACCESS_READ, rs1, offset: imm };
    case "store":
      return { kind: ACCESS_WRITE, rs1, offset: imm };
    case "loadReserved":
      return { kind: ACCESS_READ, rs1, offset: 0 };
    case "atomic":
    case "storeConditional":
      return { kind: ACCESS_WRITE, rs1, offset: 0 };
    default:
      return null;
  }
}

export class Emitter {
  readonly w: WasmWriter;
  readonly layout: JitLayout;
  readonly ramOffset: number;
  readonly hostIsFused: boolean;
  readonly sites: Site[] = [];
  /** The local that says at which site the region gives up; one more for use in a lowering. i32 */
  readonly site: number;
  readonly s0: number;
  /** fcsr, when the region has float code. i32 */
  readonly fcsr: number;
  /** Doubles and singles for use in a lowering. */
  readonly d0: number;
  readonly s: number;
  private readonly xLocals = new Int32Array(32).fill(-1);
  private readonly fLocals = new Int32Array(32).fill(-1);
  private readonly writtenX = new Uint8Array(32);
  private readonly writtenF = new Uint8Array(32);
  private xCount = 0;
  private fCount = 0;
  private usesFcsr = false;
  private readonly frames: number[] = [];
  /** The instruction at hand, how many of its block were charged for and not run, and its site. */
  private step: Step | null = null;
  private back = 0;
  private stepSite = -1;

  constructor(w: WasmWriter, plan: ModulePlan, code: RegionCode) {
    this.w = w;
    this.layout = plan.layout;
    this.ramOffset = plan.ramOffset;
    this.hostIsFused = plan.isFused;
    for (const block of code.blocks) for (const step of block.steps) this.note(step);
    this.site = FIRST_X + this.xCount;
    this.s0 = this.site + 1;
    this.fcsr = this.site + 2;
    this.d0 = this.fcsr + 1;
    for (let i = 0, next = this.d0 + 4; i < 32; i++) if (this.fLocals[i] >= 0) this.fLocals[i] = next++;
    this.s = this.d0 + 4 + this.fCount;
  }

  private note({ instruction, operands }: Step): void {
    const { registers } = instruction.pattern;
    for (const operand of operandNames) {
      const file = registers[operand];
      const number = operands[operand];
      if (file === "x" && number !== 0) {
        if (this.xLocals[number] < 0) this.xLocals[number] = FIRST_X + this.xCount++;
        if (operand === "rd") this.writtenX[number] = 1;
      } else if (file === "f") {
        if (this.fLocals[number] < 0) this.fLocals[number] = this.fCount++;
        if (operand === "rd") this.writtenF[number] = 1;
      }
    }
    const { kind } = instruction.does;
    if (kind === "float" || kind === "csr") this.usesFcsr = true;
  }

  /** The function's locals, then code that fills them. */
  prologue(): void {
    const { w } = this;
    w.unsigned(4);
    w.unsigned(FIRST_X - PC + this.xCount);
    w.byte(op.TYPE_I64);
    w.unsigned(3);
    w.byte(op.TYPE_I32);
    w.unsigned(4 + this.fCount);
    w.byte(op.TYPE_F64);
    w.unsigned(4);
    w.byte(op.TYPE_F32);
    for (let i = 1; i < 32; i++)
      if (this.xLocals[i] >= 0) this.fill(this.xLocals[i], op.I64_LOAD, CTX_X + 2 * i);
    for (let i = 0; i < 32; i++)
      if (this.fLocals[i] >= 0) this.fill(this.fLocals[i], op.F64_LOAD, CTX_F + 2 * i);
    if (this.usesFcsr) this.fill(this.fcsr, op.I32_LOAD, CTX_FCSR);
  }

  private fill(local: number, opcode: number, word: number): void {
    this.w.get(CONTEXT);
    this.w.memory(opcode, 4 * word);
    this.w.set(local);
  }

  /** Writes the registers that the region changes back to the register file. */
  spill(): void {
    for (let i = 1; i < 32; i++) {
      if (this.writtenX[i] === 1) this.spillOne(this.xLocals[i], op.I64_STORE, CTX_X + 2 * i);
    }
    for (let i = 0; i < 32; i++) {
      if (this.writtenF[i] === 1) this.spillOne(this.fLocals[i], op.F64_STORE, CTX_F + 2 * i);
    }
  }

  private spillOne(local: number, opcode: number, word: number): void {
    this.w.get(CONTEXT);
    this.w.get(local);
    this.w.memory(opcode, 4 * word);
  }

  /** The lowerings work on this instruction from now on; `back` of its block, with it, have not been run. */
  begin(step: Step, back: number): void {
    this.step = step;
    this.back = back;
    this.stepSite = -1;
  }

  get current(): Step {
    return this.step as Step;
  }

  fileOf(operand: RegisterOperand): RegisterClass {
    return this.current.instruction.pattern.registers[operand] ?? "x";
  }

  /** The local of a register operand, or -1 for x0. */
  local(operand: RegisterOperand): number {
    const number = this.current.operands[operand];
    return this.fileOf(operand) === "f" ? this.fLocals[number] : number === 0 ? -1 : this.xLocals[number];
  }

  /** Pops an i64 into rd. */
  setRd(): void {
    const local = this.local("rd");
    if (local < 0) {
      this.w.byte(op.DROP);
      return;
    }
    if (this.fileOf("rd") === "f") this.w.byte(op.F64_REINTERPRET_I64);
    this.w.set(local);
  }

  open(
    opcode: typeof op.BLOCK | typeof op.LOOP | typeof op.IF,
    frame: number = FRAME_PLAIN,
    type: number = op.BLOCK_VOID,
  ): void {
    this.w.begin(opcode, type);
    this.frames.push(frame);
  }

  close(): void {
    this.w.end();
    this.frames.pop();
  }

  branch(opcode: typeof op.BR | typeof op.BR_IF, frame: number): void {
    this.w.branch(opcode, this.frames.length - 1 - this.frames.lastIndexOf(frame));
  }

  /** Pops a condition; if it holds, the instruction at hand is the interpreter's. */
  giveUpIf(): void {
    if (this.stepSite < 0) {
      const { pc, instruction, operands } = this.current;
      const access = accessOf(instruction.does, operands);
      this.stepSite = this.newSite({ pc, back: this.back, isBudget: false, access });
    }
    this.giveUp(this.stepSite, op.BR_IF);
  }

  /** Pops a condition; unless it holds, the instruction at hand is the interpreter's. */
  giveUpUnless(): void {
    this.w.byte(op.I32_EQZ);
    this.giveUpIf();
  }

  giveUp(site: number, opcode: typeof op.BR | typeof op.BR_IF): void {
    this.w.i32(site);
    this.w.set(this.site);
    this.branch(opcode, FRAME_GIVE_UP);
  }

  newSite(site: Site): number {
    return this.sites.push(site) - 1;
  }
}
