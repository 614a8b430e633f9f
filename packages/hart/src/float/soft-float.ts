// Exact floating-point arithmetic in integers, both formats, all rounding modes, all flags. It is
// what the float unit falls back on when the host's own arithmetic would not say enough (flags, a
// mode other than nearest-even, NaNs, subnormal results). Results stand in `rounder`.
// IEEE 754-2008; NaN results are the canonical NaN (RISC-V Unprivileged, "NaN Generation").

import { RM_DOWN, Rounder, FLAG_DZ, FLAG_NV } from "./rounder.ts";
import {
  DOUBLE,
  type Format,
  KIND_FINITE,
  KIND_INFINITY,
  KIND_SIGNALING_NAN,
  KIND_ZERO,
  SINGLE,
  Unpacked,
} from "./unpacked.ts";
import { Wide } from "./wide.ts";

export class SoftFloat {
  readonly rounder: Rounder = new Rounder();
  /** Operands, loaded by the caller. */
  readonly a: Unpacked = new Unpacked();
  readonly b: Unpacked = new Unpacked();
  readonly c: Unpacked = new Unpacked();
  private readonly wide = new Wide();
  private readonly other = new Wide();
  /** A double and its words, for quotients and roots by the host. */
  private readonly double = new Float64Array(1);
  private readonly words = new Int32Array(this.double.buffer);

  /** a + b. */
  add(format: Format, rm: number): void {
    const { a, b, rounder } = this;
    if (this.pickNan(format, a, b)) return;
    if (a.kind === KIND_INFINITY || b.kind === KIND_INFINITY) {
      if (a.kind === b.kind && a.sign !== b.sign) rounder.invalid(format);
      else rounder.infinity(format, a.kind === KIND_INFINITY ? a.sign : b.sign);
      return;
    }
    if (a.kind === KIND_ZERO && b.kind === KIND_ZERO) {
      rounder.zero(format, a.sign === b.sign ? a.sign : rm === RM_DOWN ? 1 : 0);
      return;
    }
    if (a.kind === KIND_ZERO) this.packOperand(format, b, rm);
    else if (b.kind === KIND_ZERO) this.packOperand(format, a, rm);
    else {
      this.wide.set(a.hi, a.lo, 0, 0);
      this.wide.shiftRightSticky(2);
      this.addToWide(format, a.sign, a.exponent, b, rm);
    }
  }

  /** a * b. */
  multiply(format: Format, rm: number): void {
    const { a, b, rounder, wide } = this;
    if (this.pickNan(format, a, b)) return;
    const sign = a.sign ^ b.sign;
    if (a.kind === KIND_INFINITY || b.kind === KIND_INFINITY) {
      if (a.kind === KIND_ZERO || b.kind === KIND_ZERO) rounder.invalid(format);
      else rounder.infinity(format, sign);
      return;
    }
    if (a.kind === KIND_ZERO || b.kind === KIND_ZERO) {
      rounder.zero(format, sign);
      return;
    }
    wide.multiply(a.hi, a.lo, b.hi, b.lo);
    const exponent = a.exponent + b.exponent + 1 - wide.normalize();
    rounder.pack(format, sign, exponent, wide.w3, wide.w2, (wide.w1 | wide.w0) !== 0, rm);
  }

  /** a * b + c, rounded once; the product negated first when `negateProduct` is 1. */
  multiplyAdd(format: Format, rm: number, negateProduct: number): void {
    const { a, b, c, rounder, wide } = this;
    const infinityTimesZero =
      (a.kind === KIND_INFINITY && b.kind === KIND_ZERO) ||
      (a.kind === KIND_ZERO && b.kind === KIND_INFINITY);
    if (infinityTimesZero) {
      rounder.invalid(format);
      return;
    }
    // Both are looked at: a signaling addend is invalid beside a quiet factor, too.
    const addendIsNan = this.pickNan(format, c, c);
    if (this.pickNan(format, a, b) || addendIsNan) return;
    const sign = a.sign ^ b.sign ^ negateProduct;
    if (a.kind === KIND_INFINITY || b.kind === KIND_INFINITY) {
      if (c.kind === KIND_INFINITY && c.sign !== sign) rounder.invalid(format);
      else rounder.infinity(format, sign);
      return;
    }
    if (c.kind === KIND_INFINITY) {
      rounder.infinity(format, c.sign);
      return;
    }
    if (a.kind === KIND_ZERO || b.kind === KIND_ZERO) {
      if (c.kind !== KIND_ZERO) this.packOperand(format, c, rm);
      else rounder.zero(format, sign === c.sign ? sign : rm === RM_DOWN ? 1 : 0);
      return;
    }
    wide.multiply(a.hi, a.lo, b.hi, b.lo);
    // The factors have 53 bits at most, so that this loses nothing.
    wide.shiftRightSticky(1);
    this.addToWide(format, sign, a.exponent + b.exponent, c, rm);
  }

  /** a / b. */
  divide(format: Format, rm: number): void {
    const { a, b, rounder } = this;
    if (this.pickNan(format, a, b)) return;
    const sign = a.sign ^ b.sign;
    if (a.kind === KIND_INFINITY) {
      if (b.kind === KIND_INFINITY) rounder.invalid(format);
      else rounder.infinity(format, sign);
      return;
    }
    if (b.kind === KIND_INFINITY) {
      rounder.zero(format, sign);
      return;
    }
    if (b.kind === KIND_ZERO) {
      if (a.kind === KIND_ZERO) rounder.invalid(format);
      else {
        rounder.flags |= FLAG_DZ;
        rounder.infinity(format, sign);
      }
      return;
    }
    if (a.kind === KIND_ZERO) {
      rounder.zero(format, sign);
      return;
    }
    const quotient = this.significand(a) / this.significand(b);
    const doubled = quotient < 1;
    this.packEstimate(format, sign, a.exponent - b.exponent, quotient, b, a, doubled, rm);
  }

  /** The square root of a. */
  squareRoot(format: Format, rm: number): void {
    const { a, rounder } = this;
    if (this.pickNan(format, a, a)) return;
    if (a.kind === KIND_ZERO) {
      rounder.zero(format, a.sign);
      return;
    }
    if (a.sign !== 0) {
      rounder.invalid(format);
      return;
    }
    if (a.kind === KIND_INFINITY) {
      rounder.infinity(format, 0);
      return;
    }
    const odd = (a.exponent & 1) !== 0;
    const root = Math.sqrt(this.significand(a) * (odd ? 2 : 1));
    this.packEstimate(format, 0, (a.exponent - (odd ? 1 : 0)) / 2, root, null, a, odd, rm);
  }

  /** a as the other format. */
  convert(from: Format, rm: number): void {
    const { a, rounder } = this;
    const to = from.isDouble ? SINGLE : DOUBLE;
    if (this.pickNan(to, a, a)) return;
    if (a.kind === KIND_INFINITY) rounder.infinity(to, a.sign);
    else if (a.kind === KIND_ZERO) rounder.zero(to, a.sign);
    else this.packOperand(to, a, rm);
  }

  private packOperand(format: Format, u: Unpacked, rm: number): void {
    this.rounder.pack(format, u.sign, u.exponent, u.hi, u.lo, false, rm);
  }

  /** Makes the result the canonical NaN if an operand is one; a signaling one is invalid. */
  private pickNan(format: Format, u: Unpacked, v: Unpacked): boolean {
    if (!u.isNan && !v.isNan) return false;
    if (u.kind === KIND_SIGNALING_NAN || v.kind === KIND_SIGNALING_NAN) this.rounder.flags |= FLAG_NV;
    this.rounder.nan(format);
    return true;
  }

  /**
   * Rounds `wide` + u, where wide (not 0) counts in units of 2^(exponent - 125) and has its top bit
   * at 125 or 126: two bits of head room for the sum.
   */
  private addToWide(format: Format, sign: number, exponent: number, u: Unpacked, rm: number): void {
    const { wide, other, rounder } = this;
    let resultSign = sign;
    let resultExponent = exponent;
    let result = wide;
    if (u.kind === KIND_FINITE) {
      other.set(u.hi, u.lo, 0, 0);
      other.shiftRightSticky(2);
      if (u.exponent > exponent) {
        wide.shiftRightSticky(u.exponent - exponent);
        resultExponent = u.exponent;
      } else {
        other.shiftRightSticky(exponent - u.exponent);
      }
      if (sign === u.sign) {
        wide.add(other);
      } else if (wide.compare(other) >= 0) {
        wide.subtract(other);
      } else {
        other.subtract(wide);
        result = other;
        resultSign = u.sign;
      }
    }
    const shift = result.normalize();
    if (shift < 0) {
      rounder.zero(format, rm === RM_DOWN ? 1 : 0);
      return;
    }
    const sticky = (result.w1 | result.w0) !== 0;
    rounder.pack(format, resultSign, resultExponent + 2 - shift, result.w3, result.w2, sticky, rm);
  }

  /** The significand as a double in [1, 2). */
  private significand(u: Unpacked): number {
    this.words[0] = (u.hi << 21) | (u.lo >>> 11);
    this.words[1] = 0x3ff00000 | ((u.hi >>> 11) & 0xfffff);
    return this.double[0];
  }

  /**
   * Rounds a quotient or root, of which the host gave the nearest double in (1/2, 2): compares
   * estimate * factor (estimate squared when `factor` is null) with the significand of `exact`,
   * doubled or not, and so learns on which side of the estimate the true result lies.
   */
  private packEstimate(
    format: Format,
    sign: number,
    exponent: number,
    estimate: number,
    factor: Unpacked | null,
    exact: Unpacked,
    doubled: boolean,
    rm: number,
  ): void {
    const { wide, other, words } = this;
    const below1 = estimate < 1;
    this.double[0] = below1 ? estimate * 2 : estimate;
    const fraction = words[1] & 0xfffff;
    let hi = 0x80000000 | (fraction << 11) | (words[0] >>> 21);
    let lo = words[0] << 11;
    wide.multiply(hi, lo, factor === null ? hi : factor.hi, factor === null ? lo : factor.lo);
    if (doubled) other.set(exact.hi, exact.lo, 0, 0);
    else other.set(exact.hi >>> 1, (exact.hi << 31) | (exact.lo >>> 1), exact.lo << 31, 0);
    const side = wide.compare(other);
    if (side > 0) {
      // The estimate is too big by less than half of its last bit: a hair below it stands for all
      // that lies there, since no boundary of rounding does.
      if (lo === 0) hi = (hi - 1) | 0;
      lo = (lo - 1) | 0;
    }
    this.rounder.pack(format, sign, below1 ? exponent - 1 : exponent, hi, lo, side !== 0, rm);
  }
}
