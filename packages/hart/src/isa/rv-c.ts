// The C extension: 16-bit encodings of other instructions, for RV64 with D. Where two patterns
// overlap the one with more fixed bits stands first.

import { type Compressed, compressed } from "./instruction.ts";

const sp = { rs1: 2 } as const;

export const rvC: readonly Compressed[] = [
  // Quadrant 0: loads and stores with x8..x15.
  compressed("c.addi4spn", "000 uimm[5:4|9:6|2|3]!=0 rd' 00", "rd, imm", "addi", sp),
  compressed("c.fld", "001 uimm[5:3] rs1' uimm[7:6] fd' 00", "rd, imm(rs1)", "fld"),
  compressed("c.lw", "010 uimm[5:3] rs1' uimm[2|6] rd' 00", "rd, imm(rs1)", "lw"),
  compressed("c.ld", "011 uimm[5:3] rs1' uimm[7:6] rd' 00", "rd, imm(rs1)", "ld"),
  compressed("c.fsd", "101 uimm[5:3] rs1' uimm[7:6] fs2' 00", "rs2, imm(rs1)", "fsd"),
  compressed("c.sw", "110 uimm[5:3] rs1' uimm[2|6] rs2' 00", "rs2, imm(rs1)", "sw"),
  compressed("c.sd", "111 uimm[5:3] rs1' uimm[7:6] rs2' 00", "rs2, imm(rs1)", "sd"),

  // Quadrant 1: constants, arithmetic, branches.
  compressed("c.nop", "0000000000000001", "", "addi"),
  compressed("c.addi", "000 imm[5] rd/rs1 imm[4:0] 01", "rd, imm", "addi"),
  compressed("c.addiw", "001 imm[5] rd/rs1!=0 imm[4:0] 01", "rd, imm", "addiw"),
  compressed("c.li", "010 imm[5] rd imm[4:0] 01", "rd, imm", "addi", { rs1: 0 }),
  compressed("c.addi16sp", "011 imm[9]!=0 00010 imm[4|6|8:7|5] 01", "imm", "addi", { rd: 2, rs1: 2 }),
  compressed("c.lui", "011 imm[17]!=0 rd!=2 imm[16:12] 01", "rd, hi", "lui"),
  compressed("c.srli", "100 uimm[5] 00 rd/rs1' uimm[4:0] 01", "rd, imm", "srli"),
  compressed("c.srai", "100 uimm[5] 01 rd/rs1' uimm[4:0] 01", "rd, imm", "srai"),
  compressed("c.andi", "100 imm[5] 10 rd/rs1' imm[4:0] 01", "rd, imm", "andi"),
  compressed("c.sub", "100011 rd/rs1' 00 rs2' 01", "rd, rs2", "sub"),
  compressed("c.xor", "100011 rd/rs1' 01 rs2' 01", "rd, rs2", "xor"),
  compressed("c.or", "100011 rd/rs1' 10 rs2' 01", "rd, rs2", "or"),
  compressed("c.and", "100011 rd/rs1' 11 rs2' 01", "rd, rs2", "and"),
  compressed("c.subw", "100111 rd/rs1' 00 rs2' 01", "rd, rs2", "subw"),
  compressed("c.addw", "100111 rd/rs1' 01 rs2' 01", "rd, rs2", "addw"),
  compressed("c.j", "101 imm[11|4|9:8|10|6|7|3:1|5] 01", "target", "jal", { rd: 0 }),
  compressed("c.beqz", "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", "rs1, target", "beq", { rs2: 0 }),
  compressed("c.bnez", "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", "rs1, target", "bne", { rs2: 0 }),

  // Quadrant 2: sp-relative loads and stores, full registers.
  compressed("c.slli", "000 uimm[5] rd/rs1 uimm[4:0] 10", "rd, imm", "slli"),
  compressed("c.fldsp", "001 uimm[5] fd uimm[4:3|8:6] 10", "rd, imm", "fld", sp),
  compressed("c.lwsp", "010 uimm[5] rd!=0 uimm[4:2|7:6] 10", "rd, imm", "lw", sp),
  compressed("c.ldsp", "011 uimm[5] rd!=0 uimm[4:3|8:6] 10", "rd, imm", "ld", sp),
  compressed("c.jr", "1000 rs1!=0 00000 10", "rs1", "jalr", { rd: 0 }),
  compressed("c.mv", "1000 rd rs2!=0 10", "rd, rs2", "add", { rs1: 0 }),
  compressed("c.ebreak", "1001 00000 00000 10", "", "ebreak"),
  compressed("c.jalr", "1001 rs1!=0 00000 10", "rs1", "jalr", { rd: 1 }),
  compressed("c.add", "1001 rd/rs1 rs2!=0 10", "rd, rs2", "add"),
  compressed("c.fsdsp", "101 uimm[5:3|8:6] fs2 10", "rs2, imm", "fsd", sp),
  compressed("c.swsp", "110 uimm[5:2|7:6] rs2 10", "rs2, imm", "sw", sp),
  compressed("c.sdsp", "111 uimm[5:3|8:6] rs2 10", "rs2, imm", "sd", sp),
];
