// The F and D extensions: single and double precision. Both formats are the same table but for a
// letter and the format field, so they are written once.

import { define, fastForm, form, type Instruction } from "./instruction.ts";
import {
  type Effect,
  type FloatFormat,
  type FloatOp,
  float,
  load,
  rs1,
  set,
  sext32,
  store,
  unary,
} from "./ir.ts";

/** Rounding modes 5 and 6 are reserved encodings: illegal instructions. */
const RM = "rm!=5,6";
const DYNAMIC = { rm: 7 } as const;
const NEAREST = { rm: 0 } as const;
const TOWARD_ZERO = { rm: 1 } as const;

/** An instruction that rounds. Assembly leaves the mode out when it is the `usual` one. */
const rounded = (
  name: string,
  pattern: string,
  syntax: string,
  does: Effect,
  usual: typeof DYNAMIC | typeof NEAREST = DYNAMIC,
): Instruction => define(name, pattern, `${syntax}, rm`, does, [fastForm(name, syntax, usual)]);

function both(format: FloatFormat): Instruction[] {
  const fmt = format === "s" ? "00" : "01";
  const name = (stem: string): string => `f${stem}.${format}`;

  const fused = (op: FloatOp, opcode: string): Instruction =>
    rounded(name(op), `fs3 ${fmt} fs2 fs1 ${RM} fd ${opcode}`, "rd, rs1, rs2, rs3", float(op, format));
  const arithmetic = (op: FloatOp, funct5: string): Instruction =>
    rounded(name(op), `${funct5} ${fmt} fs2 fs1 ${RM} fd 1010011`, "rd, rs1, rs2", float(op, format));
  const plain = (op: FloatOp, funct5: string, funct3: string, fd: "fd" | "rd"): Instruction =>
    define(name(op), `${funct5} ${fmt} fs2 fs1 ${funct3} ${fd} 1010011`, "rd, rs1, rs2", float(op, format));
  const sign = (op: FloatOp, funct3: string, same: string): Instruction =>
    define(name(op), `00100 ${fmt} fs2 fs1 ${funct3} fd 1010011`, "rd, rs1, rs2", float(op, format), [
      form(name(same), "rd, rs1", { rs2: "rs1" }),
    ]);
  const toInteger = (letter: string, op: FloatOp, which: string): Instruction => {
    const pattern = `11000 ${fmt} ${which} fs1 ${RM} rd 1010011`;
    const mnemonic = `fcvt.${letter}.${format}`;
    return define(mnemonic, pattern, "rd, rs1, rm", float(op, format), [
      form(mnemonic, "rd, rs1", DYNAMIC),
      fastForm(mnemonic, "rd, rs1, rm", TOWARD_ZERO),
    ]);
  };
  const fromInteger = (letter: string, op: FloatOp, which: string): Instruction => {
    const isExact = format === "d" && (op === "fromW" || op === "fromWu");
    return rounded(
      `fcvt.${format}.${letter}`,
      `11010 ${fmt} ${which} rs1 ${RM} fd 1010011`,
      "rd, rs1",
      float(op, format),
      isExact ? NEAREST : DYNAMIC,
    );
  };

  return [
    fused("madd", "1000011"),
    fused("msub", "1000111"),
    fused("nmsub", "1001011"),
    fused("nmadd", "1001111"),
    arithmetic("add", "00000"),
    arithmetic("sub", "00001"),
    arithmetic("mul", "00010"),
    arithmetic("div", "00011"),
    rounded(name("sqrt"), `01011 ${fmt} 00000 fs1 ${RM} fd 1010011`, "rd, rs1", float("sqrt", format)),
    sign("sgnj", "000", "mv"),
    sign("sgnjn", "001", "neg"),
    sign("sgnjx", "010", "abs"),
    plain("min", "00101", "000", "fd"),
    plain("max", "00101", "001", "fd"),
    plain("eq", "10100", "010", "rd"),
    plain("lt", "10100", "001", "rd"),
    plain("le", "10100", "000", "rd"),
    define(name("class"), `11100 ${fmt} 00000 fs1 001 rd 1010011`, "rd, rs1", float("class", format)),
    toInteger("w", "toW", "00000"),
    toInteger("wu", "toWu", "00001"),
    toInteger("l", "toL", "00010"),
    toInteger("lu", "toLu", "00011"),
    fromInteger("w", "fromW", "00000"),
    fromInteger("wu", "fromWu", "00001"),
    fromInteger("l", "fromL", "00010"),
    fromInteger("lu", "fromLu", "00011"),
  ];
}

export const rvF: readonly Instruction[] = [
  define("flw", "imm[11:0] rs1 010 fd 0000111", "rd, imm(rs1)", load(4, "box")),
  define("fsw", "imm[11:5] fs2 rs1 010 imm[4:0] 0100111", "rs2, imm(rs1)", store(4)),
  ...both("s"),
  define("fmv.x.w", "11100 00 00000 fs1 000 rd 1010011", "rd, rs1", set(sext32(rs1))),
  define("fmv.w.x", "11110 00 00000 rs1 000 fd 1010011", "rd, rs1", set(unary("box", rs1))),
];

export const rvD: readonly Instruction[] = [
  define("fld", "imm[11:0] rs1 011 fd 0000111", "rd, imm(rs1)", load(8, "signed")),
  define("fsd", "imm[11:5] fs2 rs1 011 imm[4:0] 0100111", "rs2, imm(rs1)", store(8)),
  ...both("d"),
  rounded("fcvt.s.d", `01000 00 00001 fs1 ${RM} fd 1010011`, "rd, rs1", float("narrow", "d")),
  rounded("fcvt.d.s", `01000 01 00000 fs1 ${RM} fd 1010011`, "rd, rs1", float("widen", "s"), NEAREST),
  define("fmv.x.d", "11100 01 00000 fs1 000 rd 1010011", "rd, rs1", set(rs1)),
  define("fmv.d.x", "11110 01 00000 rs1 000 fd 1010011", "rd, rs1", set(rs1)),
];
