// Decoded records: an instruction as two 32-bit words that the interpreter can run without looking
// at its bits again.
//
//   word 0   bits 0..8 operation, 9..15 rd, 16..21 rs1, 22..27 rs2, 28..31 length in bytes
//   word 1   the immediate; for float operations the rounding mode and rs3
//
// Registers are numbered through the register file: x0..x31, f0..f31, and 64 for what is written
// to x0. Twice the number is the word index of the pair.

import { CTX_F, CTX_SINK } from "./context.ts";
import { MODE_RS3_SHIFT } from "./float/float-unit.ts";
import { Decoder, isLong } from "./isa/decoder.ts";
import { type Form, formHolds, type Instruction } from "./isa/instruction.ts";
import { OP_ILLEGAL, operations } from "./isa/operations.ts";
import type { RegisterOperand } from "./isa/pattern.ts";

const F_FIRST = CTX_F / 2;
const SINK = CTX_SINK / 2;

interface Choice {
  readonly form: Form;
  readonly opcode: number;
}

export class RecordMaker {
  /** The last record made. */
  word = 0;
  immediate = 0;
  private readonly decoder = new Decoder();
  private readonly opcodes = new Map<Instruction, number>();
  private readonly choices = new Map<Instruction, Choice[]>();

  constructor() {
    for (const { instruction, form, opcode } of operations) {
      if (form === null) {
        this.opcodes.set(instruction, opcode);
        continue;
      }
      const known = this.choices.get(instruction);
      if (known === undefined) this.choices.set(instruction, [{ form, opcode }]);
      else known.push({ form, opcode });
    }
  }

  make(bits: number): void {
    const instruction = this.decoder.decode(bits);
    const length = isLong(bits) ? 4 : 2;
    if (instruction === null) {
      this.word = OP_ILLEGAL | (length << 28);
      this.immediate = length === 4 ? bits : bits & 0xffff;
      return;
    }
    const { operands } = this.decoder;
    const { registers } = instruction.pattern;
    const number = (operand: RegisterOperand): number =>
      registers[operand] === "f" ? F_FIRST + operands[operand] : operands[operand];
    const rd = registers.rd === "x" && operands.rd === 0 ? SINK : number("rd");
    this.word =
      this.opcodeOf(instruction) | (rd << 9) | (number("rs1") << 16) | (number("rs2") << 22) | (length << 28);
    this.immediate =
      instruction.does.kind === "float"
        ? operands.rm | ((2 * number("rs3")) << MODE_RS3_SHIFT)
        : operands.imm;
  }

  private opcodeOf(instruction: Instruction): number {
    const choices = this.choices.get(instruction);
    if (choices !== undefined) {
      for (const { form, opcode } of choices) {
        if (formHolds(form, this.decoder.operands)) return opcode;
      }
    }
    return this.opcodes.get(instruction)!;
  }
}
