// SigSet: a set of the 64 signals, as two 32-bit words; signal n is bit n-1. The layout of the kernel's
// sigset_t on riscv64 (8 bytes, little endian).

import { SIGKILL, SIGSTOP } from "@keel/abi";

export class SigSet {
  /** Signals 1 to 32, as a signed word. */
  lo: number;
  /** Signals 33 to 64, as a signed word. */
  hi: number;

  constructor(lo: number = 0, hi: number = 0) {
    this.lo = lo | 0;
    this.hi = hi | 0;
  }

  static of(...signals: readonly number[]): SigSet {
    const set = new SigSet();
    for (const sig of signals) set.add(sig);
    return set;
  }

  has(sig: number): boolean {
    const bit = sig - 1;
    return ((bit < 32 ? this.lo >>> bit : this.hi >>> (bit - 32)) & 1) !== 0;
  }

  add(sig: number): void {
    const bit = sig - 1;
    if (bit < 32) this.lo |= 1 << bit;
    else this.hi |= 1 << (bit - 32);
  }

  delete(sig: number): void {
    const bit = sig - 1;
    if (bit < 32) this.lo &= ~(1 << bit);
    else this.hi &= ~(1 << (bit - 32));
  }

  get isEmpty(): boolean {
    return (this.lo | this.hi) === 0;
  }

  copy(): SigSet {
    return new SigSet(this.lo, this.hi);
  }

  assign(other: SigSet): void {
    this.lo = other.lo;
    this.hi = other.hi;
  }

  /** Adds every member of `other`. */
  merge(other: SigSet): void {
    this.lo |= other.lo;
    this.hi |= other.hi;
  }

  /** Removes every member of `other`. */
  subtract(other: SigSet): void {
    this.lo &= ~other.lo;
    this.hi &= ~other.hi;
  }

  /** KILL and STOP can be neither blocked nor waited for. */
  dropUnblockable(): void {
    this.delete(SIGKILL);
    this.delete(SIGSTOP);
  }

  /** The lowest member that is not in `blocked`, or 0. */
  firstNotIn(blocked: SigSet): number {
    const lo = this.lo & ~blocked.lo;
    if (lo !== 0) return 32 - Math.clz32(lo & -lo);
    const hi = this.hi & ~blocked.hi;
    if (hi !== 0) return 64 - Math.clz32(hi & -hi);
    return 0;
  }

  /** Sixteen hex digits, as /proc/<pid>/status prints masks. */
  toString(): string {
    const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
    return hex(this.hi) + hex(this.lo);
  }
}
