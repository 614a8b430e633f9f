// Deterministic random numbers (sfc32 by Chris Doty-Humphrey, from PractRand): one seed, one sequence.
// Not for secrets that must withstand an attacker who knows the seed.

export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** `seed`: 53 bits of it count. */
  constructor(seed: number) {
    this.a = seed | 0;
    this.b = Math.floor(seed / 0x1_0000_0000) | 0;
    this.c = 0x9e3779b9 | 0;
    for (let i = 0; i < 15; i++) this.u32();
  }

  /** 32 uniform bits, unsigned. */
  u32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** A uniform integer from 0 to `bound` - 1; `bound` up to 2^32. */
  below(bound: number): number {
    const fair = 0x1_0000_0000 - (0x1_0000_0000 % bound);
    let value = this.u32();
    while (value >= fair) value = this.u32();
    return value % bound;
  }

  /** Fills `target` with uniform bytes. */
  fill(target: Uint8Array): void {
    let word = 0;
    for (let i = 0; i < target.length; i++) {
      if ((i & 3) === 0) word = this.u32();
      target[i] = word & 0xff;
      word >>>= 8;
    }
  }
}
