// A prefix code of DEFLATE (RFC 1951, section 3.2.2) as a table to decode with: the next
// `bits` bits of input are the index of the symbol and of how many of the bits are its code.
// @hotpath

import { ImageError } from "./image-error.ts";

const CODE_BITS_MAX = 15;
/** Bits of an entry that hold the length of the code; the symbol is above. */
export const LENGTH_MASK = 15;
export const LENGTH_BITS = 4;
/** The symbol of bit patterns that are no code: larger than all others. */
export const NO_SYMBOL = 0xfff;

export class HuffmanTable {
  /** Length of the longest code; the table is as long as that takes. */
  bits = 0;
  readonly entries: Uint16Array = new Uint16Array(1 << CODE_BITS_MAX);

  /**
   * Builds the table for symbols whose codes have the given lengths (0: no code). A code that
   * leaves bit patterns unused is allowed only when it has one code or none, as the RFC says.
   */
  build(lengths: Uint8Array, count: number): void {
    const counts = new Int32Array(CODE_BITS_MAX + 1);
    for (let symbol = 0; symbol < count; symbol++) counts[lengths[symbol]!]!++;
    this.bits = checkLengths(counts, count);
    const sorted = sortByLength(lengths, count, counts);
    const { entries } = this;
    entries[0] = NO_SYMBOL << LENGTH_BITS;
    let code = 0;
    let next = 0;
    // A table for one bit more is the table twice; then the codes of that length are put in.
    for (let length = 1; length <= this.bits; length++) {
      entries.copyWithin(1 << (length - 1), 0, 1 << (length - 1));
      for (let left = counts[length]!; left > 0; left--) {
        entries[reverse(code++, length)] = (sorted[next++]! << LENGTH_BITS) | length;
      }
      code <<= 1;
    }
  }
}

/** The length of the longest code. Throws if there cannot be such a code. */
function checkLengths(counts: Int32Array, count: number): number {
  let left = 1;
  let longest = 0;
  for (let length = 1; length <= CODE_BITS_MAX; length++) {
    left = left * 2 - counts[length]!;
    if (left < 0) throw new ImageError("gzip: damaged data (more codes than their lengths allow)");
    if (counts[length]! > 0) longest = length;
  }
  const used = count - counts[0]!;
  if (left > 0 && used > 1) throw new ImageError("gzip: damaged data (incomplete code)");
  return longest;
}

/** The symbols that have a code, shortest first and then by number: the order of their codes. */
function sortByLength(lengths: Uint8Array, count: number, counts: Int32Array): Uint16Array {
  const places = new Int32Array(CODE_BITS_MAX + 2);
  for (let length = 1; length <= CODE_BITS_MAX; length++) {
    places[length + 1] = places[length]! + counts[length]!;
  }
  const sorted = new Uint16Array(count);
  for (let symbol = 0; symbol < count; symbol++) {
    const length = lengths[symbol]!;
    if (length > 0) sorted[places[length]!++] = symbol;
  }
  return sorted;
}

/** DEFLATE sends codes with their first bit lowest. */
function reverse(code: number, length: number): number {
  let result = ((code & 0x5555) << 1) | ((code >>> 1) & 0x5555);
  result = ((result & 0x3333) << 2) | ((result >>> 2) & 0x3333);
  result = ((result & 0x0f0f) << 4) | ((result >>> 4) & 0x0f0f);
  result = ((result & 0x00ff) << 8) | (result >>> 8);
  return result >>> (16 - length);
}
