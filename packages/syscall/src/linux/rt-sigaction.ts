// rt_sigaction: what a process does on a signal. man 2 sigaction. The kernel's struct on riscv64:
// handler, flags, mask, 24 bytes; there is no restorer.

import { EFAULT, EINVAL, NSIG, SYS_rt_sigaction } from "@keel/abi";
import { type SigAction, SigSet, setAction } from "@keel/lwp";
import { getUint64, setInt64 } from "../codec/int64.ts";
import { SIGSET_SIZE } from "../signal-mask.ts";
import { long } from "../strace/scalar-format.ts";
import { actionIn, actionOut, signal } from "../strace/signal-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

const SIGACTION_SIZE = 24;

function decodeAction(view: DataView): SigAction {
  return {
    handler: getUint64(view, 0),
    flags: view.getUint32(8, true),
    mask: new SigSet(view.getInt32(16, true), view.getInt32(20, true)),
  };
}

function writeAction(ctx: SyscallContext, va: number, action: SigAction): number {
  const { view } = ctx;
  setInt64(view, 0, action.handler);
  setInt64(view, 8, action.flags);
  view.setInt32(16, action.mask.lo, true);
  view.setInt32(20, action.mask.hi, true);
  return ctx.writeStruct(va, SIGACTION_SIZE) < 0 ? -EFAULT : 0;
}

export const rtSigaction: Syscall = defineSyscall({
  nr: SYS_rt_sigaction,
  name: "rt_sigaction",
  args: [signal, actionIn, actionOut, long],
  run(ctx, sigArg, actionVa, oldVa, size) {
    const sig = sigArg | 0;
    if (size !== SIGSET_SIZE || sig < 1 || sig > NSIG) return -EINVAL;
    let action: SigAction | null = null;
    if (actionVa !== 0) {
      if (!ctx.readStruct(actionVa, SIGACTION_SIZE)) return -EFAULT;
      action = decodeAction(ctx.view);
    }
    if (oldVa !== 0 && !ctx.canWrite(oldVa, SIGACTION_SIZE)) return -EFAULT;
    const old = ctx.lwp.handlers.get(sig);
    if (action !== null) {
      const error = setAction(ctx.lwp, sig, action);
      if (error < 0) return error;
    }
    return oldVa === 0 ? 0 : writeAction(ctx, oldVa, old);
  },
});
