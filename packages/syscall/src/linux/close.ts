// close, close_range: give descriptors back. man 2 close, man 2 close_range.

import {
  CLOSE_RANGE_CLOEXEC,
  CLOSE_RANGE_UNSHARE,
  EBADF,
  EINVAL,
  SYS_close,
  SYS_close_range,
} from "@keel/abi";
import { bits } from "../strace/flag-table.ts";
import { fd, uint } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const close: Syscall = defineSyscall({
  nr: SYS_close,
  name: "close",
  args: [fd],
  run(ctx, fdArg) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    const result = ctx.lwp.files.close(fdArg | 0);
    ctx.linux.locks.descriptorClosed(ctx.lwp, file);
    return result;
  },
});

export const closeRange: Syscall = defineSyscall({
  nr: SYS_close_range,
  name: "close_range",
  args: [
    uint,
    uint,
    bits([
      ["CLOSE_RANGE_UNSHARE", CLOSE_RANGE_UNSHARE],
      ["CLOSE_RANGE_CLOEXEC", CLOSE_RANGE_CLOEXEC],
    ]),
  ],
  level: "partial",
  note: "CLOSE_RANGE_UNSHARE is refused with EINVAL",
  run(ctx, firstArg, lastArg, flags) {
    const first = firstArg >>> 0;
    const last = lastArg >>> 0;
    if (first > last || (flags & ~CLOSE_RANGE_CLOEXEC) !== 0) return -EINVAL;
    return closeRangeOf(ctx, first, last, (flags & CLOSE_RANGE_CLOEXEC) !== 0);
  },
});

function closeRangeOf(ctx: SyscallContext, first: number, last: number, isMarking: boolean): number {
  const { files } = ctx.lwp;
  for (const [fdInUse, file] of files.entries()) {
    if (fdInUse < first || fdInUse > last) continue;
    if (isMarking) files.setCloexec(fdInUse, true);
    else {
      files.close(fdInUse);
      ctx.linux.locks.descriptorClosed(ctx.lwp, file);
    }
  }
  return 0;
}
