// The address decoder: finds the part that answers at a physical address. RAM is not on it (hart and kernel
// reach RAM through the machine's memory), so that the bus sees register accesses only.

import { EFAULT } from "@keel/abi";
import type { Part } from "./part.ts";

const WORD = 0x1_0000_0000;

export class Bus {
  readonly #parts: Part[];
  /** The part of the last access: drivers poll one part many times in a row. */
  #last: Part | null;

  constructor() {
    this.#parts = [];
    this.#last = null;
  }

  /** Puts a part on the bus. Throws when its addresses overlap another's: the board description is wrong. */
  attach(part: Part): void {
    for (const other of this.#parts) {
      if (part.base < other.base + other.size && other.base < part.base + part.size) {
        throw new Error(`${part.name} overlaps ${other.name} at 0x${part.base.toString(16)}`);
      }
    }
    this.#parts.push(part);
  }

  parts(): readonly Part[] {
    return this.#parts;
  }

  /** The part that answers at physical address `pa`, or null. */
  find(pa: number): Part | null {
    const last = this.#last;
    if (last !== null && pa >= last.base && pa < last.base + last.size) return last;
    for (const part of this.#parts) {
      if (pa >= part.base && pa < part.base + part.size) {
        this.#last = part;
        return part;
      }
    }
    return null;
  }

  /**
   * Reads `size` bytes (1, 2, 4 or 8) at `pa`. The value is unsigned; eight bytes come as two word reads, low
   * word first, and are exact below 2^53. -EFAULT when no part answers.
   */
  read(pa: number, size: number): number {
    const part = this.find(pa);
    if (part === null) return -EFAULT;
    const offset = pa - part.base;
    if (size === 8) return part.read(offset, 4) + part.read(offset + 4, 4) * WORD;
    return part.read(offset, size);
  }

  /** Writes `size` bytes at `pa`: `lo`, and `hi` for the upper word of eight. 0, or -EFAULT when no part answers. */
  write(pa: number, size: number, lo: number, hi = 0): number {
    const part = this.find(pa);
    if (part === null) return -EFAULT;
    const offset = pa - part.base;
    if (size === 1) part.write(offset, 1, lo & 0xff);
    else if (size === 2) part.write(offset, 2, lo & 0xffff);
    else part.write(offset, 4, lo >>> 0);
    if (size === 8) part.write(offset + 4, 4, hi >>> 0);
    return 0;
  }
}
