// Rounding: takes an exact (or sticky) significand to binary32 or binary64 under any of the five
// rounding modes and raises the flags of IEEE 754, tininess detected after rounding as RISC-V asks.

import { DOUBLE, type Format, SINGLE } from "./unpacked.ts";

/** Bits of fflags. */
export const FLAG_NX = 1;
export const FLAG_UF = 2;
export const FLAG_OF = 4;
export const FLAG_DZ = 8;
export const FLAG_NV = 16;

/** Rounding modes as the rm field and frm have them. */
export const RM_NEAREST_EVEN = 0;
export const RM_TOWARD_ZERO = 1;
export const RM_DOWN = 2;
export const RM_UP = 3;
export const RM_NEAREST_MAX = 4;
/** In the rm field only: use frm. */
export const RM_DYNAMIC = 7;

/** Whether the magnitude goes up: `guard` is the first bit dropped, `rest` says that more is. */
export function roundsUp(rm: number, sign: number, odd: boolean, guard: boolean, rest: boolean): boolean {
  switch (rm) {
    case RM_NEAREST_EVEN:
      return guard && (rest || odd);
    case RM_DOWN:
      return sign !== 0 && (guard || rest);
    case RM_UP:
      return sign === 0 && (guard || rest);
    case RM_NEAREST_MAX:
      return guard;
    default:
      return false;
  }
}

export class Rounder {
  /** Flags raised since someone cleared them. */
  flags = 0;
  /** The last result's bits; a single is boxed. */
  lo = 0;
  hi = 0;
  private wasInexact = false;

  nan(format: Format): void {
    this.lo = format.isDouble ? 0 : 0x7fc00000;
    this.hi = format.isDouble ? 0x7ff80000 : -1;
  }

  invalid(format: Format): void {
    this.flags |= FLAG_NV;
    this.nan(format);
  }

  zero(format: Format, sign: number): void {
    this.place(format, sign, 0, 0);
  }

  infinity(format: Format, sign: number): void {
    this.place(format, sign, 0, format.isDouble ? 0x7ff00000 : 0x7f800000);
  }

  /**
   * The number (-1)^sign * (hi:lo / 2^63) * 2^exponent, top bit of hi set; `sticky` when something
   * not 0 was cut off below lo.
   */
  pack(
    format: Format,
    sign: number,
    exponent: number,
    hi: number,
    lo: number,
    sticky: boolean,
    rm: number,
  ): void {
    let field = exponent + format.bias;
    if (field >= format.maxField) {
      this.overflow(format, sign, rm);
      return;
    }
    let tiny = false;
    let lost = sticky;
    if (field < 1) {
      tiny = field < 0 || !this.carriesOut(format, sign, hi, lo, sticky, rm);
      const shift = 1 - field;
      if (shift < 32) {
        lost = lost || lo << (32 - shift) !== 0;
        lo = (lo >>> shift) | (hi << (32 - shift));
        hi >>>= shift;
      } else if (shift < 64) {
        lost = lost || lo !== 0 || (shift > 32 && hi << (64 - shift) !== 0);
        lo = hi >>> (shift - 32);
        hi = 0;
      } else {
        lost = true;
        lo = 0;
        hi = 0;
      }
      field = 1;
    }
    if (format.isDouble) this.packDouble(sign, field, hi, lo, lost, rm);
    else this.packSingle(sign, field, hi, lo, lost, rm);
    if (tiny && this.wasInexact) this.flags |= FLAG_UF;
  }

  private packDouble(sign: number, field: number, hi: number, lo: number, sticky: boolean, rm: number): void {
    const guard = (lo & 0x400) !== 0;
    const rest = (lo & 0x3ff) !== 0 || sticky;
    const keptLo = ((hi << 21) | (lo >>> 11)) >>> 0;
    const up = roundsUp(rm, sign, (keptLo & 1) !== 0, guard, rest);
    const sum = up ? keptLo + 1 : keptLo;
    // The kept bits hold the hidden one, which adds the 1 missing in the exponent field.
    const high = ((field - 1) << 20) + (hi >>> 11) + (sum > 0xffffffff ? 1 : 0);
    if (high >= 0x7ff00000) {
      this.overflow(DOUBLE, sign, rm);
      return;
    }
    this.noteInexact(guard || rest);
    this.lo = sum | 0;
    this.hi = high | (sign << 31);
  }

  private packSingle(sign: number, field: number, hi: number, lo: number, sticky: boolean, rm: number): void {
    const guard = (hi & 0x80) !== 0;
    const rest = (hi & 0x7f) !== 0 || lo !== 0 || sticky;
    const kept = hi >>> 8;
    const up = roundsUp(rm, sign, (kept & 1) !== 0, guard, rest);
    const bits = ((field - 1) << 23) + kept + (up ? 1 : 0);
    if (bits >= 0x7f800000) {
      this.overflow(SINGLE, sign, rm);
      return;
    }
    this.noteInexact(guard || rest);
    this.lo = bits | (sign << 31);
    this.hi = -1;
  }

  private noteInexact(inexact: boolean): void {
    this.wasInexact = inexact;
    if (inexact) this.flags |= FLAG_NX;
  }

  /** Whether rounding with an unbounded exponent reaches the next power of two. */
  private carriesOut(
    format: Format,
    sign: number,
    hi: number,
    lo: number,
    sticky: boolean,
    rm: number,
  ): boolean {
    if (format.isDouble) {
      if (hi !== -1 || lo >>> 11 !== 0x1fffff) return false;
      return roundsUp(rm, sign, true, (lo & 0x400) !== 0, (lo & 0x3ff) !== 0 || sticky);
    }
    if (hi >>> 8 !== 0xffffff) return false;
    return roundsUp(rm, sign, true, (hi & 0x80) !== 0, (hi & 0x7f) !== 0 || lo !== 0 || sticky);
  }

  private overflow(format: Format, sign: number, rm: number): void {
    this.flags |= FLAG_OF | FLAG_NX;
    this.wasInexact = true;
    const staysFinite =
      rm === RM_TOWARD_ZERO || (rm === RM_DOWN && sign === 0) || (rm === RM_UP && sign !== 0);
    if (!staysFinite) this.infinity(format, sign);
    else if (format.isDouble) this.place(format, sign, -1, 0x7fefffff);
    else this.place(format, sign, 0, 0x7f7fffff);
  }

  /** `high` is the word with sign and exponent. */
  private place(format: Format, sign: number, low: number, high: number): void {
    const signed = high | (sign << 31);
    this.lo = format.isDouble ? low : signed;
    this.hi = format.isDouble ? signed : -1;
  }
}
