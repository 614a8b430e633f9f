// struct flock of a 64-bit system (fcntl record locks): 32 bytes.

import { getInt64, setInt64 } from "./int64.ts";

export const FLOCK_SIZE = 32;

/** One request or answer of F_GETLK and F_SETLK; `length` 0 reaches to the end of any file. */
export interface LockRequest {
  type: number;
  whence: number;
  start: number;
  length: number;
  pid: number;
}

export function decodeFlock(view: DataView): LockRequest {
  return {
    type: view.getInt16(0, true),
    whence: view.getInt16(2, true),
    start: getInt64(view, 8),
    length: getInt64(view, 16),
    pid: view.getInt32(24, true),
  };
}

/** Writes `lock` over the 32 bytes at the start of `view`. */
export function encodeFlock(view: DataView, lock: LockRequest): void {
  setInt64(view, 0, 0);
  view.setInt16(0, lock.type, true);
  view.setInt16(2, lock.whence, true);
  setInt64(view, 8, lock.start);
  setInt64(view, 16, lock.length);
  setInt64(view, 24, 0);
  view.setInt32(24, lock.pid, true);
}
