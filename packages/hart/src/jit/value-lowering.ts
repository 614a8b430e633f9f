// Lowers values and conditions of the instruction table's language (isa/ir.ts) to WebAssembly: a
// value leaves an i64 on the stack, a condition an i32.

import type { BinaryOp, Condition, ConditionOp, UnaryOp, Value } from "../isa/ir.ts";
import type { RegisterOperand } from "../isa/pattern.ts";
import { type Emitter, MIDDLE, T0, T1 } from "./emitter.ts";
import * as op from "./opcodes.ts";

const CONDITIONS: Readonly<Record<ConditionOp, number>> = {
  eq: op.I64_EQ,
  ne: op.I64_NE,
  lt: op.I64_LT_S,
  ge: op.I64_GE_S,
  ltu: op.I64_LT_U,
  geu: op.I64_GE_U,
};

export function lowerCondition(e: Emitter, { op: name, a, b }: Condition): void {
  lowerValue(e, a);
  lowerValue(e, b);
  e.w.byte(CONDITIONS[name]);
}

export function lowerRegister(e: Emitter, operand: RegisterOperand): void {
  const local = e.local(operand);
  if (local < 0) {
    e.w.i64(0);
    return;
  }
  e.w.get(local);
  if (e.fileOf(operand) === "f") e.w.byte(op.I64_REINTERPRET_F64);
}

export function lowerValue(e: Emitter, value: Value): void {
  const { w } = e;
  const { pc, length, operands } = e.current;
  switch (value.kind) {
    case "register":
      lowerRegister(e, value.operand);
      return;
    case "immediate":
      w.i64(operands.imm);
      return;
    case "constant":
      w.i64(value.value);
      return;
    case "pc":
      w.i64(pc);
      return;
    case "nextPc":
      w.i64(pc + length);
      return;
    case "unary":
      lowerValue(e, value.a);
      unary(e, value.op);
      return;
    case "binary":
      lowerValue(e, value.a);
      lowerValue(e, value.b);
      binary(e, value.op);
      return;
    case "select":
      lowerValue(e, value.a);
      lowerValue(e, value.b);
      lowerCondition(e, value.condition);
      w.byte(op.SELECT);
      return;
    default:
      value satisfies never;
  }
}

/** i64 to i64. */
function unary(e: Emitter, name: UnaryOp): void {
  const { w } = e;
  switch (name) {
    case "not":
      w.i64(-1);
      w.byte(op.I64_XOR);
      return;
    case "sext8":
      w.byte(op.I64_EXTEND8_S);
      return;
    case "sext16":
      w.byte(op.I64_EXTEND16_S);
      return;
    case "sext32":
      w.byte(op.I64_EXTEND32_S);
      return;
    case "zext16":
      w.i64(0xffff);
      w.byte(op.I64_AND);
      return;
    case "zext32":
      w.i64(0xffffffff);
      w.byte(op.I64_AND);
      return;
    case "box":
      w.i64(-4294967296);
      w.byte(op.I64_OR);
      return;
    case "clz":
      w.byte(op.I64_CLZ);
      return;
    case "ctz":
      w.byte(op.I64_CTZ);
      return;
    case "cpop":
      w.byte(op.I64_POPCNT);
      return;
    case "clz32":
      count32(e, op.I32_CLZ);
      return;
    case "ctz32":
      count32(e, op.I32_CTZ);
      return;
    case "cpop32":
      count32(e, op.I32_POPCNT);
      return;
    case "orcb":
      orCombineBytes(e);
      return;
    case "rev8":
      reverseBytes(e);
      return;
    default:
      name satisfies never;
  }
}

function count32({ w }: Emitter, opcode: number): void {
  w.byte(op.I32_WRAP_I64);
  w.byte(opcode);
  w.byte(op.I64_EXTEND_I32_U);
}

/** Bit 7 of every byte that is not 0, then spread over the byte. The masks exceed 2^53: made from halves. */
function orCombineBytes(e: Emitter): void {
  const { w } = e;
  w.set(T0);
  spread32(e, 0x7f7f7f7f);
  w.set(T1);
  w.get(T0);
  w.get(T1);
  w.byte(op.I64_AND);
  w.get(T1);
  w.byte(op.I64_ADD);
  w.get(T0);
  w.byte(op.I64_OR);
  w.get(T1);
  w.i64(-1);
  w.byte(op.I64_XOR);
  w.byte(op.I64_AND);
  w.tee(T0);
  w.i64(7);
  w.byte(op.I64_SHR_U);
  w.i64(255);
  w.byte(op.I64_MUL);
}

/** The 32-bit pattern twice. */
function spread32({ w }: Emitter, pattern: number): void {
  w.i64(pattern);
  w.i64(4294967297);
  w.byte(op.I64_MUL);
}

/** Swaps bytes, then halfwords, then words. */
function reverseBytes(e: Emitter): void {
  const { w } = e;
  for (const [shift, mask] of [
    [8, 0x00ff00ff],
    [16, 0x0000ffff],
  ] as const) {
    w.set(T0);
    spread32(e, mask);
    w.set(T1);
    w.get(T0);
    w.i64(shift);
    w.byte(op.I64_SHR_U);
    w.get(T1);
    w.byte(op.I64_AND);
    w.get(T0);
    w.get(T1);
    w.byte(op.I64_AND);
    w.i64(shift);
    w.byte(op.I64_SHL);
    w.byte(op.I64_OR);
  }
  w.i64(32);
  w.byte(op.I64_ROTL);
}

/** i64 and i64 to i64. */
function binary(e: Emitter, name: BinaryOp): void {
  const { w } = e;
  switch (name) {
    case "add":
      w.byte(op.I64_ADD);
      return;
    case "sub":
      w.byte(op.I64_SUB);
      return;
    case "and":
      w.byte(op.I64_AND);
      return;
    case "or":
      w.byte(op.I64_OR);
      return;
    case "xor":
      w.byte(op.I64_XOR);
      return;
    case "mul":
      w.byte(op.I64_MUL);
      return;
    case "sll":
      w.byte(op.I64_SHL);
      return;
    case "srl":
      w.byte(op.I64_SHR_U);
      return;
    case "sra":
      w.byte(op.I64_SHR_S);
      return;
    case "rol":
      w.byte(op.I64_ROTL);
      return;
    case "ror":
      w.byte(op.I64_ROTR);
      return;
    case "lt":
      w.byte(op.I64_LT_S);
      w.byte(op.I64_EXTEND_I32_U);
      return;
    case "ltu":
      w.byte(op.I64_LT_U);
      w.byte(op.I64_EXTEND_I32_U);
      return;
    case "sll32":
      shift32(e, op.I32_SHL);
      return;
    case "srl32":
      shift32(e, op.I32_SHR_U);
      return;
    case "sra32":
      shift32(e, op.I32_SHR_S);
      return;
    case "rol32":
      shift32(e, op.I32_ROTL);
      return;
    case "ror32":
      shift32(e, op.I32_ROTR);
      return;
    case "mulh":
    case "mulhu":
    case "mulhsu":
      multiplyHigh(e, name);
      return;
    case "div":
      divide(e, true, op.I64_DIV_S, "quotient");
      return;
    case "divu":
      divide(e, false, op.I64_DIV_U, "quotient");
      return;
    case "rem":
      divide(e, false, op.I64_REM_S, "remainder");
      return;
    case "remu":
      divide(e, false, op.I64_REM_U, "remainder");
      return;
    case "div32":
      // Of sign-extended words: -2^31 / -1 does not overflow in 64 bits, and wraps in 32.
      extendBoth(e, true);
      divide(e, false, op.I64_DIV_S, "quotient");
      w.byte(op.I64_EXTEND32_S);
      return;
    case "divu32":
      extendBoth(e, false);
      divide(e, false, op.I64_DIV_U, "quotient");
      w.byte(op.I64_EXTEND32_S);
      return;
    case "rem32":
      extendBoth(e, true);
      divide(e, false, op.I64_REM_S, "remainder");
      return;
    case "remu32":
      extendBoth(e, false);
      divide(e, false, op.I64_REM_U, "remainder");
      w.byte(op.I64_EXTEND32_S);
      return;
    default:
      name satisfies never;
  }
}

/** The second operand's bits beyond 5 do not matter to i32 shifts. */
function shift32({ w }: Emitter, opcode: number): void {
  w.set(T1);
  w.byte(op.I32_WRAP_I64);
  w.get(T1);
  w.byte(op.I32_WRAP_I64);
  w.byte(opcode);
  w.byte(op.I64_EXTEND_I32_S);
}

function extendBoth({ w }: Emitter, signed: boolean): void {
  const extend = (): void => {
    if (signed) {
      w.byte(op.I64_EXTEND32_S);
    } else {
      w.byte(op.I32_WRAP_I64);
      w.byte(op.I64_EXTEND_I32_U);
    }
  };
  extend();
  w.set(T1);
  extend();
  w.get(T1);
}

/** By 0 the quotient is all ones and the remainder the dividend; the overflow of `div` wraps. */
function divide(e: Emitter, mayOverflow: boolean, opcode: number, part: "quotient" | "remainder"): void {
  const { w } = e;
  w.set(T1);
  w.set(T0);
  w.get(T1);
  w.byte(op.I64_EQZ);
  e.open(op.IF, undefined, op.TYPE_I64);
  if (part === "quotient") w.i64(-1);
  else w.get(T0);
  w.byte(op.ELSE);
  if (mayOverflow) {
    w.get(T1);
    w.i64(-1);
    w.byte(op.I64_EQ);
    e.open(op.IF, undefined, op.TYPE_I64);
    w.i64(0);
    w.get(T0);
    w.byte(op.I64_SUB);
    w.byte(op.ELSE);
  }
  w.get(T0);
  w.get(T1);
  w.byte(opcode);
  if (mayOverflow) e.close();
  e.close();
}

/**
 * The high word of the product, from products of halves. For signed operands what the unsigned
 * product has too much is subtracted: b where a is negative, a where b is.
 */
function multiplyHigh(e: Emitter, name: "mulh" | "mulhu" | "mulhsu"): void {
  const { w } = e;
  const low = (local: number): void => {
    w.get(local);
    w.i64(0xffffffff);
    w.byte(op.I64_AND);
  };
  const high = (local: number): void => {
    w.get(local);
    w.i64(32);
    w.byte(op.I64_SHR_U);
  };
  w.set(T1);
  w.set(T0);
  // m = aHigh * bLow + (aLow * bLow >> 32)
  high(T0);
  low(T1);
  w.byte(op.I64_MUL);
  low(T0);
  low(T1);
  w.byte(op.I64_MUL);
  w.i64(32);
  w.byte(op.I64_SHR_U);
  w.byte(op.I64_ADD);
  w.set(MIDDLE);
  // aHigh * bHigh + (m >> 32) + ((aLow * bHigh + low(m)) >> 32)
  high(T0);
  high(T1);
  w.byte(op.I64_MUL);
  high(MIDDLE);
  w.byte(op.I64_ADD);
  low(T0);
  high(T1);
  w.byte(op.I64_MUL);
  low(MIDDLE);
  w.byte(op.I64_ADD);
  w.i64(32);
  w.byte(op.I64_SHR_U);
  w.byte(op.I64_ADD);
  if (name !== "mulhu") subtractIfNegative(e, T0, T1);
  if (name === "mulh") subtractIfNegative(e, T1, T0);
}

/** The value on the stack, less `other` if `sign` is negative. */
function subtractIfNegative({ w }: Emitter, sign: number, other: number): void {
  w.get(sign);
  w.i64(63);
  w.byte(op.I64_SHR_S);
  w.get(other);
  w.byte(op.I64_AND);
  w.byte(op.I64_SUB);
}
