// The small language in which an instruction says what it does. Values are XLEN bits wide and have
// no type but that; whoever executes them (the interpreter's generator, a translator) lowers each
// node once, and a node without a lowering is a type error there (the unions are closed).

import type { RegisterOperand } from "./pattern.ts";

export type BinaryOp =
  | "add"
  | "sub"
  | "and"
  | "or"
  | "xor"
  | "mul"
  /** High halves of the double-width product. */
  | "mulh"
  | "mulhu"
  | "mulhsu"
  /** Division as the M extension defines it: by zero all ones, overflow wraps. */
  | "div"
  | "divu"
  | "rem"
  | "remu"
  /** Shifts and rotations use the low bits of b only (6, or 5 for the 32-bit forms). */
  | "sll"
  | "srl"
  | "sra"
  | "rol"
  | "ror"
  /** 1 or 0. */
  | "lt"
  | "ltu"
  | Binary32Op;

/** These work on the low 32 bits and sign-extend the result. */
export type Binary32Op =
  | "sll32"
  | "srl32"
  | "sra32"
  | "rol32"
  | "ror32"
  | "div32"
  | "divu32"
  | "rem32"
  | "remu32";

export type UnaryOp =
  | "not"
  | "sext8"
  | "sext16"
  | "sext32"
  | "zext16"
  | "zext32"
  | "clz"
  | "ctz"
  | "cpop"
  | "clz32"
  | "ctz32"
  | "cpop32"
  /** Every byte that is not 0 becomes 0xff. */
  | "orcb"
  /** Reverses the bytes. */
  | "rev8"
  /** The low 32 bits under 32 ones: how an f register holds a single. */
  | "box";

export type ConditionOp = "eq" | "ne" | "lt" | "ge" | "ltu" | "geu";
export type Width = 1 | 2 | 4 | 8;
export type AtomicOp = "swap" | "add" | "xor" | "and" | "or" | "min" | "max" | "minu" | "maxu";
export type FloatFormat = "s" | "d";

/** Operations of the float unit; operands and results are whole registers (boxed singles). */
export type FloatOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "sqrt"
  | "madd"
  | "msub"
  | "nmsub"
  | "nmadd"
  | "sgnj"
  | "sgnjn"
  | "sgnjx"
  | "min"
  | "max"
  | "eq"
  | "lt"
  | "le"
  | "class"
  /** To the other format: cvt.s.d is "narrow" of d, cvt.d.s is "widen" of s. */
  | "narrow"
  | "widen"
  | "toW"
  | "toWu"
  | "toL"
  | "toLu"
  | "fromW"
  | "fromWu"
  | "fromL"
  | "fromLu";

export interface RegisterValue {
  readonly kind: "register";
  readonly operand: RegisterOperand;
}

export interface Condition {
  readonly op: ConditionOp;
  readonly a: Value;
  readonly b: Value;
}

export type Value =
  | RegisterValue
  | { readonly kind: "immediate" }
  | { readonly kind: "constant"; readonly value: number }
  /** Address of this instruction, and of the one after it. */
  | { readonly kind: "pc" }
  | { readonly kind: "nextPc" }
  | { readonly kind: "unary"; readonly op: UnaryOp; readonly a: Value }
  | { readonly kind: "binary"; readonly op: BinaryOp; readonly a: Value; readonly b: Value }
  | { readonly kind: "select"; readonly condition: Condition; readonly a: Value; readonly b: Value };

export type Effect =
  /** rd = value */
  | { readonly kind: "set"; readonly value: Value }
  /** rd = the `width` bytes at `address`; "box" fills the upper bits with ones (a single in an f register). */
  | { readonly kind: "load"; readonly width: Width; readonly extend: Extend; readonly address: Value }
  | { readonly kind: "store"; readonly width: Width; readonly address: Value; readonly value: RegisterValue }
  /** Goes to `target` (bit 0 dropped); rd = nextPc when it links. */
  | { readonly kind: "jump"; readonly target: Value; readonly links: boolean }
  /** Goes to pc + imm if the condition holds. */
  | { readonly kind: "branch"; readonly condition: Condition }
  /** rd = the word at rs1, which becomes the operation of it with rs2. */
  | { readonly kind: "atomic"; readonly op: AtomicOp; readonly width: 4 | 8 }
  | { readonly kind: "loadReserved"; readonly width: 4 | 8 }
  | { readonly kind: "storeConditional"; readonly width: 4 | 8 }
  /** rd = float operation of rs1, rs2, rs3 under the rounding mode; accrues flags. */
  | { readonly kind: "float"; readonly op: FloatOp; readonly format: FloatFormat }
  /** rd = CSR; then the CSR is written, or-ed or and-not-ed with `value` as Zicsr says. */
  | { readonly kind: "csr"; readonly op: "write" | "set" | "clear"; readonly immediate: boolean }
  | { readonly kind: "trap"; readonly cause: "ecall" | "breakpoint" }
  /** Orders memory or instruction fetch: nothing to do on one hart whose decoded code follows stores. */
  | { readonly kind: "fence" };

export type Extend = "signed" | "unsigned" | "box";

export const rs1: RegisterValue = { kind: "register", operand: "rs1" };
export const rs2: RegisterValue = { kind: "register", operand: "rs2" };
export const imm: Value = { kind: "immediate" };
export const pc: Value = { kind: "pc" };

export const constant = (value: number): Value => ({ kind: "constant", value });
export const unary = (op: UnaryOp, a: Value): Value => ({ kind: "unary", op, a });
export const binary = (op: BinaryOp, a: Value, b: Value): Value => ({ kind: "binary", op, a, b });
export const add = (a: Value, b: Value): Value => binary("add", a, b);
export const sext32 = (a: Value): Value => unary("sext32", a);
export const zext32 = (a: Value): Value => unary("zext32", a);
export const select = (condition: Condition, a: Value, b: Value): Value => ({
  kind: "select",
  condition,
  a,
  b,
});
export const when = (op: ConditionOp, a: Value, b: Value): Condition => ({ op, a, b });

export const set = (value: Value): Effect => ({ kind: "set", value });
export const load = (width: Width, extend: Extend): Effect => ({
  kind: "load",
  width,
  extend,
  address: add(rs1, imm),
});
export const store = (width: Width): Effect => ({
  kind: "store",
  width,
  address: add(rs1, imm),
  value: rs2,
});
export const branch = (op: ConditionOp): Effect => ({ kind: "branch", condition: when(op, rs1, rs2) });
export const float = (op: FloatOp, format: FloatFormat): Effect => ({ kind: "float", op, format });
