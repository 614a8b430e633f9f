// sendfile, copy_file_range: bytes from one open file to another without passing through user
// memory. man 2 sendfile, man 2 copy_file_range.

import { EBADF, EFAULT, EINVAL, EISDIR, EXDEV, O_APPEND, SYS_copy_file_range, SYS_sendfile } from "@keel/abi";
import { type File, isRegular } from "@keel/dfs";
import { type Blocking, settle } from "@keel/kernel";
import { getInt64, setInt64 } from "../codec/int64.ts";
import { fd, hex, long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";
import { AT_POSITION, MAX_TRANSFER, readFile, writeFile } from "../user-io.ts";

/** Bytes that pass at a time: what a pipe can take in one piece. */
const CHUNK = 64 << 10;

/** The offset at `va`, AT_POSITION for a null pointer; -EFAULT, -EINVAL are below that. */
function readOffset(ctx: SyscallContext, va: number): number {
  if (va === 0) return AT_POSITION;
  if (!ctx.readStruct(va, 8) || !ctx.canWrite(va, 8)) return -EFAULT;
  const offset = getInt64(ctx.view, 0);
  return offset < 0 ? -EINVAL : offset;
}

function writeOffset(ctx: SyscallContext, va: number, offset: number): void {
  if (va === 0) return;
  setInt64(ctx.view, 0, offset);
  ctx.writeStruct(va, 8);
}

/** Moves up to `count` bytes; what was moved, or the error if that is nothing. */
function* transfer(
  ctx: SyscallContext,
  from: File,
  fromOffset: number,
  to: File,
  toOffset: number,
  count: number,
): Blocking<number> {
  let moved = 0;
  const at = (offset: number): number => (offset === AT_POSITION ? AT_POSITION : offset + moved);
  while (moved < count) {
    const bytes = new Uint8Array(Math.min(CHUNK, count - moved));
    const length = yield* settle(readFile(from, bytes, at(fromOffset)));
    if (length <= 0) return moved > 0 ? moved : length;
    const written = yield* settle(writeFile(ctx, to, bytes.subarray(0, length), at(toOffset)));
    const kept = Math.max(0, written);
    // What was read at the position and could not be written is given back.
    if (kept < length && fromOffset === AT_POSITION && from.isSeekable) from.pos -= length - kept;
    moved += kept;
    if (written < 0) return moved > 0 ? moved : written;
    if (kept < length || length < bytes.length) break;
  }
  return moved;
}

export const sendfile: Syscall = defineSyscall({
  nr: SYS_sendfile,
  name: "sendfile",
  args: [fd, fd, pointer, long],
  run(ctx, toFd, fromFd, offsetVa, count) {
    const to = ctx.file(toFd);
    const from = ctx.file(fromFd);
    if (from === null || !from.isReadable || to === null || !to.isWritable) return -EBADF;
    if (count < 0 || (to.flags & O_APPEND) !== 0 || from.memObject() === null) return -EINVAL;
    const offset = readOffset(ctx, offsetVa);
    if (offset < AT_POSITION) return offset;
    return sendFile(ctx, from, offset, to, Math.min(count, MAX_TRANSFER), offsetVa);
  },
});

function* sendFile(
  ctx: SyscallContext,
  from: File,
  offset: number,
  to: File,
  count: number,
  offsetVa: number,
): Blocking<number> {
  const moved = yield* transfer(ctx, from, offset, to, AT_POSITION, count);
  if (moved > 0) writeOffset(ctx, offsetVa, offset + moved);
  return moved;
}

export const copyFileRange: Syscall = defineSyscall({
  nr: SYS_copy_file_range,
  name: "copy_file_range",
  args: [fd, pointer, fd, pointer, long, hex],
  run(ctx, fromFd, fromVa, toFd, toVa, count, flags) {
    const from = ctx.file(fromFd);
    const to = ctx.file(toFd);
    if (from === null || !from.isReadable || to === null || !to.isWritable) return -EBADF;
    if ((to.flags & O_APPEND) !== 0) return -EBADF;
    if ((flags | 0) !== 0 || count < 0) return -EINVAL;
    const error = checkRegular(from) || checkRegular(to);
    if (error < 0) return error;
    if (from.vnode?.fs !== to.vnode?.fs) return -EXDEV;
    const fromOffset = readOffset(ctx, fromVa);
    if (fromOffset < AT_POSITION) return fromOffset;
    const toOffset = readOffset(ctx, toVa);
    if (toOffset < AT_POSITION) return toOffset;
    return copyRange(
      ctx,
      { file: from, offset: fromOffset, va: fromVa },
      { file: to, offset: toOffset, va: toVa },
      count,
    );
  },
});

function checkRegular(file: File): number {
  const mode = file.vnode?.mode ?? 0;
  if (isRegular(mode)) return 0;
  return file.vnode?.isDirectory ? -EISDIR : -EINVAL;
}

/** One side of a copy: the file, where in it, and the user's offset to move on. */
interface Side {
  readonly file: File;
  readonly offset: number;
  readonly va: number;
}

function* copyRange(ctx: SyscallContext, from: Side, to: Side, count: number): Blocking<number> {
  const wanted = Math.min(count, MAX_TRANSFER);
  const moved = yield* transfer(ctx, from.file, from.offset, to.file, to.offset, wanted);
  if (moved > 0) {
    writeOffset(ctx, from.va, from.offset + moved);
    writeOffset(ctx, to.va, to.offset + moved);
  }
  return moved;
}
