// An unsigned 128-bit number for the exact intermediate results of multiplication, division,
// square root and fused multiply-add. Four words, w3 the most significant.

import { umulh } from "../arithmetic.ts";

const TWO_32 = 4294967296;

export class Wide {
  w0 = 0;
  w1 = 0;
  w2 = 0;
  w3 = 0;

  set(w3: number, w2: number, w1: number, w0: number): void {
    this.w3 = w3 | 0;
    this.w2 = w2 | 0;
    this.w1 = w1 | 0;
    this.w0 = w0 | 0;
  }

  /** The product of two 64-bit numbers. */
  multiply(aHi: number, aLo: number, bHi: number, bLo: number): void {
    const low = (umulh(aLo, bLo) >>> 0) + (Math.imul(aLo, bHi) >>> 0) + (Math.imul(aHi, bLo) >>> 0);
    const high =
      (umulh(aLo, bHi) >>> 0) +
      (umulh(aHi, bLo) >>> 0) +
      (Math.imul(aHi, bHi) >>> 0) +
      Math.floor(low / TWO_32);
    this.w0 = Math.imul(aLo, bLo);
    this.w1 = low | 0;
    this.w2 = high | 0;
    this.w3 = (umulh(aHi, bHi) + Math.floor(high / TWO_32)) | 0;
  }

  /** Shifts down; bits that fall off leave a 1 in the lowest bit (which then means "and more"). */
  shiftRightSticky(count: number): void {
    let lost = 0;
    let shift = count;
    while (shift >= 32 && (this.w3 | this.w2 | this.w1 | this.w0) !== 0) {
      lost |= this.w0;
      this.set(0, this.w3, this.w2, this.w1);
      shift -= 32;
    }
    if (shift > 0 && shift < 32) {
      const up = 32 - shift;
      lost |= this.w0 << up;
      this.w0 = (this.w0 >>> shift) | (this.w1 << up);
      this.w1 = (this.w1 >>> shift) | (this.w2 << up);
      this.w2 = (this.w2 >>> shift) | (this.w3 << up);
      this.w3 = (this.w3 >>> shift) | 0;
    }
    if (lost !== 0) this.w0 |= 1;
  }

  /** Shifts up until the top bit is set; returns by how much, or -1 for the number 0. */
  normalize(): number {
    let shifted = 0;
    while (this.w3 === 0) {
      if (shifted === 96) return -1;
      this.set(this.w2, this.w1, this.w0, 0);
      shifted += 32;
    }
    const up = Math.clz32(this.w3);
    if (up === 0) return shifted;
    const down = 32 - up;
    this.w3 = (this.w3 << up) | (this.w2 >>> down);
    this.w2 = (this.w2 << up) | (this.w1 >>> down);
    this.w1 = (this.w1 << up) | (this.w0 >>> down);
    this.w0 <<= up;
    return shifted + up;
  }

  add(other: Wide): void {
    const s0 = (this.w0 >>> 0) + (other.w0 >>> 0);
    const s1 = (this.w1 >>> 0) + (other.w1 >>> 0) + (s0 >= TWO_32 ? 1 : 0);
    const s2 = (this.w2 >>> 0) + (other.w2 >>> 0) + (s1 >= TWO_32 ? 1 : 0);
    this.set(this.w3 + other.w3 + (s2 >= TWO_32 ? 1 : 0), s2, s1, s0);
  }

  /** this - other, which is not greater. */
  subtract(other: Wide): void {
    const d0 = (this.w0 >>> 0) - (other.w0 >>> 0);
    const d1 = (this.w1 >>> 0) - (other.w1 >>> 0) - (d0 < 0 ? 1 : 0);
    const d2 = (this.w2 >>> 0) - (other.w2 >>> 0) - (d1 < 0 ? 1 : 0);
    this.set(this.w3 - other.w3 - (d2 < 0 ? 1 : 0), d2, d1, d0);
  }

  /** Negative, 0 or positive as this is less than, equal to or greater than `other`. */
  compare(other: Wide): number {
    if (this.w3 !== other.w3) return (this.w3 >>> 0) - (other.w3 >>> 0);
    if (this.w2 !== other.w2) return (this.w2 >>> 0) - (other.w2 >>> 0);
    if (this.w1 !== other.w1) return (this.w1 >>> 0) - (other.w1 >>> 0);
    return (this.w0 >>> 0) - (other.w0 >>> 0);
  }
}
