// rt_sigprocmask, rt_sigpending: the signals a thread holds off, and those that wait. man 2 sigprocmask.

import {
  EINVAL,
  SIG_BLOCK,
  SIG_SETMASK,
  SIG_UNBLOCK,
  SYS_rt_sigpending,
  SYS_rt_sigprocmask,
} from "@keel/abi";
import { pendingSignals, type SigSet, setSigmask } from "@keel/lwp";
import { readSigset, SIGSET_SIZE, writeSigset } from "../signal-mask.ts";
import { long } from "../strace/scalar-format.ts";
import { maskHow, signalSetIn, signalSetOut } from "../strace/signal-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

/** The mask that `how` makes of the present one, or null for a `how` that is none. */
function combine(present: SigSet, how: number, set: SigSet): SigSet | null {
  const result = present.copy();
  if (how === SIG_BLOCK) result.merge(set);
  else if (how === SIG_UNBLOCK) result.subtract(set);
  else if (how === SIG_SETMASK) result.assign(set);
  else return null;
  return result;
}

export const rtSigprocmask: Syscall = defineSyscall({
  nr: SYS_rt_sigprocmask,
  name: "rt_sigprocmask",
  args: [maskHow, signalSetIn, signalSetOut, long],
  run(ctx, how, setVa, oldVa, size) {
    if (size !== SIGSET_SIZE) return -EINVAL;
    const { thread } = ctx;
    let mask: SigSet | null = null;
    if (setVa !== 0) {
      const set = readSigset(ctx, setVa);
      if (typeof set === "number") return set;
      mask = combine(thread.sigmask, how | 0, set);
      if (mask === null) return -EINVAL;
    }
    if (oldVa !== 0) {
      const error = writeSigset(ctx, oldVa, thread.sigmask);
      if (error < 0) return error;
    }
    if (mask !== null) setSigmask(thread, mask);
    return 0;
  },
});

export const rtSigpending: Syscall = defineSyscall({
  nr: SYS_rt_sigpending,
  name: "rt_sigpending",
  args: [signalSetOut, long],
  run(ctx, va, size) {
    if (size < 0 || size > SIGSET_SIZE) return -EINVAL;
    return writeSigset(ctx, va, pendingSignals(ctx.thread));
  },
});
