// nanosleep, clock_nanosleep: wait for time to pass. man 2 nanosleep, man 2 clock_nanosleep.
// A sleep that a handler cut short says how much was left; one that was merely stopped and
// continued goes on to its old end (SYS_restart_syscall).

import {
  EFAULT,
  EINTR,
  EINVAL,
  EOPNOTSUPP,
  SYS_clock_nanosleep,
  SYS_nanosleep,
  TIMER_ABSTIME,
} from "@keel/abi";
import { type Blocking, WAIT_INTERRUPTIBLE } from "@keel/kernel";
import { ERESTART_RESTARTBLOCK, ERESTARTNOHAND } from "@keel/lwp";
import { processorTime, timeOfDayClock } from "../clock-id.ts";
import { setTimespec, TIMESPEC_SIZE } from "../codec/timespec.ts";
import { absoluteDeadline, relativeDeadline } from "../deadline.ts";
import { clock, timerFlags, timespecIn, timespecOut } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const nanosleep: Syscall = defineSyscall({
  nr: SYS_nanosleep,
  name: "nanosleep",
  args: [timespecIn, timespecOut],
  run(ctx, requestVa, restVa) {
    if (requestVa === 0) return -EFAULT;
    const deadline = relativeDeadline(ctx, requestVa);
    return deadline < 0 ? deadline : sleep(ctx, deadline, restVa);
  },
});

export const clockNanosleep: Syscall = defineSyscall({
  nr: SYS_clock_nanosleep,
  name: "clock_nanosleep",
  args: [clock, timerFlags, timespecIn, timespecOut],
  level: "partial",
  note: "no processor-time clocks; a change of the date does not move a sleep",
  run(ctx, id, flags, requestVa, restVa) {
    const kind = timeOfDayClock(id | 0);
    if (kind < 0) return processorTime(ctx, id | 0) < 0 ? -EINVAL : -EOPNOTSUPP;
    if ((flags & ~TIMER_ABSTIME) !== 0) return -EINVAL;
    if (requestVa === 0) return -EFAULT;
    if ((flags & TIMER_ABSTIME) === 0) {
      const deadline = relativeDeadline(ctx, requestVa);
      return deadline < 0 ? deadline : sleep(ctx, deadline, restVa);
    }
    const deadline = absoluteDeadline(ctx, requestVa, kind);
    return deadline < 0 ? deadline : sleepUntil(ctx, deadline);
  },
});

function* sleepUntil(ctx: SyscallContext, deadline: number): Blocking<number> {
  const result = yield* ctx.kernel.sleepUntil(deadline, WAIT_INTERRUPTIBLE);
  return result === -EINTR ? -ERESTARTNOHAND : result;
}

function* sleep(ctx: SyscallContext, deadline: number, restVa: number): Blocking<number> {
  const result = yield* ctx.kernel.sleepUntil(deadline, WAIT_INTERRUPTIBLE);
  const restNs = deadline - ctx.kernel.now();
  if (result !== -EINTR) return result;
  if (restNs <= 0) return 0;
  if (restVa !== 0) {
    setTimespec(ctx.view, 0, restNs);
    if (ctx.writeStruct(restVa, TIMESPEC_SIZE) < 0) return -EFAULT;
  }
  ctx.thread.restartCall = () => sleep(ctx, deadline, restVa);
  return -ERESTART_RESTARTBLOCK;
}
