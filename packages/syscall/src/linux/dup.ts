// dup, dup3: a further descriptor for an open file. man 2 dup.

import { EBADF, EINVAL, O_CLOEXEC, SYS_dup, SYS_dup3 } from "@keel/abi";
import { fdFlags } from "../strace/file-format.ts";
import { fd } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const dup: Syscall = defineSyscall({
  nr: SYS_dup,
  name: "dup",
  args: [fd],
  run: (ctx, fdArg) => ctx.lwp.files.dup(fdArg | 0, false),
});

export const dup3: Syscall = defineSyscall({
  nr: SYS_dup3,
  name: "dup3",
  args: [fd, fd, fdFlags],
  run(ctx, oldFd, newFd, flags) {
    const { files } = ctx.lwp;
    if ((flags & ~O_CLOEXEC) !== 0 || (oldFd | 0) === (newFd | 0)) return -EINVAL;
    if (files.get(oldFd | 0) === null) return -EBADF;
    const replaced = files.get(newFd | 0);
    const result = files.dupTo(oldFd | 0, newFd | 0, (flags & O_CLOEXEC) !== 0);
    if (result >= 0 && replaced !== null) ctx.linux.locks.descriptorClosed(ctx.lwp, replaced);
    return result;
  },
});
