// 64-bit values without BigInt: as two 32-bit halves, or as one double where 53 bits are enough.

const TWO_32 = 0x1_0000_0000;

/** Low 32 bits of an integer of at most 53 bits, as an unsigned number. Negative values as two's complement. */
export function lo32(value: number): number {
  return value >>> 0;
}

/** High 32 bits of an integer of at most 53 bits, as a signed number. */
export function hi32(value: number): number {
  return Math.floor(value / TWO_32) | 0;
}

/** The halves read as a signed 64-bit number; exact within 53 bits. */
export function signed64(lo: number, hi: number): number {
  return (hi | 0) * TWO_32 + (lo >>> 0);
}

/** The halves read as an unsigned 64-bit number; exact below 2^53. */
export function unsigned64(lo: number, hi: number): number {
  return (hi >>> 0) * TWO_32 + (lo >>> 0);
}

/** Whether the halves, read as signed, fit a double exactly. */
export function isSafe64(lo: number, hi: number): boolean {
  return Number.isSafeInteger(signed64(lo, hi));
}

/** `value` rounded up to a multiple of `size`, a power of two of any width up to 2^52. */
export function alignUp(value: number, size: number): number {
  return Math.ceil(value / size) * size;
}

/** `value` rounded down to a multiple of `size`. */
export function alignDown(value: number, size: number): number {
  return Math.floor(value / size) * size;
}
