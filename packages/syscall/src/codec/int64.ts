// 64-bit fields of user structures as JavaScript numbers. Everything Keel keeps (sizes, offsets,
// times, identifiers) is exact below 2^53; what a user program passes beyond that loses its low
// bits, which only ever makes an already absurd value a slightly different absurd value.

const TWO_32 = 0x1_0000_0000;

/** A signed 64-bit little-endian field. */
export function getInt64(view: DataView, offset: number): number {
  return view.getInt32(offset + 4, true) * TWO_32 + view.getUint32(offset, true);
}

/** An unsigned 64-bit little-endian field. */
export function getUint64(view: DataView, offset: number): number {
  return view.getUint32(offset + 4, true) * TWO_32 + view.getUint32(offset, true);
}

/** Stores `value` (an integer, either sign, above -2^63 and below 2^64) as 64 bits. */
export function setInt64(view: DataView, offset: number, value: number): void {
  const hi = Math.floor(value / TWO_32);
  view.setUint32(offset, value - hi * TWO_32, true);
  view.setInt32(offset + 4, hi | 0, true);
}

/** Stores 64 one-bits: RLIM_INFINITY, an unlimited size. */
export function setAllOnes64(view: DataView, offset: number): void {
  view.setInt32(offset, -1, true);
  view.setInt32(offset + 4, -1, true);
}
