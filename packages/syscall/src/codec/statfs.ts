// struct statfs of a 64-bit system (asm-generic/statfs.h): 120 bytes.

import type { Statfs } from "@keel/dfs";
import { setInt64 } from "./int64.ts";

export const STATFS_SIZE = 120;

/** Writes `stats` over the 120 bytes at the start of `view`. */
export function encodeStatfs(view: DataView, stats: Statfs): void {
  setInt64(view, 0, stats.type);
  setInt64(view, 8, stats.bsize);
  setInt64(view, 16, stats.blocks);
  setInt64(view, 24, stats.bfree);
  setInt64(view, 32, stats.bavail);
  setInt64(view, 40, stats.files);
  setInt64(view, 48, stats.ffree);
  setInt64(view, 56, stats.fsid);
  setInt64(view, 64, stats.namelen);
  setInt64(view, 72, stats.frsize);
  setInt64(view, 80, stats.flags);
  for (let offset = 88; offset < STATFS_SIZE; offset += 8) setInt64(view, offset, 0);
}
