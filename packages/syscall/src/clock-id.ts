// The clocks of clock_gettime and their kin. Some measure the date, some the time since power-on,
// some the processor time of a thread or a process; those have numbers made from an identifier:
// ~id shifted left by three, bit 2 for a thread, and what to count in the low two bits.

import {
  CLOCK_BOOTTIME,
  CLOCK_BOOTTIME_ALARM,
  CLOCK_MONOTONIC,
  CLOCK_MONOTONIC_COARSE,
  CLOCK_MONOTONIC_RAW,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_REALTIME,
  CLOCK_REALTIME_ALARM,
  CLOCK_REALTIME_COARSE,
  CLOCK_TAI,
  CLOCK_THREAD_CPUTIME_ID,
} from "@keel/abi";
import type { ResourceUsage } from "@keel/lwp";
import type { SyscallContext } from "./syscall-context.ts";

const CPU_CLOCK_IS_THREAD = 4;
const CPU_CLOCK_WHAT = 3;
const CPU_CLOCK_USER = 1;
const CPU_CLOCK_MAX = 2;

/**
 * CLOCK_REALTIME or CLOCK_MONOTONIC, whichever `id` is a form of, or -1 for other clocks. Keel does
 * not sleep, slew or count leap seconds: the variants do not differ.
 */
export function timeOfDayClock(id: number): number {
  switch (id) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_REALTIME_ALARM:
    case CLOCK_TAI:
      return CLOCK_REALTIME;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
    case CLOCK_BOOTTIME_ALARM:
      return CLOCK_MONOTONIC;
    default:
      return -1;
  }
}

/** Processor time in ns of the thread or process whose clock `id` is, or -1: no such clock. */
export function processorTime(ctx: SyscallContext, id: number): number {
  if (id === CLOCK_PROCESS_CPUTIME_ID) return total(ctx.lwp.usage());
  if (id === CLOCK_THREAD_CPUTIME_ID) return total(ctx.thread.usage);
  const what = id & CPU_CLOCK_WHAT;
  if (id >= 0 || what > CPU_CLOCK_MAX) return -1;
  const usage = usageOf(ctx, ~(id >> 3), (id & CPU_CLOCK_IS_THREAD) !== 0);
  if (usage === null) return -1;
  return what === CPU_CLOCK_USER ? usage.userNs : total(usage);
}

/** Identifier 0 means the caller. Threads of other processes keep their time to themselves. */
function usageOf(ctx: SyscallContext, id: number, isThread: boolean): ResourceUsage | null {
  if (isThread) {
    const thread = id === 0 ? ctx.thread : ctx.system.findThread(id);
    return thread !== null && thread.lwp === ctx.lwp ? thread.usage : null;
  }
  const lwp = id === 0 ? ctx.lwp : ctx.system.find(id);
  return lwp === null ? null : lwp.usage();
}

function total(usage: ResourceUsage): number {
  return usage.userNs + usage.systemNs;
}
