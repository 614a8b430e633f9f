// The lock commands of fcntl: from struct flock to a range of bytes and back. man 2 fcntl,
// "Advisory record locking". F_OFD_… locks belong to the open file instead of the process.

import {
  EBADF,
  EFAULT,
  EINVAL,
  EOVERFLOW,
  F_GETLK,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_OFD_SETLKW,
  F_RDLCK,
  F_SETLK,
  F_UNLCK,
  F_WRLCK,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
} from "@keel/abi";
import { type File, OFFSET_MAX } from "@keel/dfs";
import type { MayBlock } from "@keel/kernel";
import { Lwp } from "@keel/lwp";
import { decodeFlock, encodeFlock, FLOCK_SIZE, type LockRequest } from "./codec/record-lock.ts";
import type { LockOwner } from "./file-locks.ts";
import type { RecordLock } from "./record-locks.ts";
import type { SyscallContext } from "./syscall-context.ts";

/** What stands in l_pid of an open file's lock. */
const PID_OF_OPEN_FILE = -1;

/** Runs one of the six lock commands on `file`; `va` is the user's struct flock. */
export function lockRecords(ctx: SyscallContext, file: File, command: number, va: number): MayBlock<number> {
  if (!ctx.readStruct(va, FLOCK_SIZE)) return -EFAULT;
  const request = decodeFlock(ctx.view);
  const isOpenFile = command === F_OFD_GETLK || command === F_OFD_SETLK || command === F_OFD_SETLKW;
  if (isOpenFile && request.pid !== 0) return -EINVAL;
  const wanted = wantedLock(file, request, isOpenFile ? file : ctx.lwp);
  if (typeof wanted === "number") return wanted;
  const { vnode } = file;
  if (vnode === null) return -EBADF;
  const { locks } = ctx.linux;
  if (command === F_GETLK || command === F_OFD_GETLK) {
    if (request.type === F_UNLCK) return -EINVAL;
    return reportConflict(ctx, va, request, locks.conflict(vnode, wanted));
  }
  if (request.type === F_UNLCK) {
    locks.unset(vnode, wanted.owner, wanted.start, wanted.end);
    return 0;
  }
  if (request.type === F_RDLCK && !file.isReadable) return -EBADF;
  if (request.type === F_WRLCK && !file.isWritable) return -EBADF;
  const isTry = command === F_SETLK || command === F_OFD_SETLK;
  return isTry ? locks.trySet(vnode, wanted) : locks.set(vnode, wanted);
}

/** The range that a request means, from the start of the file; -EINVAL, -EOVERFLOW. */
function wantedLock(file: File, request: LockRequest, owner: LockOwner): RecordLock<LockOwner> | number {
  if (request.type !== F_RDLCK && request.type !== F_WRLCK && request.type !== F_UNLCK) return -EINVAL;
  let origin: number;
  if (request.whence === SEEK_SET) origin = 0;
  else if (request.whence === SEEK_CUR) origin = file.pos;
  else if (request.whence === SEEK_END) origin = file.vnode?.size ?? 0;
  else return -EINVAL;
  let start = origin + request.start;
  let end = request.length === 0 ? Infinity : start + request.length;
  if (request.length < 0) [start, end] = [end, start];
  if (start < 0) return -EINVAL;
  if (start > OFFSET_MAX) return -EOVERFLOW;
  return { owner, start, end: end > OFFSET_MAX ? Infinity : end, isExclusive: request.type === F_WRLCK };
}

/** F_GETLK's answer: the lock in the way, or the request back with F_UNLCK. */
function reportConflict(
  ctx: SyscallContext,
  va: number,
  request: LockRequest,
  found: RecordLock<LockOwner> | null,
): number {
  const answer: LockRequest =
    found === null
      ? { ...request, type: F_UNLCK }
      : {
          type: found.isExclusive ? F_WRLCK : F_RDLCK,
          whence: SEEK_SET,
          start: found.start,
          length: found.end === Infinity ? 0 : found.end - found.start,
          pid: found.owner instanceof Lwp ? found.owner.pid : PID_OF_OPEN_FILE,
        };
  encodeFlock(ctx.view, answer);
  return ctx.writeStruct(va, FLOCK_SIZE) < 0 ? -EFAULT : 0;
}
