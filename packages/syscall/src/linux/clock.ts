// clock_gettime, clock_settime, clock_getres. man 2 clock_gettime.

import {
  CLOCK_MONOTONIC,
  CLOCK_REALTIME,
  EFAULT,
  EINVAL,
  EPERM,
  SYS_clock_getres,
  SYS_clock_gettime,
  SYS_clock_settime,
} from "@keel/abi";
import { processorTime, timeOfDayClock } from "../clock-id.ts";
import { getInt64 } from "../codec/int64.ts";
import { setTimespec, setTimespecPair, TIMESPEC_SIZE, timespecIsValid } from "../codec/timespec.ts";
import { clock, timespecIn, timespecOut } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const clockGettime: Syscall = defineSyscall({
  nr: SYS_clock_gettime,
  name: "clock_gettime",
  args: [clock, timespecOut],
  run(ctx, id, va) {
    const kind = timeOfDayClock(id | 0);
    if (kind === CLOCK_MONOTONIC) setTimespec(ctx.view, 0, ctx.kernel.now());
    else if (kind === CLOCK_REALTIME) {
      const { realtime } = ctx.linux;
      setTimespecPair(ctx.view, 0, realtime.epochSeconds, realtime.epochNs + ctx.kernel.now());
    } else {
      const ns = processorTime(ctx, id | 0);
      if (ns < 0) return -EINVAL;
      setTimespec(ctx.view, 0, ns);
    }
    return ctx.writeStruct(va, TIMESPEC_SIZE) < 0 ? -EFAULT : 0;
  },
});

export const clockSettime: Syscall = defineSyscall({
  nr: SYS_clock_settime,
  name: "clock_settime",
  args: [clock, timespecIn],
  run(ctx, id, va) {
    if ((id | 0) !== CLOCK_REALTIME) return -EINVAL;
    if (!ctx.readStruct(va, TIMESPEC_SIZE)) return -EFAULT;
    if (!timespecIsValid(ctx.view, 0)) return -EINVAL;
    if (ctx.lwp.credentials.euid !== 0) return -EPERM;
    ctx.linux.realtime.set(getInt64(ctx.view, 0), getInt64(ctx.view, 8));
    return 0;
  },
});

export const clockGetres: Syscall = defineSyscall({
  nr: SYS_clock_getres,
  name: "clock_getres",
  args: [clock, timespecOut],
  run(ctx, id, va) {
    if (timeOfDayClock(id | 0) < 0 && processorTime(ctx, id | 0) < 0) return -EINVAL;
    if (va === 0) return 0;
    setTimespec(ctx.view, 0, 1);
    return ctx.writeStruct(va, TIMESPEC_SIZE) < 0 ? -EFAULT : 0;
  },
});
