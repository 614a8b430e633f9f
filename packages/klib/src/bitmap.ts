// A set of up to 256 small numbers with find-first in two steps: one word says which of the eight
// words of members is not empty. The ready queue asks it for the highest priority. @hotpath

export const BITMAP_MAX = 256;

export class Bitmap {
  /** Bit i: words[i] is not zero. */
  private group = 0;
  private readonly words: Int32Array = new Int32Array(BITMAP_MAX / 32);

  /** Adds `index` (0 to 255). */
  set(index: number): void {
    const word = index >> 5;
    this.words[word]! |= 1 << (index & 31);
    this.group |= 1 << word;
  }

  /** Removes `index`. */
  clear(index: number): void {
    const word = index >> 5;
    const rest = this.words[word]! & ~(1 << (index & 31));
    this.words[word] = rest;
    if (rest === 0) this.group &= ~(1 << word);
  }

  has(index: number): boolean {
    return (this.words[index >> 5]! & (1 << (index & 31))) !== 0;
  }

  get isEmpty(): boolean {
    return this.group === 0;
  }

  /** Smallest member, or -1. */
  first(): number {
    const group = this.group;
    if (group === 0) return -1;
    const word = 31 - Math.clz32(group & -group);
    const bits = this.words[word]!;
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }
}
