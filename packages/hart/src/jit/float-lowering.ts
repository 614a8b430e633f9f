// Lowers float operations to the host's, where result and flags are then exactly RISC-V's:
//
//   - rounding is to nearest even, by the instruction or by frm;
//   - the result is finite, so that neither NV nor DZ nor OF is due, and not so small that UF is;
//   - NX is up already, or the result is seen to be exact.
//
// All else is given up to the interpreter, one instruction at a time. A program that has once
// rounded anything has NX up; one that never does computes with whole numbers, as a rule.

import type { FloatFormat, FloatOp } from "../isa/ir.ts";
import type { RegisterOperand } from "../isa/pattern.ts";
import type { Emitter } from "./emitter.ts";
import { FUSED, SUM_TO_ODD } from "./fused-functions.ts";
import { relaxedMultiplyAdd } from "./host-fused-add.ts";
import * as op from "./opcodes.ts";
import { lowerRegister } from "./value-lowering.ts";

const RM_DYNAMIC = 7;
const NX = 1;
const MODE_MASK = 0xe0;
/** Set in fcsr for frm 4 to 7: no mode, or one that the host has not. */
const MODE_HIGH = 0x80;
const LEAST_NORMAL = { d: 2.2250738585072014e-308, s: 1.1754943508222875e-38 } as const;
const TWO_53 = 9007199254740992;

const D = { add: op.F64_ADD, sub: op.F64_SUB, mul: op.F64_MUL, div: op.F64_DIV } as const;
const S = { add: op.F32_ADD, sub: op.F32_SUB, mul: op.F32_MUL, div: op.F32_DIV } as const;

export function lowerFloat(e: Emitter, name: FloatOp, format: FloatFormat): void {
  switch (name) {
    case "add":
    case "sub":
    case "mul":
    case "div":
      requireNearest(e);
      if (format === "d") arithmeticDouble(e, name);
      else arithmeticSingle(e, name);
      return;
    case "sqrt":
      requireNearest(e);
      requireInexact(e);
      squareRoot(e, format);
      return;
    case "madd":
    case "msub":
    case "nmsub":
    case "nmadd":
      requireNearest(e);
      requireInexact(e);
      if (e.hostIsFused) fusedByHost(e, name, format);
      else fused(e, name, format);
      return;
    case "sgnj":
    case "sgnjn":
    case "sgnjx":
      sign(e, name, format);
      return;
    case "min":
    case "max":
      extreme(e, name, format);
      return;
    case "eq":
    case "lt":
    case "le":
      compare(e, name, format);
      return;
    case "toW":
    case "toL":
      toInteger(e, name, format);
      return;
    case "fromW":
    case "fromWu":
    case "fromL":
    case "fromLu":
      fromInteger(e, name, format);
      return;
    case "narrow":
      narrow(e);
      return;
    case "widen":
      requireMode(e);
      single(e, "rs1");
      e.w.byte(op.F64_PROMOTE_F32);
      e.w.tee(e.d0);
      e.w.get(e.d0);
      e.w.byte(op.F64_EQ);
      e.giveUpUnless();
      e.w.get(e.d0);
      e.w.set(e.local("rd"));
      return;
    case "class":
    case "toWu":
    case "toLu":
      throw new Error(`${name} is not translatable`);
    default:
      name satisfies never;
  }
}

/** Gives up unless the rounding mode is to nearest even. */
function requireNearest(e: Emitter): void {
  if (e.current.operands.rm !== RM_DYNAMIC) return;
  e.w.get(e.fcsr);
  e.w.i32(MODE_MASK);
  e.w.byte(op.I32_AND);
  e.giveUpIf();
}

/** Gives up if the instruction takes the mode from frm and there is none there. */
function requireMode(e: Emitter): void {
  if (e.current.operands.rm !== RM_DYNAMIC) return;
  e.w.get(e.fcsr);
  e.w.i32(MODE_HIGH);
  e.w.byte(op.I32_AND);
  e.giveUpIf();
}

function requireInexact(e: Emitter): void {
  isInexact(e);
  e.giveUpUnless();
}

/** Whether NX is up. */
function isInexact({ w, fcsr }: Emitter): void {
  w.get(fcsr);
  w.i32(NX);
  w.byte(op.I32_AND);
}

/** Runs `check`, which leaves whether the result is exact, when NX is not up; gives up if it is not. */
function unlessInexact(e: Emitter, check: () => void): void {
  isInexact(e);
  e.w.byte(op.I32_EQZ);
  e.open(op.IF);
  check();
  e.giveUpUnless();
  e.close();
}

/** Leaves a single; gives up if the register does not hold one. */
function single(e: Emitter, operand: RegisterOperand): void {
  const { w } = e;
  lowerRegister(e, operand);
  w.i64(-4294967296);
  w.byte(op.I64_LT_U);
  e.giveUpIf();
  lowerRegister(e, operand);
  w.byte(op.I32_WRAP_I64);
  w.byte(op.F32_REINTERPRET_I32);
}

/** Pops a single into rd. */
function setSingle(e: Emitter): void {
  const { w } = e;
  w.byte(op.I32_REINTERPRET_F32);
  w.byte(op.I64_EXTEND_I32_U);
  w.i64(-4294967296);
  w.byte(op.I64_OR);
  e.setRd();
}

function arithmeticDouble(e: Emitter, name: "add" | "sub" | "mul" | "div"): void {
  const { w, d0 } = e;
  const a = e.local("rs1");
  const b = e.local("rs2");
  const r = d0;
  w.get(a);
  w.get(b);
  w.byte(D[name]);
  w.tee(r);
  w.byte(op.F64_ABS);
  w.f64(Infinity);
  w.byte(op.F64_LT);
  if (name === "mul" || name === "div") {
    w.get(r);
    w.byte(op.F64_ABS);
    w.f64(LEAST_NORMAL.d);
    w.byte(op.F64_GT);
    w.byte(op.I32_AND);
    w.byte(op.I32_EQZ);
    e.open(op.IF);
    zeroResult(e, name, a, b, op.F64_EQ, () => w.f64(0));
    e.close();
  } else {
    e.giveUpUnless();
  }
  unlessInexact(e, () => isExact(e, name, a, b, r));
  w.get(r);
  w.set(e.local("rd"));
}

/** Gives up unless the result is zero because of a zero operand: that is exact. */
function zeroResult(
  e: Emitter,
  name: "mul" | "div",
  a: number,
  b: number,
  equal: number,
  zero: () => void,
): void {
  const { w } = e;
  const r = equal === op.F64_EQ ? e.d0 : e.s;
  const isZero = (local: number): void => {
    w.get(local);
    zero();
    w.byte(equal);
  };
  isZero(a);
  if (name === "mul") {
    isZero(b);
    w.byte(op.I32_OR);
  }
  isZero(r);
  w.byte(op.I32_AND);
  e.giveUpUnless();
}

/** Whether nothing was lost in r: sums by the error term, the others when all are whole and small. */
function isExact(e: Emitter, name: "add" | "sub" | "mul" | "div", a: number, b: number, r: number): void {
  const { w } = e;
  const rest = e.d0 + 1;
  const whole = (local: number): void => {
    w.get(local);
    w.byte(op.F64_TRUNC);
    w.get(local);
    w.byte(op.F64_EQ);
  };
  const small = (local: number): void => {
    w.get(local);
    w.byte(op.F64_ABS);
    w.f64(TWO_53);
    w.byte(op.F64_LT);
  };
  if (name === "add" || name === "sub") {
    // rest = r - a; a - (r - rest) + (±b - rest) is what the sum lost.
    w.get(r);
    w.get(a);
    w.byte(op.F64_SUB);
    w.set(rest);
    w.get(a);
    w.get(r);
    w.get(rest);
    w.byte(op.F64_SUB);
    w.byte(op.F64_SUB);
    w.get(b);
    if (name === "sub") w.byte(op.F64_NEG);
    w.get(rest);
    w.byte(op.F64_SUB);
    w.byte(op.F64_ADD);
    w.f64(0);
    w.byte(op.F64_EQ);
    return;
  }
  whole(a);
  whole(b);
  w.byte(op.I32_AND);
  if (name === "mul") {
    small(r);
  } else {
    small(a);
    whole(r);
    w.byte(op.I32_AND);
    w.get(r);
    w.get(b);
    w.byte(op.F64_MUL);
    w.get(a);
    w.byte(op.F64_EQ);
    w.byte(op.I32_AND);
  }
  w.byte(op.I32_AND);
}

/** Singles: the exact result of a sum or product of two fits a double, to compare with. */
function arithmeticSingle(e: Emitter, name: "add" | "sub" | "mul" | "div"): void {
  const { w } = e;
  const r = e.s;
  const a = e.s + 1;
  const b = e.s + 2;
  single(e, "rs1");
  w.set(a);
  single(e, "rs2");
  w.set(b);
  w.get(a);
  w.get(b);
  w.byte(S[name]);
  w.tee(r);
  w.byte(op.F32_ABS);
  w.f32(Infinity);
  w.byte(op.F32_LT);
  if (name === "mul" || name === "div") {
    w.get(r);
    w.byte(op.F32_ABS);
    w.f32(LEAST_NORMAL.s);
    w.byte(op.F32_GT);
    w.byte(op.I32_AND);
    w.byte(op.I32_EQZ);
    e.open(op.IF);
    zeroResult(e, name, a, b, op.F32_EQ, () => w.f32(0));
    e.close();
  } else {
    e.giveUpUnless();
  }
  unlessInexact(e, () => {
    const widened = (local: number): void => {
      w.get(local);
      w.byte(op.F64_PROMOTE_F32);
    };
    if (name === "mul") {
      widened(a);
      widened(b);
      w.byte(op.F64_MUL);
      widened(r);
      w.byte(op.F64_EQ);
    } else if (name === "div") {
      widened(r);
      widened(b);
      w.byte(op.F64_MUL);
      widened(a);
      w.byte(op.F64_EQ);
    } else {
      widened(a);
      w.set(e.d0 + 2);
      widened(b);
      w.set(e.d0 + 3);
      widened(r);
      w.set(e.d0);
      isExact(e, name, e.d0 + 2, e.d0 + 3, e.d0);
      // That is the error of the sum in doubles, which has to be the single at hand.
      w.get(e.d0 + 2);
      w.get(e.d0 + 3);
      w.byte(name === "add" ? op.F64_ADD : op.F64_SUB);
      w.get(e.d0);
      w.byte(op.F64_EQ);
      w.byte(op.I32_AND);
    }
  });
  w.get(r);
  setSingle(e);
}

function squareRoot(e: Emitter, format: FloatFormat): void {
  const { w } = e;
  if (format === "d") {
    w.get(e.local("rs1"));
    w.byte(op.F64_SQRT);
    w.tee(e.d0);
    w.f64(Infinity);
    w.byte(op.F64_LT);
    e.giveUpUnless();
    w.get(e.d0);
    w.set(e.local("rd"));
    return;
  }
  single(e, "rs1");
  w.byte(op.F32_SQRT);
  w.tee(e.s);
  w.f32(Infinity);
  w.byte(op.F32_LT);
  e.giveUpUnless();
  w.get(e.s);
  setSingle(e);
}

/** By the host's instruction. A result that is tiny or zero is right when a factor is zero. */
function fusedByHost(e: Emitter, name: "madd" | "msub" | "nmsub" | "nmadd", format: FloatFormat): void {
  const { w } = e;
  const isDouble = format === "d";
  const negatesProduct = name === "nmsub" || name === "nmadd";
  const negatesSum = name === "msub" || name === "nmadd";
  const codes = isDouble
    ? { abs: op.F64_ABS, neg: op.F64_NEG, lt: op.F64_LT, gt: op.F64_GT, eq: op.F64_EQ }
    : { abs: op.F32_ABS, neg: op.F32_NEG, lt: op.F32_LT, gt: op.F32_GT, eq: op.F32_EQ };
  const number = (value: number): void => (isDouble ? w.f64(value) : w.f32(value));
  const r = isDouble ? e.d0 : e.s;
  const { a, b } = both(e, format);
  let c = e.local("rs3");
  if (!isDouble) {
    c = e.s + 3;
    single(e, "rs3");
    w.set(c);
  }
  const load = (local: number, negates: boolean) => (): void => {
    w.get(local);
    if (negates) w.byte(codes.neg);
  };
  relaxedMultiplyAdd(w, format, [load(a, negatesProduct), load(b, false), load(c, negatesSum)]);
  w.tee(r);
  w.byte(codes.abs);
  number(Infinity);
  w.byte(codes.lt);
  e.giveUpUnless();
  w.get(r);
  w.byte(codes.abs);
  number(LEAST_NORMAL[format]);
  w.byte(codes.gt);
  w.byte(op.I32_EQZ);
  e.open(op.IF);
  for (const factor of [a, b]) {
    w.get(factor);
    number(0);
    w.byte(codes.eq);
  }
  w.byte(op.I32_OR);
  e.giveUpUnless();
  e.close();
  w.get(r);
  if (isDouble) w.set(e.local("rd"));
  else setSingle(e);
}

/** The functions in fused-functions.ts answer where neither overflow nor underflow is near. */
function fused(e: Emitter, name: "madd" | "msub" | "nmsub" | "nmadd", format: FloatFormat): void {
  const { w } = e;
  const load = (operand: RegisterOperand): void => {
    if (format === "d") {
      w.get(e.local(operand));
    } else {
      single(e, operand);
      w.byte(op.F64_PROMOTE_F32);
    }
  };
  load("rs1");
  if (name === "nmsub" || name === "nmadd") w.byte(op.F64_NEG);
  load("rs2");
  // The product of two singles is exact in a double.
  if (format === "s") w.byte(op.F64_MUL);
  load("rs3");
  if (name === "msub" || name === "nmadd") w.byte(op.F64_NEG);
  w.byte(op.CALL);
  if (format === "d") {
    w.unsigned(FUSED);
    w.tee(e.d0);
    w.get(e.d0);
    w.byte(op.F64_EQ);
    e.giveUpUnless();
    w.get(e.d0);
    w.set(e.local("rd"));
    return;
  }
  w.unsigned(SUM_TO_ODD);
  w.byte(op.F32_DEMOTE_F64);
  w.tee(e.s);
  w.byte(op.F32_ABS);
  w.f32(LEAST_NORMAL.s);
  w.byte(op.F32_GT);
  w.get(e.s);
  w.byte(op.F32_ABS);
  w.f32(Infinity);
  w.byte(op.F32_LT);
  w.byte(op.I32_AND);
  e.giveUpUnless();
  w.get(e.s);
  setSingle(e);
}

function sign(e: Emitter, name: "sgnj" | "sgnjn" | "sgnjx", format: FloatFormat): void {
  const { w } = e;
  // The sign bit alone, as a number that i64 constants take: -2^63, or bit 31.
  const bit = (): void => {
    if (format === "s") {
      w.i64(2147483648);
      return;
    }
    w.i64(1);
    w.i64(63);
    w.byte(op.I64_SHL);
  };
  if (format === "s") {
    for (const operand of ["rs1", "rs2"] as const) {
      single(e, operand);
      w.byte(op.DROP);
    }
  }
  lowerRegister(e, "rs1");
  if (name !== "sgnjx") {
    bit();
    w.i64(-1);
    w.byte(op.I64_XOR);
    w.byte(op.I64_AND);
  }
  lowerRegister(e, "rs2");
  if (name === "sgnjn") {
    w.i64(-1);
    w.byte(op.I64_XOR);
  }
  bit();
  w.byte(op.I64_AND);
  w.byte(name === "sgnjx" ? op.I64_XOR : op.I64_OR);
  e.setRd();
}

/** Puts both operands in the fixed locals of their format; returns where. */
function both(e: Emitter, format: FloatFormat): { a: number; b: number } {
  if (format === "d") return { a: e.local("rs1"), b: e.local("rs2") };
  single(e, "rs1");
  e.w.set(e.s + 1);
  single(e, "rs2");
  e.w.set(e.s + 2);
  return { a: e.s + 1, b: e.s + 2 };
}

/** NaNs are given up, and so are equal operands that differ in sign: the zeros. */
function extreme(e: Emitter, name: "min" | "max", format: FloatFormat): void {
  const { w } = e;
  const { a, b } = both(e, format);
  const codes =
    format === "d"
      ? { lt: op.F64_LT, gt: op.F64_GT, eq: op.F64_EQ }
      : { lt: op.F32_LT, gt: op.F32_GT, eq: op.F32_EQ };
  const test = (code: number): void => {
    w.get(a);
    w.get(b);
    w.byte(code);
  };
  test(codes.lt);
  test(codes.gt);
  w.byte(op.I32_OR);
  w.byte(op.I32_EQZ);
  e.open(op.IF);
  test(codes.eq);
  lowerRegister(e, "rs1");
  lowerRegister(e, "rs2");
  w.byte(op.I64_EQ);
  w.byte(op.I32_AND);
  e.giveUpUnless();
  e.close();
  lowerRegister(e, "rs1");
  lowerRegister(e, "rs2");
  test(name === "min" ? codes.lt : codes.gt);
  w.byte(op.SELECT);
  e.setRd();
}

function compare(e: Emitter, name: "eq" | "lt" | "le", format: FloatFormat): void {
  const { w } = e;
  const { a, b } = both(e, format);
  const codes =
    format === "d"
      ? { eq: op.F64_EQ, lt: op.F64_LT, le: op.F64_LE, ne: op.F64_NE }
      : { eq: op.F32_EQ, lt: op.F32_LT, le: op.F32_LE, ne: op.F32_NE };
  for (const local of [a, b]) {
    w.get(local);
    w.get(local);
    w.byte(codes.ne);
  }
  w.byte(op.I32_OR);
  e.giveUpIf();
  w.get(a);
  w.get(b);
  w.byte(codes[name]);
  w.byte(op.I64_EXTEND_I32_U);
  e.setRd();
}

/** Towards zero, in range. */
function toInteger(e: Emitter, name: "toW" | "toL", format: FloatFormat): void {
  const { w, d0 } = e;
  if (format === "d") {
    w.get(e.local("rs1"));
  } else {
    single(e, "rs1");
    w.byte(op.F64_PROMOTE_F32);
  }
  w.byte(op.F64_TRUNC);
  w.tee(d0);
  w.byte(op.F64_ABS);
  // -2^31 and -2^63 are left to the interpreter.
  w.f64(name === "toW" ? 2147483648 : 9223372036854775808);
  w.byte(op.F64_LT);
  e.giveUpUnless();
  unlessInexact(e, () => {
    w.get(d0);
    if (format === "d") {
      w.get(e.local("rs1"));
    } else {
      single(e, "rs1");
      w.byte(op.F64_PROMOTE_F32);
    }
    w.byte(op.F64_EQ);
  });
  w.get(d0);
  w.byte(op.I64_TRUNC_F64_S);
  e.setRd();
}

function fromInteger(e: Emitter, name: "fromW" | "fromWu" | "fromL" | "fromLu", format: FloatFormat): void {
  const { w } = e;
  const isExact = format === "d" && (name === "fromW" || name === "fromWu");
  if (isExact) requireMode(e);
  else requireNearest(e);
  lowerRegister(e, "rs1");
  if (name === "fromW") w.byte(op.I64_EXTEND32_S);
  if (name === "fromWu") {
    w.i64(4294967295);
    w.byte(op.I64_AND);
  }
  if (!isExact) {
    // Exact as well when the number has no more bits than the format.
    const bits = format === "d" ? TWO_53 : 16777216;
    unlessInexact(e, () => {
      lowerRegister(e, "rs1");
      if (name === "fromW") w.byte(op.I64_EXTEND32_S);
      if (name === "fromWu") {
        w.i64(4294967295);
        w.byte(op.I64_AND);
      }
      if (name === "fromW" || name === "fromL") {
        w.i64(bits);
        w.byte(op.I64_ADD);
        w.i64(2 * bits);
      } else {
        w.i64(bits);
      }
      w.byte(op.I64_LT_U);
    });
  }
  const signed = name === "fromW" || name === "fromL";
  if (format === "d") {
    w.byte(signed ? op.F64_CONVERT_I64_S : op.F64_CONVERT_I64_U);
    w.set(e.local("rd"));
  } else {
    w.byte(signed ? op.F32_CONVERT_I64_S : op.F32_CONVERT_I64_U);
    setSingle(e);
  }
}

/** Double to single. */
function narrow(e: Emitter): void {
  const { w } = e;
  const a = e.local("rs1");
  requireNearest(e);
  w.get(a);
  w.byte(op.F32_DEMOTE_F64);
  w.tee(e.s);
  w.byte(op.F32_ABS);
  w.f32(Infinity);
  w.byte(op.F32_LT);
  w.get(e.s);
  w.byte(op.F32_ABS);
  w.f32(LEAST_NORMAL.s);
  w.byte(op.F32_GT);
  w.get(a);
  w.f64(0);
  w.byte(op.F64_EQ);
  w.byte(op.I32_OR);
  w.byte(op.I32_AND);
  e.giveUpUnless();
  unlessInexact(e, () => {
    w.get(e.s);
    w.byte(op.F64_PROMOTE_F32);
    w.get(a);
    w.byte(op.F64_EQ);
  });
  w.get(e.s);
  setSingle(e);
}
