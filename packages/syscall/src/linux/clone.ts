// clone, clone3: new threads and processes. man 2 clone. fork and vfork of a libc are clone too.

import { CSIGNAL, E2BIG, EFAULT, EINTR, EINVAL, NSIG, SYS_clone, SYS_clone3 } from "@keel/abi";
import { clone as cloneThread } from "@keel/lwp";
import { getUint64 } from "../codec/int64.ts";
import { structIn } from "../strace/arg-format.ts";
import { cloneFlags } from "../strace/process-format.ts";
import { hex, long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const clone: Syscall = defineSyscall({
  nr: SYS_clone,
  name: "clone",
  args: [cloneFlags, pointer, pointer, hex, pointer],
  onSignal: EINTR,
  level: "partial",
  note: "no namespaces, no CLONE_PIDFD, no CLONE_PTRACE",
  run(ctx, flags, stack, parentTid, tls, childTid) {
    const exitSignal = flags & CSIGNAL;
    if (exitSignal > NSIG) return -EINVAL;
    return cloneThread(ctx.thread, {
      flags: (flags & ~CSIGNAL) >>> 0,
      exitSignal,
      stack,
      tls,
      parentTid,
      childTid,
    });
  },
});

/** struct clone_args as first published: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls. */
const CLONE_ARGS_SIZE = 64;
/** With set_tid, its size, and cgroup, which must be zero here. */
const CLONE_ARGS_KNOWN = 88;

export const clone3: Syscall = defineSyscall({
  nr: SYS_clone3,
  name: "clone3",
  args: [structIn(8, (view) => `{flags=0x${getUint64(view, 0).toString(16)}, ...}`), long],
  onSignal: EINTR,
  level: "partial",
  note: "as clone; no set_tid, no cgroup",
  run(ctx, va, size) {
    if (size < CLONE_ARGS_SIZE) return -EINVAL;
    if (size > CLONE_ARGS_KNOWN) return -E2BIG;
    if (!ctx.readStruct(va, size)) return -EFAULT;
    const { view } = ctx;
    for (let offset = CLONE_ARGS_SIZE; offset < size; offset += 8) {
      if (getUint64(view, offset) !== 0) return -EINVAL;
    }
    const exitSignal = getUint64(view, 32);
    const stack = getUint64(view, 40);
    const stackSize = getUint64(view, 48);
    const flags = getUint64(view, 0);
    if (exitSignal > NSIG || (flags & CSIGNAL) !== 0 || flags > 0xffff_ffff) return -EINVAL;
    if ((stack === 0) !== (stackSize === 0)) return -EINVAL;
    return cloneThread(ctx.thread, {
      flags,
      exitSignal,
      stack: stack + stackSize,
      tls: getUint64(view, 56),
      parentTid: getUint64(view, 24),
      childTid: getUint64(view, 16),
    });
  },
});
