// sched_setaffinity, sched_getaffinity, getcpu: which processor. There is one, number 0. man 2 sched_setaffinity.

import { EFAULT, EINVAL, ESRCH, SYS_getcpu, SYS_sched_getaffinity, SYS_sched_setaffinity } from "@keel/abi";
import { setInt64 } from "../codec/int64.ts";
import { intOut } from "../strace/process-format.ts";
import { int, long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** The kernel's own mask: one word. */
const MASK_SIZE = 8;

function exists(ctx: SyscallContext, tid: number): boolean {
  return tid === 0 || ctx.system.findThread(tid) !== null;
}

export const schedSetaffinity: Syscall = defineSyscall({
  nr: SYS_sched_setaffinity,
  name: "sched_setaffinity",
  args: [int, long, pointer],
  run(ctx, tid, size, va) {
    if (size < 1) return -EINVAL;
    if (!ctx.readStruct(va, 1)) return -EFAULT;
    if (!exists(ctx, tid | 0)) return -ESRCH;
    return (ctx.view.getUint8(0) & 1) === 0 ? -EINVAL : 0;
  },
});

export const schedGetaffinity: Syscall = defineSyscall({
  nr: SYS_sched_getaffinity,
  name: "sched_getaffinity",
  args: [int, long, pointer],
  run(ctx, tid, size, va) {
    if (size < MASK_SIZE || size % MASK_SIZE !== 0) return -EINVAL;
    if (!exists(ctx, tid | 0)) return -ESRCH;
    setInt64(ctx.view, 0, 1);
    return ctx.writeStruct(va, MASK_SIZE) < 0 ? -EFAULT : MASK_SIZE;
  },
});

export const getcpu: Syscall = defineSyscall({
  nr: SYS_getcpu,
  name: "getcpu",
  args: [intOut, intOut, pointer],
  run(ctx, cpuVa, nodeVa) {
    for (const va of [cpuVa, nodeVa]) {
      if (va !== 0 && ctx.aspace.write32(va, 0) < 0) return -EFAULT;
    }
    return 0;
  },
});
