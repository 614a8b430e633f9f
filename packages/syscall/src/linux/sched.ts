// sched_yield and the scheduling policies. man 7 sched. There is one processor, number 0.

import {
  EFAULT,
  EINVAL,
  ESRCH,
  SCHED_BATCH,
  SCHED_FIFO,
  SCHED_IDLE,
  SCHED_OTHER,
  SCHED_RESET_ON_FORK,
  SCHED_RR,
  SYS_sched_get_priority_max,
  SYS_sched_get_priority_min,
  SYS_sched_getparam,
  SYS_sched_getscheduler,
  SYS_sched_rr_get_interval,
  SYS_sched_setparam,
  SYS_sched_setscheduler,
  SYS_sched_yield,
} from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import { setScheduling, type UserThread } from "@keel/lwp";
import { setTimespec, TIMESPEC_SIZE } from "../codec/timespec.ts";
import { intOut, schedulingPolicy } from "../strace/process-format.ts";
import { int, pointer } from "../strace/scalar-format.ts";
import { timespecOut } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const schedYield: Syscall = defineSyscall({
  nr: SYS_sched_yield,
  name: "sched_yield",
  args: [],
  run: giveWay,
});

function* giveWay(ctx: SyscallContext): Blocking<number> {
  yield* ctx.kernel.yield_();
  return 0;
}

/** A thread by number; 0 is the caller. Numbers below 0 are -EINVAL before that. */
function threadOf(ctx: SyscallContext, tid: number): UserThread | null {
  return tid === 0 ? ctx.thread : ctx.system.findThread(tid);
}

export const schedSetscheduler: Syscall = defineSyscall({
  nr: SYS_sched_setscheduler,
  name: "sched_setscheduler",
  args: [int, schedulingPolicy, pointer],
  level: "partial",
  note: "SCHED_FIFO has a time slice; no SCHED_DEADLINE",
  run(ctx, tid, policy, paramVa) {
    if ((tid | 0) < 0 || (policy | 0) < 0 || paramVa === 0) return -EINVAL;
    if (!ctx.readStruct(paramVa, 4)) return -EFAULT;
    const thread = threadOf(ctx, tid | 0);
    if (thread === null) return -ESRCH;
    return setScheduling(thread, policy & ~SCHED_RESET_ON_FORK, ctx.view.getInt32(0, true));
  },
});

export const schedGetscheduler: Syscall = defineSyscall({
  nr: SYS_sched_getscheduler,
  name: "sched_getscheduler",
  args: [int],
  run: (ctx, tid) => ((tid | 0) < 0 ? -EINVAL : (threadOf(ctx, tid | 0)?.schedPolicy ?? -ESRCH)),
});

export const schedSetparam: Syscall = defineSyscall({
  nr: SYS_sched_setparam,
  name: "sched_setparam",
  args: [int, pointer],
  run(ctx, tid, paramVa) {
    if ((tid | 0) < 0 || paramVa === 0) return -EINVAL;
    if (!ctx.readStruct(paramVa, 4)) return -EFAULT;
    const thread = threadOf(ctx, tid | 0);
    return thread === null ? -ESRCH : setScheduling(thread, thread.schedPolicy, ctx.view.getInt32(0, true));
  },
});

export const schedGetparam: Syscall = defineSyscall({
  nr: SYS_sched_getparam,
  name: "sched_getparam",
  args: [int, intOut],
  run(ctx, tid, paramVa) {
    if ((tid | 0) < 0 || paramVa === 0) return -EINVAL;
    const thread = threadOf(ctx, tid | 0);
    if (thread === null) return -ESRCH;
    return ctx.aspace.write32(paramVa, thread.schedPriority) < 0 ? -EFAULT : 0;
  },
});

/** Real-time priorities, 99 being the most urgent. */
const RT_PRIORITY_MIN = 1;
const RT_PRIORITY_MAX = 99;

/** The range of priorities of a policy, or null for a policy that is none. */
function priorityRange(policy: number): { min: number; max: number } | null {
  switch (policy) {
    case SCHED_FIFO:
    case SCHED_RR:
      return { min: RT_PRIORITY_MIN, max: RT_PRIORITY_MAX };
    case SCHED_OTHER:
    case SCHED_BATCH:
    case SCHED_IDLE:
      return { min: 0, max: 0 };
    default:
      return null;
  }
}

export const schedGetPriorityMax: Syscall = defineSyscall({
  nr: SYS_sched_get_priority_max,
  name: "sched_get_priority_max",
  args: [schedulingPolicy],
  run: (_ctx, policy) => priorityRange(policy | 0)?.max ?? -EINVAL,
});

export const schedGetPriorityMin: Syscall = defineSyscall({
  nr: SYS_sched_get_priority_min,
  name: "sched_get_priority_min",
  args: [schedulingPolicy],
  run: (_ctx, policy) => priorityRange(policy | 0)?.min ?? -EINVAL,
});

export const schedRrGetInterval: Syscall = defineSyscall({
  nr: SYS_sched_rr_get_interval,
  name: "sched_rr_get_interval",
  args: [int, timespecOut],
  run(ctx, tid, va) {
    if ((tid | 0) < 0) return -EINVAL;
    const thread = threadOf(ctx, tid | 0);
    if (thread === null) return -ESRCH;
    setTimespec(ctx.view, 0, thread.thread.initTick * ctx.kernel.tickNs);
    return ctx.writeStruct(va, TIMESPEC_SIZE) < 0 ? -EFAULT : 0;
  },
});
