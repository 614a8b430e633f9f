// Fused multiply-add by the host's doubles, rounded once to nearest even: the exact product and sum
// as unevaluated sums of doubles, and an intermediate rounding to odd so that the last rounding
// cannot go wrong (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums", 2008).
// It answers only where neither overflow nor underflow can touch a step; otherwise it says NaN and
// the exact arithmetic in integers takes over.
//
// @hotpath

/** Factors and products in this range have all partial products in range. */
const GREATEST = 2 ** 960;
const LEAST_PRODUCT = 2 ** -900;
/** Veltkamp's constant splits 53 bits in two halves. */
const SPLITTER = 134217729;

const SINGLE_MIN_NORMAL = 1.1754943508222875e-38;

export class HostFused {
  private readonly value = new Float64Array(1);
  private readonly words = new Int32Array(this.value.buffer);

  /** a * b + c, or NaN when it takes more to tell. */
  double(a: number, b: number, c: number): number {
    const product = a * b;
    const size = Math.abs(product);
    const isSafe =
      size > LEAST_PRODUCT &&
      size < GREATEST &&
      Math.abs(a) < GREATEST &&
      Math.abs(b) < GREATEST &&
      Math.abs(c) < GREATEST;
    if (!isSafe) return NaN;
    // a * b = product + low, exactly (Dekker).
    const ca = SPLITTER * a;
    const ah = ca - (ca - a);
    const al = a - ah;
    const cb = SPLITTER * b;
    const bh = cb - (cb - b);
    const bl = b - bh;
    const low = al * bl - (product - ah * bh - al * bh - ah * bl);
    // c + low = t + tLow and product + t = v + vLow, exactly (Knuth).
    const t = c + low;
    const tRest = t - c;
    const tLow = c - (t - tRest) + (low - tRest);
    const v = product + t;
    const vRest = v - product;
    const vLow = product - (v - vRest) + (t - vRest);
    return v + this.sumToOdd(tLow, vLow);
  }

  /** The same for singles: the product of two is exact as a double. NaN also for results too small. */
  single(a: number, b: number, c: number): number {
    const result = Math.fround(this.sumToOdd(a * b, c));
    return Math.abs(result) > SINGLE_MIN_NORMAL ? result : NaN;
  }

  /** a + b rounded to odd: truncated, with the last bit set if anything was lost. */
  private sumToOdd(a: number, b: number): number {
    const sum = a + b;
    const rest = sum - a;
    const lost = a - (sum - rest) + (b - rest);
    if (lost === 0) return sum;
    const { value, words } = this;
    value[0] = sum;
    if ((words[0] & 1) !== 0) return sum;
    if (lost > 0 === sum > 0) {
      words[0] |= 1;
    } else {
      if (words[0] === 0) words[1]--;
      words[0]--;
    }
    return value[0];
  }
}
