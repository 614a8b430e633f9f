// getrusage, times: what has been used. man 2 getrusage, man 2 times.

import {
  EFAULT,
  EINVAL,
  RUSAGE_CHILDREN,
  RUSAGE_SELF,
  RUSAGE_THREAD,
  SYS_getrusage,
  SYS_times,
} from "@keel/abi";
import type { ResourceUsage } from "@keel/lwp";
import { setInt64 } from "../codec/int64.ts";
import { encodeRusage, RUSAGE_SIZE } from "../codec/rusage.ts";
import { usageOut, usageWho } from "../strace/process-format.ts";
import { pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

function usageOf(ctx: SyscallContext, who: number): ResourceUsage | null {
  switch (who) {
    case RUSAGE_SELF:
      return ctx.lwp.usage();
    case RUSAGE_CHILDREN:
      return ctx.lwp.childrenUsage;
    case RUSAGE_THREAD:
      return ctx.thread.usage;
    default:
      return null;
  }
}

export const getrusage: Syscall = defineSyscall({
  nr: SYS_getrusage,
  name: "getrusage",
  args: [usageWho, usageOut],
  level: "partial",
  note: "times, resident size, faults and switches; the rest is 0",
  run(ctx, who, va) {
    const usage = usageOf(ctx, who | 0);
    if (usage === null) return -EINVAL;
    encodeRusage(ctx.view, usage);
    return ctx.writeStruct(va, RUSAGE_SIZE) < 0 ? -EFAULT : 0;
  },
});

/** struct tms: user, system, children's user, children's system; in hundredths of a second. */
const TMS_SIZE = 32;
const NS_PER_TICK = 10_000_000;

export const times: Syscall = defineSyscall({
  nr: SYS_times,
  name: "times",
  args: [pointer],
  run(ctx, va) {
    if (va !== 0) {
      const own = ctx.lwp.usage();
      const { childrenUsage } = ctx.lwp;
      [own.userNs, own.systemNs, childrenUsage.userNs, childrenUsage.systemNs].forEach((ns, i) => {
        setInt64(ctx.view, i * 8, Math.floor(ns / NS_PER_TICK));
      });
      if (ctx.writeStruct(va, TMS_SIZE) < 0) return -EFAULT;
    }
    return Math.floor(ctx.kernel.now() / NS_PER_TICK);
  },
});
