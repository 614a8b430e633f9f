// Zicsr: access to control and status registers. What a user program may see is in ../csr.ts.

import { define, form, type Instruction } from "./instruction.ts";

export const zicsr: readonly Instruction[] = [
  define(
    "csrrw",
    "uimm[11:0] rs1 001 rd 1110011",
    "rd, csr, rs1",
    { kind: "csr", op: "write", immediate: false },
    [form("csrw", "csr, rs1", { rd: 0 })],
  ),
  define(
    "csrrs",
    "uimm[11:0] rs1 010 rd 1110011",
    "rd, csr, rs1",
    { kind: "csr", op: "set", immediate: false },
    [form("csrr", "rd, csr", { rs1: 0 }), form("csrs", "csr, rs1", { rd: 0 })],
  ),
  define(
    "csrrc",
    "uimm[11:0] rs1 011 rd 1110011",
    "rd, csr, rs1",
    { kind: "csr", op: "clear", immediate: false },
    [form("csrc", "csr, rs1", { rd: 0 })],
  ),
  // In the immediate forms the rs1 field is the value itself.
  define(
    "csrrwi",
    "uimm[11:0] rs1 101 rd 1110011",
    "rd, csr, zimm",
    { kind: "csr", op: "write", immediate: true },
    [form("csrwi", "csr, zimm", { rd: 0 })],
  ),
  define(
    "csrrsi",
    "uimm[11:0] rs1 110 rd 1110011",
    "rd, csr, zimm",
    { kind: "csr", op: "set", immediate: true },
    [form("csrsi", "csr, zimm", { rd: 0 })],
  ),
  define(
    "csrrci",
    "uimm[11:0] rs1 111 rd 1110011",
    "rd, csr, zimm",
    { kind: "csr", op: "clear", immediate: true },
    [form("csrci", "csr, zimm", { rd: 0 })],
  ),
];
