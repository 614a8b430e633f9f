// Time-outs of system calls: from a user's timespec to a deadline on the kernel's clock.
// Results are a time in ns (Infinity for none) or, being negative, -errno; times never are.

import { CLOCK_REALTIME, EFAULT, EINVAL } from "@keel/abi";
import { getTimespec, TIMESPEC_SIZE, timespecIsValid, timespecSince } from "./codec/timespec.ts";
import type { SyscallContext } from "./syscall-context.ts";

/** From now on, `va`'s timespec long; a null pointer never ends. -EFAULT, -EINVAL. */
export function relativeDeadline(ctx: SyscallContext, va: number): number {
  if (va === 0) return Infinity;
  if (!ctx.readStruct(va, TIMESPEC_SIZE)) return -EFAULT;
  return timespecIsValid(ctx.view, 0) ? ctx.kernel.now() + getTimespec(ctx.view, 0) : -EINVAL;
}

/** At the date (CLOCK_REALTIME) or the time since power-on that `va` says. -EFAULT, -EINVAL. */
export function absoluteDeadline(ctx: SyscallContext, va: number, clock: number): number {
  if (va === 0) return Infinity;
  if (!ctx.readStruct(va, TIMESPEC_SIZE)) return -EFAULT;
  return timespecIsValid(ctx.view, 0) ? instantOf(ctx, ctx.view, 0, clock) : -EINVAL;
}

/** The kernel's time at the instant that the timespec at `offset` names on `clock`; the past is 0 at least. */
export function instantOf(ctx: SyscallContext, view: DataView, offset: number, clock: number): number {
  const { realtime } = ctx.linux;
  const ns =
    clock === CLOCK_REALTIME
      ? timespecSince(view, offset, realtime.epochSeconds, realtime.epochNs)
      : getTimespec(view, offset);
  return Math.max(0, ns);
}
