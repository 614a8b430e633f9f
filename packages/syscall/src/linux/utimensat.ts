// utimensat: sets a file's access and modification times. man 2 utimensat.

import {
  AT_EMPTY_PATH,
  AT_SYMLINK_NOFOLLOW,
  EBADF,
  EFAULT,
  EINVAL,
  SYS_utimensat,
  UTIME_NOW,
  UTIME_OMIT,
} from "@keel/abi";
import { type FileTime, utimensAt } from "@keel/dfs";
import { type Blocking, settle } from "@keel/kernel";
import { getInt64 } from "../codec/int64.ts";
import { getTimespec } from "../codec/timespec.ts";
import { placeAt } from "../place.ts";
import { atFlags } from "../strace/file-format.ts";
import { dirfd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { timespecPairIn } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const utimensat: Syscall = defineSyscall({
  nr: SYS_utimensat,
  name: "utimensat",
  args: [dirfd, path, timespecPairIn, atFlags],
  run(ctx, dirfdArg, pathVa, timesVa, flags) {
    if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !== 0) return -EINVAL;
    let atime: FileTime | null = "now";
    let mtime: FileTime | null = "now";
    if (timesVa !== 0) {
      if (!ctx.readStruct(timesVa, 32)) return -EFAULT;
      atime = fileTime(ctx.view, 0);
      mtime = fileTime(ctx.view, 16);
    }
    if (atime === null || mtime === null) return -EINVAL;
    if (pathVa === 0) return setOpenFile(ctx, dirfdArg, atime, mtime);
    const name = ctx.path(pathVa);
    return typeof name === "number" ? name : setPath(ctx, dirfdArg, name, atime, mtime, flags | 0);
  },
});

/** futimens(3): no path, the descriptor itself. */
function setOpenFile(ctx: SyscallContext, fd: number, atime: FileTime, mtime: FileTime) {
  const file = ctx.file(fd);
  if (file === null) return -EBADF;
  return file.location === null ? 0 : utimensAt(ctx.base, file.location, atime, mtime);
}

function* setPath(
  ctx: SyscallContext,
  dirfdArg: number,
  name: string,
  atime: FileTime,
  mtime: FileTime,
  flags: number,
): Blocking<number> {
  const place = yield* placeAt(ctx, dirfdArg, name, flags, (flags & AT_SYMLINK_NOFOLLOW) === 0);
  return typeof place === "number" ? place : yield* settle(utimensAt(ctx.base, place, atime, mtime));
}

/** One of the two times, or null for a fraction that is none. */
function fileTime(view: DataView, offset: number): FileTime | null {
  const nsec = getInt64(view, offset + 8);
  if (nsec === UTIME_NOW) return "now";
  if (nsec === UTIME_OMIT) return "omit";
  return nsec >= 0 && nsec < 1_000_000_000 ? getTimespec(view, offset) : null;
}
