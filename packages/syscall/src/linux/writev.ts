// writev, pwritev, pwritev2: one write out of several buffers. man 2 writev.

import { EBADF, EFAULT, EINVAL, EOPNOTSUPP, SYS_pwritev, SYS_pwritev2, SYS_writev } from "@keel/abi";
import type { File } from "@keel/dfs";
import type { MayBlock } from "@keel/kernel";
import { IoVector } from "../io-vector.ts";
import { vectorIn } from "../strace/file-format.ts";
import { fd, hex, long } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";
import { AT_POSITION, writeFile } from "../user-io.ts";

function writeVector(
  ctx: SyscallContext,
  file: File | null,
  va: number,
  count: number,
  offset: number,
): MayBlock<number> {
  if (file === null || !file.isWritable) return -EBADF;
  const vector = IoVector.read(ctx, va, count);
  if (typeof vector === "number") return vector;
  const bytes = vector.gather(ctx);
  return bytes === null ? -EFAULT : writeFile(ctx, file, bytes, offset);
}

export const writev: Syscall = defineSyscall({
  nr: SYS_writev,
  name: "writev",
  args: [fd, vectorIn, long],
  run: (ctx, fdArg, va, count) => writeVector(ctx, ctx.file(fdArg), va, count, AT_POSITION),
});

export const pwritev: Syscall = defineSyscall({
  nr: SYS_pwritev,
  name: "pwritev",
  args: [fd, vectorIn, long, long],
  run: (ctx, fdArg, va, count, offset) =>
    offset < 0 ? -EINVAL : writeVector(ctx, ctx.file(fdArg), va, count, offset),
});

export const pwritev2: Syscall = defineSyscall({
  nr: SYS_pwritev2,
  name: "pwritev2",
  args: [fd, vectorIn, long, long, long, hex],
  level: "partial",
  note: "no RWF_ flags",
  run(ctx, fdArg, va, count, offset, _offsetHigh, flags) {
    if ((flags | 0) !== 0) return -EOPNOTSUPP;
    return offset < AT_POSITION ? -EINVAL : writeVector(ctx, ctx.file(fdArg), va, count, offset);
  },
});
