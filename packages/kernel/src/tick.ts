// Between milliseconds and ticks. RT-Thread: src/clock.c.

import { WAITING_FOREVER } from "./blocking.ts";

/** `ms` in ticks, rounded up, so that nobody waits too short; negative: WAITING_FOREVER. */
export function ticksFromMs(ms: number, tickPerSecond: number): number {
  if (ms < 0) return WAITING_FOREVER;
  return tickPerSecond * Math.floor(ms / 1000) + Math.ceil((tickPerSecond * (ms % 1000)) / 1000);
}
