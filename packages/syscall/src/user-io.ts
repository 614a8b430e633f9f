// Moves file contents between user memory and open files: what read, write and their kin share.
// A buffer that is not wholly accessible is used up to its first bad byte; -EFAULT is answered
// when there is none before it, and before the file is touched. @hotpath

import { EBADF, EFAULT, EINVAL, EPIPE, SIGPIPE } from "@keel/abi";
import type { File } from "@keel/dfs";
import { type Blocking, isBlocking, type MayBlock } from "@keel/kernel";
import { SigInfo, sendToThread } from "@keel/lwp";
import type { SyscallContext } from "./syscall-context.ts";

/** The most that one call moves; a longer one is answered short, as Linux does at 2 GiB. */
export const MAX_TRANSFER: number = 64 << 20;

/** Instead of an offset: at the file's own position, which moves. */
export const AT_POSITION = -1;

/** Reads up to `count` bytes at `offset` (or AT_POSITION) into the user's buffer. */
export function readToUser(
  ctx: SyscallContext,
  file: File,
  va: number,
  count: number,
  offset: number,
): MayBlock<number> {
  if (!file.isReadable) return -EBADF;
  if (count < 0) return -EINVAL;
  const room = ctx.writable(va, Math.min(count, MAX_TRANSFER));
  if (room === 0 && count > 0) return -EFAULT;
  const bytes = ctx.buffers.take(room);
  const result = readFile(file, bytes, offset);
  if (typeof result !== "number") return finishRead(ctx, va, bytes, result);
  const answer = deliver(ctx, va, bytes, result);
  ctx.buffers.give(bytes);
  return answer;
}

function deliver(ctx: SyscallContext, va: number, bytes: Uint8Array, result: number): number {
  if (result <= 0) return result;
  const filled = result === bytes.length ? bytes : bytes.subarray(0, result);
  return ctx.aspace.copyOut(va, filled) < 0 ? -EFAULT : result;
}

function* finishRead(
  ctx: SyscallContext,
  va: number,
  bytes: Uint8Array<ArrayBuffer>,
  running: Blocking<number>,
): Blocking<number> {
  try {
    return deliver(ctx, va, bytes, yield* running);
  } finally {
    ctx.buffers.give(bytes);
  }
}

/** Reads at `offset` or at the position. */
export function readFile(file: File, bytes: Uint8Array, offset: number): MayBlock<number> {
  return offset === AT_POSITION ? file.read(bytes) : file.pread(bytes, offset);
}

/** Writes `count` bytes of the user's buffer at `offset` (or AT_POSITION). */
export function writeFromUser(
  ctx: SyscallContext,
  file: File,
  va: number,
  count: number,
  offset: number,
): MayBlock<number> {
  if (!file.isWritable) return -EBADF;
  if (count < 0) return -EINVAL;
  const length = ctx.readable(va, Math.min(count, MAX_TRANSFER));
  if (length === 0 && count > 0) return -EFAULT;
  const bytes = ctx.buffers.take(length);
  const result = ctx.aspace.copyIn(va, bytes) < 0 ? -EFAULT : writeFile(ctx, file, bytes, offset);
  if (isBlocking(result)) return finishWrite(ctx, bytes, result);
  ctx.buffers.give(bytes);
  return result;
}

function* finishWrite(
  ctx: SyscallContext,
  bytes: Uint8Array<ArrayBuffer>,
  running: Blocking<number>,
): Blocking<number> {
  try {
    return yield* running;
  } finally {
    ctx.buffers.give(bytes);
  }
}

/** Writes kernel bytes on behalf of the calling thread: with -EPIPE comes SIGPIPE. */
export function writeFile(
  ctx: SyscallContext,
  file: File,
  bytes: Uint8Array,
  offset: number,
): MayBlock<number> {
  const result = offset === AT_POSITION ? file.write(bytes) : file.pwrite(bytes, offset);
  if (isBlocking(result)) return signalWhenBroken(ctx, result);
  if (result === -EPIPE) brokenPipe(ctx);
  return result;
}

function* signalWhenBroken(ctx: SyscallContext, running: Blocking<number>): Blocking<number> {
  const result = yield* running;
  if (result === -EPIPE) brokenPipe(ctx);
  return result;
}

/** Nobody will ever read it: the writer is told by a signal as well. */
function brokenPipe(ctx: SyscallContext): void {
  const { lwp, thread } = ctx;
  sendToThread(thread, SigInfo.fromUser(SIGPIPE, lwp.pid, lwp.credentials.uid));
}
