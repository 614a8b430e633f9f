// struct statx (linux/stat.h): 256 bytes, the same on every architecture. Keel has no birth
// times and no attributes, and says so in the masks.

import { STATX_BASIC_STATS } from "@keel/abi";
import { majorOf, minorOf, type Stat } from "@keel/dfs";
import { setInt64 } from "./int64.ts";
import { setTimespec } from "./timespec.ts";

export const STATX_SIZE = 256;

/** Writes `stat` over the 256 bytes at the start of `view`. */
export function encodeStatx(view: DataView, stat: Stat): void {
  for (let offset = 0; offset < STATX_SIZE; offset += 4) view.setInt32(offset, 0, true);
  view.setUint32(0, STATX_BASIC_STATS, true);
  view.setUint32(4, stat.blksize, true);
  view.setUint32(16, stat.nlink, true);
  view.setUint32(20, stat.uid, true);
  view.setUint32(24, stat.gid, true);
  view.setUint16(28, stat.mode, true);
  setInt64(view, 32, stat.ino);
  setInt64(view, 40, stat.size);
  setInt64(view, 48, stat.blocks);
  setStatxTime(view, 64, stat.atimeNs);
  setStatxTime(view, 96, stat.ctimeNs);
  setStatxTime(view, 112, stat.mtimeNs);
  view.setUint32(128, majorOf(stat.rdev), true);
  view.setUint32(132, minorOf(stat.rdev), true);
  view.setUint32(136, majorOf(stat.dev), true);
  view.setUint32(140, minorOf(stat.dev), true);
}

/** struct statx_timestamp: a timespec whose nanoseconds are 32 bits, then 4 bytes of padding. */
function setStatxTime(view: DataView, offset: number, ns: number): void {
  setTimespec(view, offset, ns);
  view.setInt32(offset + 12, 0, true);
}
