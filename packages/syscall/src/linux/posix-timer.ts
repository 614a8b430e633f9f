// timer_create, timer_settime, timer_gettime, timer_getoverrun, timer_delete. man 2 timer_create.

import {
  EFAULT,
  EINVAL,
  NSIG,
  SIGALRM,
  SIGEV_NONE,
  SIGEV_SIGNAL,
  SIGEV_THREAD_ID,
  SYS_timer_create,
  SYS_timer_delete,
  SYS_timer_getoverrun,
  SYS_timer_gettime,
  SYS_timer_settime,
  TIMER_ABSTIME,
} from "@keel/abi";
import { timeOfDayClock } from "../clock-id.ts";
import { decodeItimerspec, encodeItimerspec, ITIMERSPEC_SIZE } from "../codec/itimer.ts";
import { instantOf } from "../deadline.ts";
import { PosixTimers, type TimerEvent } from "../posix-timers.ts";
import { int } from "../strace/scalar-format.ts";
import {
  clock,
  itimerspecIn,
  itimerspecOut,
  sigeventIn,
  timerFlags,
  timerIdOut,
} from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

const SIGEVENT_SIZE = 64;

/** The user's struct sigevent, or -EFAULT, -EINVAL. */
function readEvent(ctx: SyscallContext, va: number): TimerEvent | number {
  if (!ctx.readStruct(va, SIGEVENT_SIZE)) return -EFAULT;
  const { view } = ctx;
  const event: TimerEvent = {
    valueLo: view.getInt32(0, true),
    valueHi: view.getInt32(4, true),
    signo: view.getInt32(8, true),
    notify: view.getInt32(12, true),
    tid: view.getInt32(16, true),
  };
  const { notify, signo, tid } = event;
  if (notify === SIGEV_NONE) return event;
  if (notify !== SIGEV_SIGNAL && notify !== SIGEV_THREAD_ID) return -EINVAL;
  if (notify === SIGEV_THREAD_ID && !ctx.lwp.threads.has(tid)) return -EINVAL;
  return signo >= 1 && signo <= NSIG ? event : -EINVAL;
}

export const timerCreate: Syscall = defineSyscall({
  nr: SYS_timer_create,
  name: "timer_create",
  args: [clock, sigeventIn, timerIdOut],
  level: "partial",
  note: "no timers on processor time",
  run(ctx, id, eventVa, idVa) {
    const kind = timeOfDayClock(id | 0);
    if (kind < 0) return -EINVAL;
    const event = eventVa === 0 ? null : readEvent(ctx, eventVa);
    if (typeof event === "number") return event;
    if (!ctx.canWrite(idVa, 4)) return -EFAULT;
    // Without an event it is SIGALRM with the timer's number as its value.
    const standard = (number: number): TimerEvent => ({
      notify: SIGEV_SIGNAL,
      signo: SIGALRM,
      tid: 0,
      valueLo: number,
      valueHi: 0,
    });
    const timer = PosixTimers.of(ctx.lwp).create(
      ctx.kernel,
      ctx.lwp,
      kind,
      (number) => event ?? standard(number),
    );
    return ctx.aspace.write32(idVa, timer.id);
  },
});

export const timerSettime: Syscall = defineSyscall({
  nr: SYS_timer_settime,
  name: "timer_settime",
  args: [int, timerFlags, itimerspecIn, itimerspecOut],
  level: "partial",
  note: "a change of the date moves no timer",
  run(ctx, id, flags, va, oldVa) {
    if (!ctx.readStruct(va, ITIMERSPEC_SIZE)) return -EFAULT;
    const setting = decodeItimerspec(ctx.view);
    const timer = PosixTimers.of(ctx.lwp).get(id | 0);
    if (setting === null || timer === null) return -EINVAL;
    const isAbsolute = (flags & TIMER_ABSTIME) !== 0;
    const first = isAbsolute ? instantOf(ctx, ctx.view, 16, timer.clock) : ctx.kernel.now() + setting.valueNs;
    if (oldVa !== 0) {
      encodeItimerspec(ctx.view, timer.timer.setting);
      if (ctx.writeStruct(oldVa, ITIMERSPEC_SIZE) < 0) return -EFAULT;
    }
    if (setting.valueNs === 0) timer.timer.disarm();
    else timer.timer.arm(first, setting.intervalNs);
    return 0;
  },
});

export const timerGettime: Syscall = defineSyscall({
  nr: SYS_timer_gettime,
  name: "timer_gettime",
  args: [int, itimerspecOut],
  run(ctx, id, va) {
    const timer = PosixTimers.of(ctx.lwp).get(id | 0);
    if (timer === null) return -EINVAL;
    encodeItimerspec(ctx.view, timer.timer.setting);
    return ctx.writeStruct(va, ITIMERSPEC_SIZE) < 0 ? -EFAULT : 0;
  },
});

export const timerGetoverrun: Syscall = defineSyscall({
  nr: SYS_timer_getoverrun,
  name: "timer_getoverrun",
  args: [int],
  run: (ctx, id) => PosixTimers.of(ctx.lwp).get(id | 0)?.overrun ?? -EINVAL,
});

export const timerDelete: Syscall = defineSyscall({
  nr: SYS_timer_delete,
  name: "timer_delete",
  args: [int],
  run: (ctx, id) => (PosixTimers.of(ctx.lwp).delete(id | 0) ? 0 : -EINVAL),
});
