// RV64I: RISC-V Unprivileged, chapters RV32I and RV64I, with Zifencei.

import { define, fastForm, form, type Instruction } from "./instruction.ts";
import { add, binary, branch, imm, load, pc, rs1, rs2, set, sext32, store } from "./ir.ts";

const registerRegister = "rd, rs1, rs2";
const registerImmediate = "rd, rs1, imm";
const fromMemory = "rd, imm(rs1)";
const toMemory = "rs2, imm(rs1)";
const compare = "rs1, rs2, target";
const againstZero = { rs2: 0 } as const;

export const rvI: readonly Instruction[] = [
  define("lui", "imm[31:12] rd 0110111", "rd, hi", set(imm)),
  define("auipc", "imm[31:12] rd 0010111", "rd, hi", set(add(pc, imm))),

  define(
    "jal",
    "imm[20|10:1|11|19:12] rd 1101111",
    "rd, target",
    { kind: "jump", target: add(pc, imm), links: true },
    [fastForm("j", "target", { rd: 0 }), form("jal", "target", { rd: 1 })],
  ),
  define(
    "jalr",
    "imm[11:0] rs1 000 rd 1100111",
    "rd, imm(rs1)",
    { kind: "jump", target: add(rs1, imm), links: true },
    [
      fastForm("ret", "", { rd: 0, rs1: 1, imm: 0 }),
      form("jr", "rs1", { rd: 0, imm: 0 }),
      form("jalr", "rs1", { rd: 1, imm: 0 }),
    ],
  ),

  define("beq", "imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011", compare, branch("eq"), [
    fastForm("beqz", "rs1, target", againstZero),
  ]),
  define("bne", "imm[12|10:5] rs2 rs1 001 imm[4:1|11] 1100011", compare, branch("ne"), [
    fastForm("bnez", "rs1, target", againstZero),
  ]),
  define("blt", "imm[12|10:5] rs2 rs1 100 imm[4:1|11] 1100011", compare, branch("lt"), [
    fastForm("bltz", "rs1, target", againstZero),
    fastForm("bgtz", "rs2, target", { rs1: 0 }),
  ]),
  define("bge", "imm[12|10:5] rs2 rs1 101 imm[4:1|11] 1100011", compare, branch("ge"), [
    fastForm("bgez", "rs1, target", againstZero),
    fastForm("blez", "rs2, target", { rs1: 0 }),
  ]),
  define("bltu", "imm[12|10:5] rs2 rs1 110 imm[4:1|11] 1100011", compare, branch("ltu")),
  define("bgeu", "imm[12|10:5] rs2 rs1 111 imm[4:1|11] 1100011", compare, branch("geu")),

  define("lb", "imm[11:0] rs1 000 rd 0000011", fromMemory, load(1, "signed")),
  define("lh", "imm[11:0] rs1 001 rd 0000011", fromMemory, load(2, "signed")),
  define("lw", "imm[11:0] rs1 010 rd 0000011", fromMemory, load(4, "signed")),
  define("ld", "imm[11:0] rs1 011 rd 0000011", fromMemory, load(8, "signed")),
  define("lbu", "imm[11:0] rs1 100 rd 0000011", fromMemory, load(1, "unsigned")),
  define("lhu", "imm[11:0] rs1 101 rd 0000011", fromMemory, load(2, "unsigned")),
  define("lwu", "imm[11:0] rs1 110 rd 0000011", fromMemory, load(4, "unsigned")),
  define("sb", "imm[11:5] rs2 rs1 000 imm[4:0] 0100011", toMemory, store(1)),
  define("sh", "imm[11:5] rs2 rs1 001 imm[4:0] 0100011", toMemory, store(2)),
  define("sw", "imm[11:5] rs2 rs1 010 imm[4:0] 0100011", toMemory, store(4)),
  define("sd", "imm[11:5] rs2 rs1 011 imm[4:0] 0100011", toMemory, store(8)),

  define("addi", "imm[11:0] rs1 000 rd 0010011", registerImmediate, set(add(rs1, imm)), [
    fastForm("nop", "", { rd: 0, rs1: 0, imm: 0 }),
    fastForm("li", "rd, imm", { rs1: 0 }),
    fastForm("mv", "rd, rs1", { imm: 0 }),
  ]),
  define("slti", "imm[11:0] rs1 010 rd 0010011", registerImmediate, set(binary("lt", rs1, imm))),
  define("sltiu", "imm[11:0] rs1 011 rd 0010011", registerImmediate, set(binary("ltu", rs1, imm)), [
    fastForm("seqz", "rd, rs1", { imm: 1 }),
  ]),
  define("xori", "imm[11:0] rs1 100 rd 0010011", registerImmediate, set(binary("xor", rs1, imm)), [
    form("not", "rd, rs1", { imm: -1 }),
  ]),
  define("ori", "imm[11:0] rs1 110 rd 0010011", registerImmediate, set(binary("or", rs1, imm))),
  define("andi", "imm[11:0] rs1 111 rd 0010011", registerImmediate, set(binary("and", rs1, imm)), [
    form("zext.b", "rd, rs1", { imm: 255 }),
  ]),
  define("slli", "000000 uimm[5:0] rs1 001 rd 0010011", registerImmediate, set(binary("sll", rs1, imm))),
  define("srli", "000000 uimm[5:0] rs1 101 rd 0010011", registerImmediate, set(binary("srl", rs1, imm))),
  define("srai", "010000 uimm[5:0] rs1 101 rd 0010011", registerImmediate, set(binary("sra", rs1, imm))),

  define("add", "0000000 rs2 rs1 000 rd 0110011", registerRegister, set(add(rs1, rs2)), [
    fastForm("mv", "rd, rs2", { rs1: 0 }),
  ]),
  define("sub", "0100000 rs2 rs1 000 rd 0110011", registerRegister, set(binary("sub", rs1, rs2)), [
    form("neg", "rd, rs2", { rs1: 0 }),
  ]),
  define("sll", "0000000 rs2 rs1 001 rd 0110011", registerRegister, set(binary("sll", rs1, rs2))),
  define("slt", "0000000 rs2 rs1 010 rd 0110011", registerRegister, set(binary("lt", rs1, rs2)), [
    form("sltz", "rd, rs1", { rs2: 0 }),
    form("sgtz", "rd, rs2", { rs1: 0 }),
  ]),
  define("sltu", "0000000 rs2 rs1 011 rd 0110011", registerRegister, set(binary("ltu", rs1, rs2)), [
    fastForm("snez", "rd, rs2", { rs1: 0 }),
  ]),
  define("xor", "0000000 rs2 rs1 100 rd 0110011", registerRegister, set(binary("xor", rs1, rs2))),
  define("srl", "0000000 rs2 rs1 101 rd 0110011", registerRegister, set(binary("srl", rs1, rs2))),
  define("sra", "0100000 rs2 rs1 101 rd 0110011", registerRegister, set(binary("sra", rs1, rs2))),
  define("or", "0000000 rs2 rs1 110 rd 0110011", registerRegister, set(binary("or", rs1, rs2))),
  define("and", "0000000 rs2 rs1 111 rd 0110011", registerRegister, set(binary("and", rs1, rs2))),

  define("addiw", "imm[11:0] rs1 000 rd 0011011", registerImmediate, set(sext32(add(rs1, imm))), [
    fastForm("sext.w", "rd, rs1", { imm: 0 }),
  ]),
  define("slliw", "0000000 uimm[4:0] rs1 001 rd 0011011", registerImmediate, set(binary("sll32", rs1, imm))),
  define("srliw", "0000000 uimm[4:0] rs1 101 rd 0011011", registerImmediate, set(binary("srl32", rs1, imm))),
  define("sraiw", "0100000 uimm[4:0] rs1 101 rd 0011011", registerImmediate, set(binary("sra32", rs1, imm))),
  define("addw", "0000000 rs2 rs1 000 rd 0111011", registerRegister, set(sext32(add(rs1, rs2)))),
  define("subw", "0100000 rs2 rs1 000 rd 0111011", registerRegister, set(sext32(binary("sub", rs1, rs2))), [
    form("negw", "rd, rs2", { rs1: 0 }),
  ]),
  define("sllw", "0000000 rs2 rs1 001 rd 0111011", registerRegister, set(binary("sll32", rs1, rs2))),
  define("srlw", "0000000 rs2 rs1 101 rd 0111011", registerRegister, set(binary("srl32", rs1, rs2))),
  define("sraw", "0100000 rs2 rs1 101 rd 0111011", registerRegister, set(binary("sra32", rs1, rs2))),

  // Reserved fields of fences are to be ignored.
  define("fence", "imm[11:0] rs1 000 rd 0001111", "", { kind: "fence" }),
  define("fence.i", "imm[11:0] rs1 001 rd 0001111", "", { kind: "fence" }),
  define("ecall", "00000000000000000000000001110011", "", { kind: "trap", cause: "ecall" }),
  define("ebreak", "00000000000100000000000001110011", "", { kind: "trap", cause: "breakpoint" }),
];
