// Decoding: from instruction bits to the table's entry and its operands. One decoder serves the
// interpreter, the disassembler and the assembler's tests; it keeps its last result in its fields.

import type { Instruction } from "./instruction.ts";
import { extractOperands, noOperands, type Operands, type Pattern } from "./pattern.ts";
import { compressedInstructions, instructions } from "./table.ts";

interface Candidate {
  readonly pattern: Pattern;
  readonly instruction: Instruction;
  readonly implied: Readonly<Partial<Operands>> | null;
}

/** Whether the instruction that starts with this halfword has 4 bytes. */
export const isLong = (halfword: number): boolean => (halfword & 3) === 3;

/** Who could be meant: by opcode and funct3 for long instructions, by quadrant and funct3 for compressed ones. */
interface Candidates {
  readonly long: readonly Candidate[][];
  readonly short: readonly Candidate[][];
}

/** The same for every decoder, made when the first instruction is decoded. */
let candidates: Candidates | null = null;

export class Decoder {
  /** Operands of the last instruction decoded. */
  readonly operands: Operands = noOperands();

  /** The instruction of these bits (compressed ones in the low half), or null if there is none. */
  decode(bits: number): Instruction | null {
    candidates ??= sortInstructions();
    const possible = isLong(bits) ? candidates.long[longIndex(bits)] : candidates.short[shortIndex(bits)];
    const word = isLong(bits) ? bits : bits & 0xffff;
    for (const { pattern, instruction, implied } of possible) {
      if (((word ^ pattern.match) & pattern.mask) !== 0) continue;
      clear(this.operands);
      if (!extractOperands(pattern, word, this.operands)) continue;
      if (implied !== null) Object.assign(this.operands, implied);
      return instruction;
    }
    return null;
  }
}

function sortInstructions(): Candidates {
  const byName = new Map<string, Instruction>();
  const long: Candidate[][] = Array.from({ length: 256 }, () => []);
  const short: Candidate[][] = Array.from({ length: 32 }, () => []);
  for (const instruction of instructions) {
    byName.set(instruction.name, instruction);
    const { pattern } = instruction;
    for (let funct3 = 0; funct3 < 8; funct3++) {
      if ((((funct3 << 12) ^ pattern.match) & pattern.mask & 0x7000) !== 0) continue;
      long[longIndex(pattern.match | (funct3 << 12))].push({ pattern, instruction, implied: null });
    }
  }
  for (const { pattern, expands, implied } of compressedInstructions) {
    const instruction = byName.get(expands);
    if (instruction === undefined) throw new Error(`no instruction ${expands}`);
    short[shortIndex(pattern.match)].push({ pattern, instruction, implied });
  }
  return { long, short };
}

function longIndex(bits: number): number {
  return ((bits >>> 2) & 0x1f) * 8 + ((bits >>> 12) & 7);
}

function shortIndex(bits: number): number {
  return (bits & 3) * 8 + ((bits >>> 13) & 7);
}

function clear(operands: Operands): void {
  operands.rd = 0;
  operands.rs1 = 0;
  operands.rs2 = 0;
  operands.rs3 = 0;
  operands.imm = 0;
  operands.rm = 0;
  operands.aqrl = 0;
}
