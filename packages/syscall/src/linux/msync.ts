// msync: brings what was stored in a shared mapping to its file. man 2 msync.

import { EINVAL, MS_ASYNC, MS_INVALIDATE, MS_SYNC, SYS_msync } from "@keel/abi";
import { syncFlags } from "../strace/memory-format.ts";
import { long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const msync: Syscall = defineSyscall({
  nr: SYS_msync,
  name: "msync",
  args: [pointer, long, syncFlags],
  run(ctx, va, length, flags) {
    const isBoth = (flags & MS_ASYNC) !== 0 && (flags & MS_SYNC) !== 0;
    if (isBoth || (flags & ~(MS_ASYNC | MS_SYNC | MS_INVALIDATE)) !== 0) return -EINVAL;
    return ctx.aspace.sync(va, length);
  },
});
