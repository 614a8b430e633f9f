// Two functions of every module for fused multiply-add, which WebAssembly lacks: the method of
// float/host-fused.ts, as code. The sum of what two doubles round to is made odd when something
// was lost, so that a second rounding cannot go wrong (Boldo and Melquiond, 2008).

import * as op from "./opcodes.ts";
import type { WasmWriter } from "./wasm-writer.ts";

/** Function numbers; regions come after these. */
export const SUM_TO_ODD = 0;
export const FUSED = 1;
export const FIRST_REGION = 2;

const GREATEST = 2 ** 960;
const LEAST_PRODUCT = 2 ** -900;
const SPLITTER = 134217729;

/** local = x op y, of locals. */
function assign(w: WasmWriter, local: number, x: number, opcode: number, y: number): void {
  w.get(x);
  w.get(y);
  w.byte(opcode);
  w.set(local);
}

/** (a, b): a + b rounded to odd. */
export function writeSumToOdd(w: WasmWriter): void {
  const [a, b, sum, rest, lost, bits] = [0, 1, 2, 3, 4, 5] as const;
  w.unsigned(2);
  w.unsigned(3);
  w.byte(op.TYPE_F64);
  w.unsigned(1);
  w.byte(op.TYPE_I64);
  lostOf(w, a, b, sum, rest);
  w.tee(lost);
  w.f64(0);
  w.byte(op.F64_EQ);
  w.get(sum);
  w.byte(op.I64_REINTERPRET_F64);
  w.tee(bits);
  w.byte(op.I32_WRAP_I64);
  w.i32(1);
  w.byte(op.I32_AND);
  w.byte(op.I32_OR);
  w.begin(op.IF, op.BLOCK_VOID);
  w.get(sum);
  w.byte(op.RETURN);
  w.end();
  // The last bit is 0: away from zero it becomes 1; towards zero the number before is odd.
  w.get(bits);
  w.i64(1);
  w.i64(-1);
  for (const value of [lost, sum]) {
    w.get(value);
    w.f64(0);
    w.byte(op.F64_GT);
  }
  w.byte(op.I32_EQ);
  w.byte(op.SELECT);
  w.byte(op.I64_ADD);
  w.byte(op.F64_REINTERPRET_I64);
  w.end();
}

/** sum = a + b; leaves what it lost. */
function lostOf(w: WasmWriter, a: number, b: number, sum: number, rest: number): void {
  assign(w, sum, a, op.F64_ADD, b);
  assign(w, rest, sum, op.F64_SUB, a);
  w.get(a);
  w.get(sum);
  w.get(rest);
  w.byte(op.F64_SUB);
  w.byte(op.F64_SUB);
  w.get(b);
  w.get(rest);
  w.byte(op.F64_SUB);
  w.byte(op.F64_ADD);
}

/** (a, b, c): a * b + c rounded once, to nearest even; NaN when it takes more to tell. */
export function writeFused(w: WasmWriter): void {
  const [a, b, c, product, ah, al, bh, bl, low, t, tLow, v, rest] = Array.from(
    { length: 13 },
    (_, i) => i,
  ) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  w.unsigned(1);
  w.unsigned(10);
  w.byte(op.TYPE_F64);
  const within = (local: number): void => {
    w.get(local);
    w.byte(op.F64_ABS);
    w.f64(GREATEST);
    w.byte(op.F64_LT);
  };
  assign(w, product, a, op.F64_MUL, b);
  within(product);
  within(a);
  w.byte(op.I32_AND);
  within(b);
  w.byte(op.I32_AND);
  within(c);
  w.byte(op.I32_AND);
  w.get(product);
  w.byte(op.F64_ABS);
  w.f64(LEAST_PRODUCT);
  w.byte(op.F64_GT);
  w.byte(op.I32_AND);
  w.byte(op.I32_EQZ);
  w.begin(op.IF, op.BLOCK_VOID);
  w.f64(NaN);
  w.byte(op.RETURN);
  w.end();
  split(w, a, ah, al);
  split(w, b, bh, bl);
  // a * b = product + low, exactly.
  w.get(al);
  w.get(bl);
  w.byte(op.F64_MUL);
  w.get(product);
  for (const [x, y] of [
    [ah, bh],
    [al, bh],
    [ah, bl],
  ] as const) {
    w.get(x);
    w.get(y);
    w.byte(op.F64_MUL);
    w.byte(op.F64_SUB);
  }
  w.byte(op.F64_SUB);
  w.set(low);
  lostOf(w, c, low, t, rest);
  w.set(tLow);
  lostOf(w, product, t, v, rest);
  w.set(rest);
  w.get(v);
  w.get(tLow);
  w.get(rest);
  w.byte(op.CALL);
  w.unsigned(SUM_TO_ODD);
  w.byte(op.F64_ADD);
  w.end();
}

/** Veltkamp: the upper half of the bits and the rest. */
function split(w: WasmWriter, x: number, high: number, low: number): void {
  w.f64(SPLITTER);
  w.get(x);
  w.byte(op.F64_MUL);
  w.tee(high);
  w.get(high);
  w.get(x);
  w.byte(op.F64_SUB);
  w.byte(op.F64_SUB);
  w.set(high);
  assign(w, low, x, op.F64_SUB, high);
}
