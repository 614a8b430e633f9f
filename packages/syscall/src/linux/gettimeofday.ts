// gettimeofday, settimeofday: the date in microseconds. man 2 gettimeofday. The kernel has no
// time zone: it is always reported as UTC.

import { EFAULT, EINVAL, EPERM, SYS_gettimeofday, SYS_settimeofday } from "@keel/abi";
import { getInt64, setInt64 } from "../codec/int64.ts";
import { setTimevalPair, TIMEVAL_SIZE, timevalIsValid } from "../codec/timespec.ts";
import { pointer } from "../strace/scalar-format.ts";
import { timevalIn, timevalOut } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

/** struct timezone: minutes west, kind of daylight saving. */
const TIMEZONE_SIZE = 8;

export const gettimeofday: Syscall = defineSyscall({
  nr: SYS_gettimeofday,
  name: "gettimeofday",
  args: [timevalOut, pointer],
  run(ctx, va, zoneVa) {
    if (va !== 0) {
      const { realtime } = ctx.linux;
      setTimevalPair(ctx.view, 0, realtime.epochSeconds, realtime.epochNs + ctx.kernel.now());
      if (ctx.writeStruct(va, TIMEVAL_SIZE) < 0) return -EFAULT;
    }
    if (zoneVa === 0) return 0;
    setInt64(ctx.view, 0, 0);
    return ctx.writeStruct(zoneVa, TIMEZONE_SIZE) < 0 ? -EFAULT : 0;
  },
});

export const settimeofday: Syscall = defineSyscall({
  nr: SYS_settimeofday,
  name: "settimeofday",
  args: [timevalIn, pointer],
  note: "the time zone is ignored",
  run(ctx, va) {
    if (va === 0) return 0;
    if (!ctx.readStruct(va, TIMEVAL_SIZE)) return -EFAULT;
    if (!timevalIsValid(ctx.view, 0)) return -EINVAL;
    if (ctx.lwp.credentials.euid !== 0) return -EPERM;
    ctx.linux.realtime.set(getInt64(ctx.view, 0), getInt64(ctx.view, 8) * 1000);
    return 0;
  },
});
