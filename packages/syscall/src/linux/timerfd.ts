// timerfd_create, timerfd_settime, timerfd_gettime: timers as descriptors. man 2 timerfd_create.

import {
  EBADF,
  EFAULT,
  EINVAL,
  EMFILE,
  O_NONBLOCK,
  SYS_timerfd_create,
  SYS_timerfd_gettime,
  SYS_timerfd_settime,
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  TFD_TIMER_ABSTIME,
  TFD_TIMER_CANCEL_ON_SET,
} from "@keel/abi";
import { timeOfDayClock } from "../clock-id.ts";
import { decodeItimerspec, encodeItimerspec, ITIMERSPEC_SIZE } from "../codec/itimer.ts";
import { instantOf } from "../deadline.ts";
import { TimerFile } from "../files/timer-file.ts";
import { fdFlags } from "../strace/file-format.ts";
import { fd } from "../strace/scalar-format.ts";
import { clock, itimerspecIn, itimerspecOut, timerFlags } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const timerfdCreate: Syscall = defineSyscall({
  nr: SYS_timerfd_create,
  name: "timerfd_create",
  args: [clock, fdFlags],
  run(ctx, id, flags) {
    const kind = timeOfDayClock(id | 0);
    if (kind < 0 || (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK)) !== 0) return -EINVAL;
    if (!ctx.lwp.files.hasRoom(1)) return -EMFILE;
    return ctx.lwp.files.add(
      new TimerFile(ctx.kernel, kind, flags & O_NONBLOCK),
      (flags & TFD_CLOEXEC) !== 0,
    );
  },
});

/** The timer behind a descriptor, or -EBADF, -EINVAL. */
function timerFile(ctx: SyscallContext, fdArg: number): TimerFile | number {
  const file = ctx.file(fdArg);
  if (file === null) return -EBADF;
  return file instanceof TimerFile ? file : -EINVAL;
}

export const timerfdSettime: Syscall = defineSyscall({
  nr: SYS_timerfd_settime,
  name: "timerfd_settime",
  args: [fd, timerFlags, itimerspecIn, itimerspecOut],
  level: "partial",
  note: "a change of the date moves no timer; TFD_TIMER_CANCEL_ON_SET is accepted and never cancels",
  run(ctx, fdArg, flags, va, oldVa) {
    if ((flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) !== 0) return -EINVAL;
    if (!ctx.readStruct(va, ITIMERSPEC_SIZE)) return -EFAULT;
    const setting = decodeItimerspec(ctx.view);
    if (setting === null) return -EINVAL;
    const file = timerFile(ctx, fdArg);
    if (typeof file === "number") return file;
    let first = Infinity;
    if (setting.valueNs > 0) {
      const isAbsolute = (flags & TFD_TIMER_ABSTIME) !== 0;
      first = isAbsolute ? instantOf(ctx, ctx.view, 16, file.clock) : ctx.kernel.now() + setting.valueNs;
    }
    if (oldVa !== 0) {
      encodeItimerspec(ctx.view, file.timer.setting);
      if (ctx.writeStruct(oldVa, ITIMERSPEC_SIZE) < 0) return -EFAULT;
    }
    file.set(first, setting.intervalNs);
    return 0;
  },
});

export const timerfdGettime: Syscall = defineSyscall({
  nr: SYS_timerfd_gettime,
  name: "timerfd_gettime",
  args: [fd, itimerspecOut],
  run(ctx, fdArg, va) {
    const file = timerFile(ctx, fdArg);
    if (typeof file === "number") return file;
    encodeItimerspec(ctx.view, file.timer.setting);
    return ctx.writeStruct(va, ITIMERSPEC_SIZE) < 0 ? -EFAULT : 0;
  },
});
