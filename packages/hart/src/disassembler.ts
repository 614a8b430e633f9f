// Instruction bits to assembly text, from the same table that the interpreter is made from.

import { Decoder, isLong } from "./isa/decoder.ts";
import { formHolds, type Instruction } from "./isa/instruction.ts";
import type { Operands, RegisterOperand } from "./isa/pattern.ts";
import { csrNames, fNames, roundingModes, xNames } from "./isa/registers.ts";

const orderings = ["", ".rl", ".aq", ".aqrl"] as const;

export class Disassembler {
  private readonly decoder = new Decoder();

  /**
   * The instruction in `bits` (a compressed one in the low half) at address `pc`. Compressed ones
   * read as what they stand for. Bits that are no instruction read as data.
   */
  disassemble(bits: number, pc: number): string {
    const instruction = this.decoder.decode(bits);
    if (instruction === null) {
      return isLong(bits) ? `.word ${hex(bits >>> 0)}` : `.half ${hex(bits & 0xffff)}`;
    }
    const { operands } = this.decoder;
    const form = instruction.forms.find((candidate) => formHolds(candidate, operands));
    const name = (form?.name ?? instruction.name) + orderings[operands.aqrl];
    const syntax = form?.syntax ?? instruction.syntax;
    if (syntax === "") return name;
    return `${name} ${syntax.replace(/\w+/g, (operand) => operandText(operand, instruction, operands, pc))}`;
  }
}

/** One instruction; see `Disassembler`, which is better for many. */
export function disassemble(bits: number, pc: number): string {
  return new Disassembler().disassemble(bits, pc);
}

function operandText(operand: string, { pattern }: Instruction, operands: Operands, pc: number): string {
  switch (operand) {
    case "imm":
      return String(operands.imm);
    case "hi":
      return hex(operands.imm >>> 12);
    case "target":
      return hex(pc + operands.imm);
    case "csr":
      return csrNames.get(operands.imm) ?? hex(operands.imm);
    case "zimm":
      return String(operands.rs1);
    case "rm":
      return roundingModes[operands.rm];
    default: {
      const register = operand as RegisterOperand;
      return (pattern.registers[register] === "f" ? fNames : xNames)[operands[register]];
    }
  }
}

const hex = (value: number): string => `0x${value.toString(16)}`;
