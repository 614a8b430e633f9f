// flock: a lock on a whole open file. man 2 flock.

import { EBADF, EINVAL, LOCK_EX, LOCK_MAND, LOCK_NB, LOCK_SH, LOCK_UN, O_PATH, SYS_flock } from "@keel/abi";
import { flockOperation } from "../strace/file-format.ts";
import { fd } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const flock: Syscall = defineSyscall({
  nr: SYS_flock,
  name: "flock",
  args: [fd, flockOperation],
  run(ctx, fdArg, operation) {
    const file = ctx.file(fdArg);
    if (file === null || (file.flags & O_PATH) !== 0) return -EBADF;
    // Mandatory locks are gone from Linux too: asking for one is ignored.
    if ((operation & LOCK_MAND) !== 0) return 0;
    const kind = operation & ~LOCK_NB;
    if (kind !== LOCK_SH && kind !== LOCK_EX && kind !== LOCK_UN) return -EINVAL;
    const { vnode } = file;
    // A pipe's two ends are nobody else's: there is no one to lock out.
    if (vnode === null) return 0;
    const { locks } = ctx.linux;
    if (kind === LOCK_UN) {
      locks.funlock(file, vnode);
      return 0;
    }
    const isTry = (operation & LOCK_NB) !== 0;
    return isTry ? locks.tryFlock(file, vnode, kind === LOCK_EX) : locks.flock(file, vnode, kind === LOCK_EX);
  },
});
