// A floating-point number taken apart: IEEE 754 binary32 and binary64 in one form, so that the
// arithmetic is written once. Bits come and go as pairs of words; a single stands in the low word
// with the high word all ones (NaN boxing, RISC-V Unprivileged "NaN Boxing of Narrower Values").

export interface Format {
  readonly isDouble: boolean;
  readonly bias: number;
  /** The exponent field of infinities and NaNs. */
  readonly maxField: number;
}

export const SINGLE: Format = { isDouble: false, bias: 127, maxField: 255 };
export const DOUBLE: Format = { isDouble: true, bias: 1023, maxField: 2047 };

export const KIND_ZERO = 0;
export const KIND_FINITE = 1;
export const KIND_INFINITY = 2;
export const KIND_QUIET_NAN = 3;
export const KIND_SIGNALING_NAN = 4;

export class Unpacked {
  kind: number = KIND_ZERO;
  /** 1 when negative. */
  sign = 0;
  /** A finite number is (hi:lo / 2^63) * 2^exponent, with the top bit of hi set. */
  exponent = 0;
  hi = 0;
  lo = 0;

  get isNan(): boolean {
    return this.kind >= KIND_QUIET_NAN;
  }

  load(format: Format, lo: number, hi: number): void {
    if (format.isDouble) this.loadDouble(lo, hi);
    else this.loadSingle(hi === -1 ? lo : 0x7fc00000);
  }

  private loadDouble(lo: number, hi: number): void {
    this.sign = hi >>> 31;
    const field = (hi >>> 20) & 0x7ff;
    const fraction = hi & 0xfffff;
    if (field === 0x7ff) {
      this.special(fraction | lo, fraction & 0x80000);
      return;
    }
    this.hi = (fraction << 11) | (lo >>> 21);
    this.lo = lo << 11;
    this.finish(field, -1023);
  }

  private loadSingle(bits: number): void {
    this.sign = bits >>> 31;
    const field = (bits >>> 23) & 0xff;
    const fraction = bits & 0x7fffff;
    if (field === 0xff) {
      this.special(fraction, fraction & 0x400000);
      return;
    }
    this.hi = fraction << 8;
    this.lo = 0;
    this.finish(field, -127);
  }

  private special(payload: number, quiet: number): void {
    this.kind = payload === 0 ? KIND_INFINITY : quiet === 0 ? KIND_SIGNALING_NAN : KIND_QUIET_NAN;
  }

  /** The fraction stands below bit 63: put the hidden one there, or shift a subnormal up to it. */
  private finish(field: number, bias: number): void {
    if (field !== 0) {
      this.kind = KIND_FINITE;
      this.exponent = field + bias;
      this.hi |= 0x80000000;
      return;
    }
    if ((this.hi | this.lo) === 0) {
      this.kind = KIND_ZERO;
      return;
    }
    this.kind = KIND_FINITE;
    this.exponent = 1 + bias;
    this.normalize();
  }

  /** Shifts the significand, which is not 0, up until its top bit is set. */
  normalize(): void {
    if (this.hi === 0) {
      this.hi = this.lo;
      this.lo = 0;
      this.exponent -= 32;
    }
    const shift = Math.clz32(this.hi);
    if (shift === 0) return;
    this.hi = (this.hi << shift) | (this.lo >>> (32 - shift));
    this.lo <<= shift;
    this.exponent -= shift;
  }
}
