// The M extension: multiplication and division.

import { define, type Instruction } from "./instruction.ts";
import { type BinaryOp, binary, rs1, rs2, set, sext32 } from "./ir.ts";

const op = (name: BinaryOp, funct3: string): Instruction =>
  define(name, `0000001 rs2 rs1 ${funct3} rd 0110011`, "rd, rs1, rs2", set(binary(name, rs1, rs2)));

const word = (name: string, funct3: string, does: BinaryOp): Instruction =>
  define(name, `0000001 rs2 rs1 ${funct3} rd 0111011`, "rd, rs1, rs2", set(binary(does, rs1, rs2)));

export const rvM: readonly Instruction[] = [
  op("mul", "000"),
  op("mulh", "001"),
  op("mulhsu", "010"),
  op("mulhu", "011"),
  op("div", "100"),
  op("divu", "101"),
  op("rem", "110"),
  op("remu", "111"),
  define("mulw", "0000001 rs2 rs1 000 rd 0111011", "rd, rs1, rs2", set(sext32(binary("mul", rs1, rs2)))),
  word("divw", "100", "div32"),
  word("divuw", "101", "divu32"),
  word("remw", "110", "rem32"),
  word("remuw", "111", "remu32"),
];
