// readv, preadv, preadv2: one read into several buffers. man 2 readv.

import { EBADF, EFAULT, EINVAL, EOPNOTSUPP, SYS_preadv, SYS_preadv2, SYS_readv } from "@keel/abi";
import type { File } from "@keel/dfs";
import { type Blocking, isBlocking, type MayBlock } from "@keel/kernel";
import { IoVector } from "../io-vector.ts";
import { vectorOut } from "../strace/file-format.ts";
import { fd, hex, long } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";
import { AT_POSITION, readFile } from "../user-io.ts";

function readVector(
  ctx: SyscallContext,
  file: File | null,
  va: number,
  count: number,
  offset: number,
): MayBlock<number> {
  if (file === null || !file.isReadable) return -EBADF;
  const vector = IoVector.read(ctx, va, count);
  if (typeof vector === "number") return vector;
  const room = vector.writable(ctx);
  if (room === 0 && vector.total > 0) return -EFAULT;
  const bytes = new Uint8Array(room);
  const result = readFile(file, bytes, offset);
  if (isBlocking(result)) return finish(ctx, vector, bytes, result);
  return spread(ctx, vector, bytes, result);
}

function* finish(
  ctx: SyscallContext,
  vector: IoVector,
  bytes: Uint8Array,
  running: Blocking<number>,
): Blocking<number> {
  return spread(ctx, vector, bytes, yield* running);
}

function spread(ctx: SyscallContext, vector: IoVector, bytes: Uint8Array, result: number): number {
  return result > 0 && vector.scatter(ctx, bytes.subarray(0, result)) < 0 ? -EFAULT : result;
}

export const readv: Syscall = defineSyscall({
  nr: SYS_readv,
  name: "readv",
  args: [fd, vectorOut, long],
  run: (ctx, fdArg, va, count) => readVector(ctx, ctx.file(fdArg), va, count, AT_POSITION),
});

export const preadv: Syscall = defineSyscall({
  nr: SYS_preadv,
  name: "preadv",
  args: [fd, vectorOut, long, long],
  run: (ctx, fdArg, va, count, offset) =>
    offset < 0 ? -EINVAL : readVector(ctx, ctx.file(fdArg), va, count, offset),
});

export const preadv2: Syscall = defineSyscall({
  nr: SYS_preadv2,
  name: "preadv2",
  args: [fd, vectorOut, long, long, long, hex],
  level: "partial",
  note: "no RWF_ flags",
  run(ctx, fdArg, va, count, offset, _offsetHigh, flags) {
    if ((flags | 0) !== 0) return -EOPNOTSUPP;
    return offset < AT_POSITION ? -EINVAL : readVector(ctx, ctx.file(fdArg), va, count, offset);
  },
});
