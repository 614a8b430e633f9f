// struct rusage: two timevals and fourteen longs, 144 bytes. Linux fills eight of the fourteen,
// Keel the ones it counts.

import type { ResourceUsage } from "@keel/lwp";
import { setInt64 } from "./int64.ts";
import { setTimeval } from "./timespec.ts";

export const RUSAGE_SIZE = 144;

const KIB_PER_PAGE = 4;

/** Writes `usage` over the 144 bytes at the start of `view`. */
export function encodeRusage(view: DataView, usage: ResourceUsage): void {
  setTimeval(view, 0, usage.userNs);
  setTimeval(view, 16, usage.systemNs);
  for (let offset = 32; offset < RUSAGE_SIZE; offset += 8) setInt64(view, offset, 0);
  setInt64(view, 32, usage.maxResidentPages * KIB_PER_PAGE);
  setInt64(view, 64, usage.minorFaults);
  setInt64(view, 72, usage.majorFaults);
  setInt64(view, 128, usage.voluntarySwitches);
  setInt64(view, 136, usage.involuntarySwitches);
}
