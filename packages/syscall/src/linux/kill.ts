// kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo: send signals. man 2 kill, tgkill, rt_sigqueueinfo.

import {
  EFAULT,
  EINVAL,
  SYS_kill,
  SYS_rt_sigqueueinfo,
  SYS_rt_tgsigqueueinfo,
  SYS_tgkill,
  SYS_tkill,
} from "@keel/abi";
import { kill as sendToProcess, SIGINFO_SIZE, sigqueue, tgkill as sendToThread } from "@keel/lwp";
import { int } from "../strace/scalar-format.ts";
import { signal, signalInfoIn } from "../strace/signal-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const kill: Syscall = defineSyscall({
  nr: SYS_kill,
  name: "kill",
  args: [int, signal],
  run: (ctx, pid, sig) => sendToProcess(ctx.thread, pid | 0, sig | 0),
});

export const tkill: Syscall = defineSyscall({
  nr: SYS_tkill,
  name: "tkill",
  args: [int, signal],
  run: (ctx, tid, sig) => sendToThread(ctx.thread, -1, tid | 0, sig | 0),
});

export const tgkill: Syscall = defineSyscall({
  nr: SYS_tgkill,
  name: "tgkill",
  args: [int, int, signal],
  run: (ctx, pid, tid, sig) =>
    (pid | 0) <= 0 ? -EINVAL : sendToThread(ctx.thread, pid | 0, tid | 0, sig | 0),
});

/** The sender's siginfo_t, or null: -EFAULT. */
function readInfo(ctx: SyscallContext, va: number): Uint8Array | null {
  const bytes = new Uint8Array(SIGINFO_SIZE);
  return ctx.aspace.copyIn(va, bytes) < 0 ? null : bytes;
}

export const rtSigqueueinfo: Syscall = defineSyscall({
  nr: SYS_rt_sigqueueinfo,
  name: "rt_sigqueueinfo",
  args: [int, signal, signalInfoIn],
  run(ctx, pid, sig, va) {
    const bytes = readInfo(ctx, va);
    return bytes === null ? -EFAULT : sigqueue(ctx.thread, pid | 0, 0, sig | 0, bytes);
  },
});

export const rtTgsigqueueinfo: Syscall = defineSyscall({
  nr: SYS_rt_tgsigqueueinfo,
  name: "rt_tgsigqueueinfo",
  args: [int, int, signal, signalInfoIn],
  run(ctx, pid, tid, sig, va) {
    if ((pid | 0) <= 0 || (tid | 0) <= 0) return -EINVAL;
    const bytes = readInfo(ctx, va);
    return bytes === null ? -EFAULT : sigqueue(ctx.thread, pid | 0, tid | 0, sig | 0, bytes);
  },
});
