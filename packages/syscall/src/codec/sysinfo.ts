// struct sysinfo of a 64-bit system: 112 bytes. What free, top and uptime ask for.

import { setInt64 } from "./int64.ts";

export const SYSINFO_SIZE = 112;

export interface SystemInfo {
  readonly uptimeSeconds: number;
  /** Load averages over 1, 5 and 15 minutes. */
  readonly loads: readonly [number, number, number];
  readonly totalRam: number;
  readonly freeRam: number;
  readonly processes: number;
}

/** Loads are fixed point with 16 fraction bits. */
const LOAD_ONE = 65536;

/** Writes `info` over the 112 bytes at the start of `view`; memory is in bytes. */
export function encodeSysinfo(view: DataView, info: SystemInfo): void {
  for (let offset = 0; offset < SYSINFO_SIZE; offset += 8) setInt64(view, offset, 0);
  setInt64(view, 0, info.uptimeSeconds);
  for (let i = 0; i < 3; i++) setInt64(view, 8 + 8 * i, Math.round((info.loads[i] ?? 0) * LOAD_ONE));
  setInt64(view, 32, info.totalRam);
  setInt64(view, 40, info.freeRam);
  view.setUint16(80, info.processes, true);
  view.setUint32(104, 1, true);
}
