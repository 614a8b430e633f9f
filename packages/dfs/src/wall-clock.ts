// The time of day that file systems stamp their files with. The board offers it as a service,
// since only it knows on which date the machine was switched on; until it does, files count
// from power-on.

import { defineService, type Kernel, type Service } from "@keel/kernel";

export interface WallClock {
  /** Nanoseconds since the epoch. */
  nowNs(): number;
}

export const WALL_CLOCK: Service<WallClock> = defineService<WallClock>("wall clock");

/** The time of day for one kernel, to be asked as often as wanted. */
export function wallClock(kernel: Kernel): () => number {
  let clock: WallClock | null = null;
  return () => {
    clock ??= kernel.findService(WALL_CLOCK);
    return clock === null ? kernel.now() : clock.nowNs();
  };
}
