// Bit manipulation: Zba (address generation), Zbb (basic), Zbs (single bits), and Zicond
// (conditional zero).

import { define, form, type Instruction } from "./instruction.ts";
import {
  add,
  type BinaryOp,
  binary,
  constant,
  imm,
  rs1,
  rs2,
  select,
  set,
  type UnaryOp,
  unary,
  type Value,
  when,
  zext32,
} from "./ir.ts";

const registers = (name: string, pattern: string, value: Value): Instruction =>
  define(name, pattern, "rd, rs1, rs2", set(value));

const shiftAdd = (shift: number, funct3: string): Instruction[] => [
  registers(
    `sh${shift}add`,
    `0010000 rs2 rs1 ${funct3} rd 0110011`,
    add(binary("sll", rs1, constant(shift)), rs2),
  ),
  registers(
    `sh${shift}add.uw`,
    `0010000 rs2 rs1 ${funct3} rd 0111011`,
    add(binary("sll", zext32(rs1), constant(shift)), rs2),
  ),
];

export const zba: readonly Instruction[] = [
  define("add.uw", "0000100 rs2 rs1 000 rd 0111011", "rd, rs1, rs2", set(add(zext32(rs1), rs2)), [
    form("zext.w", "rd, rs1", { rs2: 0 }),
  ]),
  ...shiftAdd(1, "010"),
  ...shiftAdd(2, "100"),
  ...shiftAdd(3, "110"),
  define(
    "slli.uw",
    "000010 uimm[5:0] rs1 001 rd 0011011",
    "rd, rs1, imm",
    set(binary("sll", zext32(rs1), imm)),
  ),
];

const count = (op: UnaryOp, name: string, selector: string, opcode: string): Instruction =>
  define(name, `0110000 ${selector} rs1 001 rd ${opcode}`, "rd, rs1", set(unary(op, rs1)));

const rotate = (op: BinaryOp, name: string, funct3: string, opcode: string): Instruction =>
  registers(name, `0110000 rs2 rs1 ${funct3} rd ${opcode}`, binary(op, rs1, rs2));

const logical = (op: BinaryOp, name: string, funct3: string): Instruction =>
  registers(name, `0100000 rs2 rs1 ${funct3} rd 0110011`, binary(op, rs1, unary("not", rs2)));

const smaller = (op: "lt" | "ltu", name: string, funct3: string): Instruction =>
  registers(name, `0000101 rs2 rs1 ${funct3} rd 0110011`, select(when(op, rs1, rs2), rs1, rs2));

const greater = (op: "lt" | "ltu", name: string, funct3: string): Instruction =>
  registers(name, `0000101 rs2 rs1 ${funct3} rd 0110011`, select(when(op, rs1, rs2), rs2, rs1));

export const zbb: readonly Instruction[] = [
  logical("and", "andn", "111"),
  logical("or", "orn", "110"),
  registers("xnor", "0100000 rs2 rs1 100 rd 0110011", unary("not", binary("xor", rs1, rs2))),
  count("clz", "clz", "00000", "0010011"),
  count("ctz", "ctz", "00001", "0010011"),
  count("cpop", "cpop", "00010", "0010011"),
  count("clz32", "clzw", "00000", "0011011"),
  count("ctz32", "ctzw", "00001", "0011011"),
  count("cpop32", "cpopw", "00010", "0011011"),
  count("sext8", "sext.b", "00100", "0010011"),
  count("sext16", "sext.h", "00101", "0010011"),
  define("zext.h", "0000100 00000 rs1 100 rd 0111011", "rd, rs1", set(unary("zext16", rs1))),
  smaller("lt", "min", "100"),
  smaller("ltu", "minu", "101"),
  greater("lt", "max", "110"),
  greater("ltu", "maxu", "111"),
  rotate("rol", "rol", "001", "0110011"),
  rotate("ror", "ror", "101", "0110011"),
  rotate("rol32", "rolw", "001", "0111011"),
  rotate("ror32", "rorw", "101", "0111011"),
  define("rori", "011000 uimm[5:0] rs1 101 rd 0010011", "rd, rs1, imm", set(binary("ror", rs1, imm))),
  define("roriw", "0110000 uimm[4:0] rs1 101 rd 0011011", "rd, rs1, imm", set(binary("ror32", rs1, imm))),
  define("orc.b", "001010000111 rs1 101 rd 0010011", "rd, rs1", set(unary("orcb", rs1))),
  define("rev8", "011010111000 rs1 101 rd 0010011", "rd, rs1", set(unary("rev8", rs1))),
];

const bit = (index: Value): Value => binary("sll", constant(1), index);

/** A single-bit instruction with the bit's number in a register and in an immediate. */
const single = (
  name: string,
  funct6: string,
  funct3: string,
  value: (index: Value) => Value,
): Instruction[] => [
  registers(name, `${funct6}0 rs2 rs1 ${funct3} rd 0110011`, value(rs2)),
  define(`${name}i`, `${funct6} uimm[5:0] rs1 ${funct3} rd 0010011`, "rd, rs1, imm", set(value(imm))),
];

export const zbs: readonly Instruction[] = [
  ...single("bclr", "010010", "001", (index) => binary("and", rs1, unary("not", bit(index)))),
  ...single("bext", "010010", "101", (index) => binary("and", binary("srl", rs1, index), constant(1))),
  ...single("binv", "011010", "001", (index) => binary("xor", rs1, bit(index))),
  ...single("bset", "001010", "001", (index) => binary("or", rs1, bit(index))),
];

const zero = constant(0);

export const zicond: readonly Instruction[] = [
  registers("czero.eqz", "0000111 rs2 rs1 101 rd 0110011", select(when("eq", rs2, zero), zero, rs1)),
  registers("czero.nez", "0000111 rs2 rs1 111 rd 0110011", select(when("ne", rs2, zero), zero, rs1)),
];
