// rt_sigsuspend, rt_sigtimedwait: wait for a signal, with or without its handler. man 2 sigsuspend, sigtimedwait.

import { EFAULT, EINTR, EINVAL, SYS_rt_sigsuspend, SYS_rt_sigtimedwait } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import { ERESTARTNOHAND, SIGINFO_SIZE, type SigSet, sigsuspend, sigtimedwait } from "@keel/lwp";
import { relativeDeadline } from "../deadline.ts";
import { readSigset, SIGSET_SIZE } from "../signal-mask.ts";
import { long } from "../strace/scalar-format.ts";
import { signalInfoOut, signalSetIn } from "../strace/signal-format.ts";
import { timespecIn } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const rtSigsuspend: Syscall = defineSyscall({
  nr: SYS_rt_sigsuspend,
  name: "rt_sigsuspend",
  args: [signalSetIn, long],
  onSignal: ERESTARTNOHAND,
  run(ctx, va, size) {
    if (size !== SIGSET_SIZE) return -EINVAL;
    const set = readSigset(ctx, va);
    return typeof set === "number" ? set : sigsuspend(ctx.thread, set);
  },
});

export const rtSigtimedwait: Syscall = defineSyscall({
  nr: SYS_rt_sigtimedwait,
  name: "rt_sigtimedwait",
  args: [signalSetIn, signalInfoOut, timespecIn, long],
  onSignal: EINTR,
  run(ctx, setVa, infoVa, timeoutVa, size) {
    if (size !== SIGSET_SIZE) return -EINVAL;
    const set = readSigset(ctx, setVa);
    if (typeof set === "number") return set;
    const deadline = relativeDeadline(ctx, timeoutVa);
    if (deadline < 0) return deadline;
    if (infoVa !== 0 && !ctx.canWrite(infoVa, SIGINFO_SIZE)) return -EFAULT;
    return wait(ctx, set, infoVa, deadline);
  },
});

function* wait(ctx: SyscallContext, set: SigSet, infoVa: number, deadline: number): Blocking<number> {
  const info = yield* sigtimedwait(ctx.thread, set, deadline);
  if (typeof info === "number") return info;
  if (infoVa !== 0 && ctx.aspace.copyOut(infoVa, info.bytes) < 0) return -EFAULT;
  return info.signo;
}
