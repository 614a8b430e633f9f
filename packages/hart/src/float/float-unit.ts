// The float unit: what the F and D instructions do to the registers of one context, exactly, with
// flags, in every rounding mode. The interpreter takes short cuts for common cases of its own; this
// is what it falls back on. Operands are word indices into the register file, as decoded records
// carry them; results go straight there.

import { CTX_FCSR, type HartContext } from "../context.ts";
import type { FloatOp } from "../isa/ir.ts";
import { CAUSE_ILLEGAL_INSTRUCTION } from "../trap.ts";
import { fromInteger, INT32, INT64, type IntegerType, toInteger, UINT32, UINT64 } from "./convert.ts";
import { FLAG_NV, RM_DYNAMIC, RM_NEAREST_EVEN, RM_NEAREST_MAX, type Rounder } from "./rounder.ts";
import { HostFused } from "./host-fused.ts";
import { SoftFloat } from "./soft-float.ts";
import {
  type Format,
  KIND_FINITE,
  KIND_INFINITY,
  KIND_QUIET_NAN,
  KIND_SIGNALING_NAN,
  KIND_ZERO,
  type Unpacked,
} from "./unpacked.ts";

/**
 * One operation. `mode` is the record's immediate: the rm field in bits 2..0 and, for fused
 * operations, the word index of rs3 above it. Returns 0 or the cause of a trap.
 */
export type FloatOperation = (format: Format, rd: number, rs1: number, rs2: number, mode: number) => number;

/** Where rs3 stands in `mode`. */
export const MODE_RS3_SHIFT = 3;

/** frm and NX of fcsr, and what they are when flags and rounding are the host's: nearest, NX up. */
const HOST_MASK = 0xe1;
const HOST_STATE = 0x01;
const DOUBLE_MIN_NORMAL = 2.2250738585072014e-308;
/** Whole numbers below this have exact sums and, if they stay below, exact products. */
const TWO_53 = 9007199254740992;

export class FloatUnit implements Record<FloatOp, FloatOperation> {
  private x: Int32Array = new Int32Array(0);
  private d: Float64Array = new Float64Array(0);
  private s: Float32Array = new Float32Array(0);
  private readonly hostFused = new HostFused();
  private readonly soft = new SoftFloat();
  private readonly rounder: Rounder = this.soft.rounder;
  private readonly a: Unpacked = this.soft.a;
  private readonly b: Unpacked = this.soft.b;
  /** The rounding mode of the operation at hand. */
  private rm = 0;

  /** The registers that the operations work on from now on. */
  attach(context: HartContext): void {
    this.x = context.words;
    this.d = context.doubles;
    this.s = context.singles;
  }

  add(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    if (
      format.isDouble &&
      this.rm === RM_NEAREST_EVEN &&
      this.addsExactly(rd, this.d[rs1 >> 1], this.d[rs2 >> 1])
    ) {
      return 0;
    }
    this.loadBoth(format, rs1, rs2);
    this.soft.add(format, this.rm);
    return this.finish(rd);
  }

  sub(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    if (
      format.isDouble &&
      this.rm === RM_NEAREST_EVEN &&
      this.addsExactly(rd, this.d[rs1 >> 1], -this.d[rs2 >> 1])
    ) {
      return 0;
    }
    this.loadBoth(format, rs1, rs2);
    this.b.sign ^= 1;
    this.soft.add(format, this.rm);
    return this.finish(rd);
  }

  mul(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    if (format.isDouble && this.rm === RM_NEAREST_EVEN) {
      const a = this.d[rs1 >> 1];
      const b = this.d[rs2 >> 1];
      const product = a * b;
      if (Math.abs(product) < TWO_53 && Math.floor(a) === a && Math.floor(b) === b) {
        this.d[rd >> 1] = product;
        return 0;
      }
    }
    this.loadBoth(format, rs1, rs2);
    this.soft.multiply(format, this.rm);
    return this.finish(rd);
  }

  div(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    this.loadBoth(format, rs1, rs2);
    this.soft.divide(format, this.rm);
    return this.finish(rd);
  }

  sqrt(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    this.load(format, this.a, rs1);
    this.soft.squareRoot(format, this.rm);
    return this.finish(rd);
  }

  /** rs1 * rs2 + rs3 */
  madd(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    return this.fused(format, rd, rs1, rs2, mode, 0, 0);
  }

  /** rs1 * rs2 - rs3 */
  msub(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    return this.fused(format, rd, rs1, rs2, mode, 0, 1);
  }

  /** -(rs1 * rs2) + rs3 */
  nmsub(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    return this.fused(format, rd, rs1, rs2, mode, 1, 0);
  }

  /** -(rs1 * rs2) - rs3 */
  nmadd(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    return this.fused(format, rd, rs1, rs2, mode, 1, 1);
  }

  sgnj(format: Format, rd: number, rs1: number, rs2: number): number {
    return this.setSign(format, rd, rs1, this.signWord(format, rs2));
  }

  sgnjn(format: Format, rd: number, rs1: number, rs2: number): number {
    return this.setSign(format, rd, rs1, ~this.signWord(format, rs2));
  }

  sgnjx(format: Format, rd: number, rs1: number, rs2: number): number {
    return this.setSign(format, rd, rs1, this.signWord(format, rs1) ^ this.signWord(format, rs2));
  }

  min(format: Format, rd: number, rs1: number, rs2: number): number {
    return this.pick(format, rd, rs1, rs2, 1);
  }

  max(format: Format, rd: number, rs1: number, rs2: number): number {
    return this.pick(format, rd, rs1, rs2, 0);
  }

  /** Quiet: only a signaling NaN is invalid. */
  eq(format: Format, rd: number, rs1: number, rs2: number): number {
    this.loadBoth(format, rs1, rs2);
    if (this.a.isNan || this.b.isNan) {
      if (this.isSignaling()) this.raise(FLAG_NV);
      return this.setInteger(rd, 0);
    }
    return this.setInteger(rd, compare(this.a, this.b) === 0 ? 1 : 0);
  }

  lt(format: Format, rd: number, rs1: number, rs2: number): number {
    return this.setInteger(rd, this.orders(format, rs1, rs2) && compare(this.a, this.b) < 0 ? 1 : 0);
  }

  le(format: Format, rd: number, rs1: number, rs2: number): number {
    return this.setInteger(rd, this.orders(format, rs1, rs2) && compare(this.a, this.b) <= 0 ? 1 : 0);
  }

  class(format: Format, rd: number, rs1: number): number {
    this.load(format, this.a, rs1);
    const { kind, sign, exponent } = this.a;
    if (kind === KIND_SIGNALING_NAN) return this.setInteger(rd, 1 << 8);
    if (kind === KIND_QUIET_NAN) return this.setInteger(rd, 1 << 9);
    let distance = 0; // from negative zero, away from zero
    if (kind === KIND_INFINITY) distance = 3;
    else if (kind === KIND_FINITE) distance = exponent + format.bias > 0 ? 2 : 1;
    return this.setInteger(rd, 1 << (sign !== 0 ? 3 - distance : 4 + distance));
  }

  narrow(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    this.load(format, this.a, rs1);
    this.soft.convert(format, this.rm);
    return this.finish(rd);
  }

  widen(format: Format, rd: number, rs1: number, rs2: number, mode: number): number {
    return this.narrow(format, rd, rs1, rs2, mode);
  }

  toW(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.toInteger(format, INT32, rd, rs1, mode);
  }

  toWu(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.toInteger(format, UINT32, rd, rs1, mode);
  }

  toL(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.toInteger(format, INT64, rd, rs1, mode);
  }

  toLu(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.toInteger(format, UINT64, rd, rs1, mode);
  }

  fromW(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.fromInteger(format, INT32, rd, rs1, mode);
  }

  fromWu(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.fromInteger(format, UINT32, rd, rs1, mode);
  }

  fromL(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.fromInteger(format, INT64, rd, rs1, mode);
  }

  fromLu(format: Format, rd: number, rs1: number, _rs2: number, mode: number): number {
    return this.fromInteger(format, UINT64, rd, rs1, mode);
  }

  /** Finds the rounding mode; false when there is no such mode. */
  private begin(mode: number): boolean {
    const field = mode & 7;
    this.rm = field === RM_DYNAMIC ? this.x[CTX_FCSR] >> 5 : field;
    this.rounder.flags = 0;
    return this.rm <= RM_NEAREST_MAX;
  }

  /** Stores what the rounder holds and accrues the flags. */
  private finish(rd: number): number {
    this.x[rd] = this.rounder.lo;
    this.x[rd + 1] = this.rounder.hi;
    this.raise(this.rounder.flags);
    return 0;
  }

  private raise(flags: number): void {
    this.x[CTX_FCSR] |= flags;
  }

  /** Programs that count in doubles never raise NX: their sums, which lose nothing, are the host's. */
  private addsExactly(rd: number, a: number, b: number): boolean {
    const sum = a + b;
    const rest = sum - a;
    if (a - (sum - rest) + (b - rest) !== 0) return false;
    this.d[rd >> 1] = sum;
    return true;
  }

  private load(format: Format, u: Unpacked, rs: number): void {
    u.load(format, this.x[rs], this.x[rs + 1]);
  }

  private loadBoth(format: Format, rs1: number, rs2: number): void {
    this.load(format, this.a, rs1);
    this.load(format, this.b, rs2);
  }

  private setInteger(rd: number, value: number): number {
    this.x[rd] = value;
    this.x[rd + 1] = 0;
    return 0;
  }

  private fused(
    format: Format,
    rd: number,
    rs1: number,
    rs2: number,
    mode: number,
    negateProduct: number,
    negateAddend: number,
  ): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    if ((this.x[CTX_FCSR] & HOST_MASK) === HOST_STATE && this.rm === RM_NEAREST_EVEN) {
      const rs3 = mode >> MODE_RS3_SHIFT;
      if (this.fusedByHost(format, rd, rs1, rs2, rs3, negateProduct, negateAddend)) return 0;
    }
    this.loadBoth(format, rs1, rs2);
    this.load(format, this.soft.c, mode >> MODE_RS3_SHIFT);
    this.soft.c.sign ^= negateAddend;
    this.soft.multiplyAdd(format, this.rm, negateProduct);
    return this.finish(rd);
  }

  /** A normal result raises no flag that is not up already. False when it takes more to tell. */
  private fusedByHost(
    format: Format,
    rd: number,
    rs1: number,
    rs2: number,
    rs3: number,
    negateProduct: number,
    negateAddend: number,
  ): boolean {
    const { x } = this;
    if (format.isDouble) {
      const a = this.d[rs1 >> 1];
      const c = this.d[rs3 >> 1];
      const b = this.d[rs2 >> 1];
      const result = this.hostFused.double(negateProduct === 0 ? a : -a, b, negateAddend === 0 ? c : -c);
      if (!(Math.abs(result) > DOUBLE_MIN_NORMAL)) return false;
      this.d[rd >> 1] = result;
      return true;
    }
    if ((x[rs1 + 1] & x[rs2 + 1] & x[rs3 + 1]) !== -1) return false;
    const a = this.s[rs1];
    const c = this.s[rs3];
    const result = this.hostFused.single(
      negateProduct === 0 ? a : -a,
      this.s[rs2],
      negateAddend === 0 ? c : -c,
    );
    if (!(Math.abs(result) < Infinity)) return false;
    this.s[rd] = result;
    x[rd + 1] = -1;
    return true;
  }

  /** The word that holds the sign; a single that is not boxed counts as the canonical NaN. */
  private signWord(format: Format, rs: number): number {
    if (format.isDouble) return this.x[rs + 1];
    return this.x[rs + 1] === -1 ? this.x[rs] : 0x7fc00000;
  }

  private setSign(format: Format, rd: number, rs1: number, signs: number): number {
    const word = (this.signWord(format, rs1) & 0x7fffffff) | (signs & 0x80000000);
    this.x[rd] = format.isDouble ? this.x[rs1] : word;
    this.x[rd + 1] = format.isDouble ? word : -1;
    return 0;
  }

  /** Minimum (`sign` 1) or maximum (0): -0 is less than +0, a number wins over a NaN. */
  private pick(format: Format, rd: number, rs1: number, rs2: number, sign: number): number {
    const { a, b, rounder } = this;
    this.loadBoth(format, rs1, rs2);
    rounder.flags = this.isSignaling() ? FLAG_NV : 0;
    if (a.isNan && b.isNan) {
      rounder.nan(format);
      return this.finish(rd);
    }
    let order = a.isNan ? 1 : b.isNan ? -1 : compare(a, b) * (sign === 1 ? 1 : -1);
    if (order === 0) order = a.sign === sign ? -1 : 1;
    const from = order < 0 ? rs1 : rs2;
    rounder.lo = this.x[from];
    rounder.hi = this.x[from + 1];
    return this.finish(rd);
  }

  private isSignaling(): boolean {
    return this.a.kind === KIND_SIGNALING_NAN || this.b.kind === KIND_SIGNALING_NAN;
  }

  /** Loads both; false, and invalid, when they have no order. */
  private orders(format: Format, rs1: number, rs2: number): boolean {
    this.loadBoth(format, rs1, rs2);
    if (!this.a.isNan && !this.b.isNan) return true;
    this.raise(FLAG_NV);
    return false;
  }

  private toInteger(format: Format, type: IntegerType, rd: number, rs1: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    this.load(format, this.a, rs1);
    toInteger(this.rounder, this.a, type, this.rm);
    return this.finish(rd);
  }

  private fromInteger(format: Format, type: IntegerType, rd: number, rs1: number, mode: number): number {
    if (!this.begin(mode)) return CAUSE_ILLEGAL_INSTRUCTION;
    fromInteger(this.rounder, this.a, format, type, this.x[rs1], this.x[rs1 + 1], this.rm);
    return this.finish(rd);
  }
}

/** Negative, 0 or positive; neither is a NaN; zeros are equal. */
function compare(a: Unpacked, b: Unpacked): number {
  if (a.kind === KIND_ZERO && b.kind === KIND_ZERO) return 0;
  if (a.kind === KIND_ZERO) return b.sign !== 0 ? 1 : -1;
  if (b.kind === KIND_ZERO || a.sign !== b.sign) return a.sign !== 0 ? -1 : 1;
  const magnitude = compareMagnitudes(a, b);
  return a.sign !== 0 ? -magnitude : magnitude;
}

function compareMagnitudes(a: Unpacked, b: Unpacked): number {
  if (a.kind !== b.kind) return a.kind - b.kind;
  if (a.kind === KIND_INFINITY) return 0;
  if (a.exponent !== b.exponent) return a.exponent - b.exponent;
  if (a.hi !== b.hi) return (a.hi >>> 0) - (b.hi >>> 0);
  return (a.lo >>> 0) - (b.lo >>> 0);
}
