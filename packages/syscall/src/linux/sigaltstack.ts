// sigaltstack: a stack of their own for signal handlers. man 2 sigaltstack.

import { EFAULT, SYS_sigaltstack } from "@keel/abi";
import { type AltStack, altStackOf, setAltStack } from "@keel/lwp";
import { getUint64, setInt64 } from "../codec/int64.ts";
import { stackIn, stackOut } from "../strace/signal-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

/** stack_t: pointer, int flags with padding, size. */
const STACK_SIZE = 24;

export const sigaltstack: Syscall = defineSyscall({
  nr: SYS_sigaltstack,
  name: "sigaltstack",
  args: [stackIn, stackOut],
  run(ctx, newVa, oldVa) {
    const { thread, view } = ctx;
    let stack: AltStack | null = null;
    if (newVa !== 0) {
      if (!ctx.readStruct(newVa, STACK_SIZE)) return -EFAULT;
      stack = { sp: getUint64(view, 0), flags: view.getInt32(8, true), size: getUint64(view, 16) };
    }
    if (oldVa !== 0 && !ctx.canWrite(oldVa, STACK_SIZE)) return -EFAULT;
    const old = altStackOf(thread);
    if (stack !== null) {
      const error = setAltStack(thread, stack);
      if (error < 0) return error;
    }
    if (oldVa === 0) return 0;
    setInt64(view, 0, old.sp);
    view.setInt32(8, old.flags, true);
    view.setInt32(12, 0, true);
    setInt64(view, 16, old.size);
    return ctx.writeStruct(oldVa, STACK_SIZE);
  },
});
