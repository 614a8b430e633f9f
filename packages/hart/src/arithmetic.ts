// 64-bit integer arithmetic on pairs of 32-bit words, for what takes more than a line: high
// products, division, bit counting. Results of 64 bits come back as the low word, with the high
// word left in `high`.
//
// @hotpath

const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;

/** High 32 bits of the unsigned product. */
export function umulh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const t = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) | 0;
  const u = (Math.imul(a0, b1) + (t & 0xffff)) | 0;
  return (Math.imul(a1, b1) + (t >>> 16) + (u >>> 16)) | 0;
}

export function div32(a: number, b: number): number {
  return b === 0 ? -1 : (a / b) | 0;
}

export function divu32(a: number, b: number): number {
  return b === 0 ? -1 : ((a >>> 0) / (b >>> 0)) | 0;
}

export function rem32(a: number, b: number): number {
  return b === 0 ? a : (a % b) | 0;
}

export function remu32(a: number, b: number): number {
  return b === 0 ? a : ((a >>> 0) % (b >>> 0)) | 0;
}

export function cpop32(a: number): number {
  let v = a - ((a >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Trailing zeros; 32 for 0. */
export function ctz32(a: number): number {
  return a === 0 ? 32 : 31 - Math.clz32(a & -a);
}

/** Every byte that is not 0 becomes 0xff. */
export function orcb32(a: number): number {
  const low7 = 0x7f7f7f7f;
  const nonzero = (((a & low7) + low7) | a) & 0x80808080;
  return nonzero | (nonzero - (nonzero >>> 7)) | 0;
}

/** The bytes in reverse order. */
export function rev32(a: number): number {
  return (a << 24) | ((a & 0xff00) << 8) | ((a >>> 8) & 0xff00) | (a >>> 24);
}

export class Arithmetic {
  /** High word of the last 64-bit result. */
  high = 0;

  mulhu(a: number, ah: number, b: number, bh: number): number {
    const low = umulh(a, b) >>> 0;
    const cross = low + (Math.imul(a, bh) >>> 0) + (Math.imul(ah, b) >>> 0);
    const carry = Math.floor(cross / TWO_32);
    const middle = (umulh(a, bh) >>> 0) + (umulh(ah, b) >>> 0) + (Math.imul(ah, bh) >>> 0) + carry;
    this.high = (umulh(ah, bh) + Math.floor(middle / TWO_32)) | 0;
    return middle | 0;
  }

  mulh(a: number, ah: number, b: number, bh: number): number {
    let lo = this.mulhu(a, ah, b, bh);
    if (ah < 0) lo = this.subtract(lo, this.high, b, bh);
    if (bh < 0) lo = this.subtract(lo, this.high, a, ah);
    return lo;
  }

  mulhsu(a: number, ah: number, b: number, bh: number): number {
    const lo = this.mulhu(a, ah, b, bh);
    return ah < 0 ? this.subtract(lo, this.high, b, bh) : lo;
  }

  divu(a: number, ah: number, b: number, bh: number): number {
    if ((b | bh) === 0) {
      this.high = -1;
      return -1;
    }
    const dividend = (ah >>> 0) * TWO_32 + (a >>> 0);
    const divisor = (bh >>> 0) * TWO_32 + (b >>> 0);
    if (dividend < TWO_53 && divisor < TWO_53) return this.take(Math.floor(dividend / divisor));
    return this.divideLong(a, ah, b, bh);
  }

  remu(a: number, ah: number, b: number, bh: number): number {
    if ((b | bh) === 0) {
      this.high = ah;
      return a;
    }
    const dividend = (ah >>> 0) * TWO_32 + (a >>> 0);
    const divisor = (bh >>> 0) * TWO_32 + (b >>> 0);
    if (dividend < TWO_53 && divisor < TWO_53) {
      return this.take(dividend - Math.floor(dividend / divisor) * divisor);
    }
    const q = this.divideLong(a, ah, b, bh);
    const qh = this.high;
    const productHigh = (umulh(q, b) + Math.imul(q, bh) + Math.imul(qh, b)) | 0;
    return this.subtract(a, ah, Math.imul(q, b), productHigh);
  }

  div(a: number, ah: number, b: number, bh: number): number {
    if ((b | bh) === 0) {
      this.high = -1;
      return -1;
    }
    const dividend = ah * TWO_32 + (a >>> 0);
    const divisor = bh * TWO_32 + (b >>> 0);
    if (Math.abs(dividend) < TWO_53 && Math.abs(divisor) < TWO_53) {
      return this.take(Math.trunc(dividend / divisor));
    }
    const lo = this.divideMagnitudes(a, ah, b, bh);
    return (ah ^ bh) < 0 ? this.subtract(0, 0, lo, this.high) : lo;
  }

  rem(a: number, ah: number, b: number, bh: number): number {
    if ((b | bh) === 0) {
      this.high = ah;
      return a;
    }
    const dividend = ah * TWO_32 + (a >>> 0);
    const divisor = bh * TWO_32 + (b >>> 0);
    if (Math.abs(dividend) < TWO_53 && Math.abs(divisor) < TWO_53) {
      return this.take(dividend - Math.trunc(dividend / divisor) * divisor);
    }
    const q = this.div(a, ah, b, bh);
    const qh = this.high;
    const productHigh = (umulh(q, b) + Math.imul(q, bh) + Math.imul(qh, b)) | 0;
    return this.subtract(a, ah, Math.imul(q, b), productHigh);
  }

  private subtract(a: number, ah: number, b: number, bh: number): number {
    this.high = (ah - bh - (a >>> 0 < b >>> 0 ? 1 : 0)) | 0;
    return (a - b) | 0;
  }

  private take(value: number): number {
    this.high = Math.floor(value / TWO_32) | 0;
    return value | 0;
  }

  private divideMagnitudes(a: number, ah: number, b: number, bh: number): number {
    const dividendLo = ah < 0 ? -a | 0 : a;
    const dividendHi = ah < 0 ? (a === 0 ? -ah | 0 : ~ah) : ah;
    const divisorLo = bh < 0 ? -b | 0 : b;
    const divisorHi = bh < 0 ? (b === 0 ? -bh | 0 : ~bh) : bh;
    return this.divideLong(dividendLo, dividendHi, divisorLo, divisorHi);
  }

  /** Unsigned, bit by bit from the first bit in which the quotient can be 1. */
  private divideLong(a: number, ah: number, b: number, bh: number): number {
    const dividendZeros = ah === 0 ? 32 + Math.clz32(a) : Math.clz32(ah);
    const divisorZeros = bh === 0 ? 32 + Math.clz32(b) : Math.clz32(bh);
    let shift = divisorZeros - dividendZeros;
    let q = 0;
    let qh = 0;
    let r = a;
    let rh = ah;
    for (; shift >= 0; shift--) {
      const d = shift >= 32 ? 0 : b << shift;
      const dh = shift >= 32 ? b << shift : (bh << shift) | ((b >>> 1) >>> ~shift);
      if (rh >>> 0 > dh >>> 0 || (rh === dh && r >>> 0 >= d >>> 0)) {
        rh = (rh - dh - (r >>> 0 < d >>> 0 ? 1 : 0)) | 0;
        r = (r - d) | 0;
        if (shift >= 32) qh |= 1 << shift;
        else q |= 1 << shift;
      }
    }
    this.high = qh;
    return q;
  }
}
