// struct stat as riscv64 lays it out (asm-generic/stat.h): 128 bytes.

import type { Stat } from "@keel/dfs";
import { setInt64 } from "./int64.ts";
import { setTimespec } from "./timespec.ts";

export const STAT_SIZE = 128;

/** Writes `stat` over the 128 bytes at the start of `view`, padding included. */
export function encodeStat(view: DataView, stat: Stat): void {
  setInt64(view, 0, stat.dev);
  setInt64(view, 8, stat.ino);
  view.setUint32(16, stat.mode, true);
  view.setUint32(20, stat.nlink, true);
  view.setUint32(24, stat.uid, true);
  view.setUint32(28, stat.gid, true);
  setInt64(view, 32, stat.rdev);
  setInt64(view, 40, 0);
  setInt64(view, 48, stat.size);
  view.setInt32(56, stat.blksize, true);
  view.setInt32(60, 0, true);
  setInt64(view, 64, stat.blocks);
  setTimespec(view, 72, stat.atimeNs);
  setTimespec(view, 88, stat.mtimeNs);
  setTimespec(view, 104, stat.ctimeNs);
  setInt64(view, 120, 0);
}
