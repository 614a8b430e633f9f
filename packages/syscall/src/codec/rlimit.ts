// struct rlimit (rlimit64): two 64-bit words, current and maximum; all ones means no limit,
// which the kernel keeps as Infinity.

import { getUint64, setAllOnes64, setInt64 } from "./int64.ts";

export const RLIMIT_SIZE = 16;

function getLimit(view: DataView, offset: number): number {
  const isUnlimited = view.getInt32(offset, true) === -1 && view.getInt32(offset + 4, true) === -1;
  return isUnlimited ? Infinity : getUint64(view, offset);
}

function setLimit(view: DataView, offset: number, value: number): void {
  if (value === Infinity) setAllOnes64(view, offset);
  else setInt64(view, offset, value);
}

/** The soft and the hard limit at the start of `view`. */
export function decodeRlimit(view: DataView): { cur: number; max: number } {
  return { cur: getLimit(view, 0), max: getLimit(view, 8) };
}

/** Writes both limits over the 16 bytes at the start of `view`. */
export function encodeRlimit(view: DataView, cur: number, max: number): void {
  setLimit(view, 0, cur);
  setLimit(view, 8, max);
}
