// newfstatat, fstat: what a file is. man 2 stat. musl and glibc ask for open files with
// newfstatat(fd, "", …, AT_EMPTY_PATH), so that this is the path that must be short.

import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_NO_AUTOMOUNT,
  AT_SYMLINK_NOFOLLOW,
  EBADF,
  EFAULT,
  EINVAL,
  SYS_fstat,
  SYS_newfstatat,
} from "@keel/abi";
import type { Stat } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { encodeStat, STAT_SIZE } from "../codec/stat.ts";
import { statOfFile } from "../file-stat.ts";
import { placeAt } from "../place.ts";
import { atFlags, statOut } from "../strace/file-format.ts";
import { dirfd, fd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

const ALLOWED: number = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH;

function putStat(ctx: SyscallContext, va: number, stat: Stat): number {
  encodeStat(ctx.view, stat);
  return ctx.writeStruct(va, STAT_SIZE) < 0 ? -EFAULT : 0;
}

function statDescriptor(ctx: SyscallContext, fdArg: number, va: number): number {
  const file = ctx.file(fdArg);
  return file === null ? -EBADF : putStat(ctx, va, statOfFile(file));
}

export const fstat: Syscall = defineSyscall({
  nr: SYS_fstat,
  name: "fstat",
  args: [fd, statOut],
  run: statDescriptor,
});

export const newfstatat: Syscall = defineSyscall({
  nr: SYS_newfstatat,
  name: "newfstatat",
  args: [dirfd, path, statOut, atFlags],
  run(ctx, dirfdArg, pathVa, va, flags) {
    if ((flags & ~ALLOWED) !== 0) return -EINVAL;
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    if (name === "" && (flags & AT_EMPTY_PATH) !== 0 && (dirfdArg | 0) !== AT_FDCWD) {
      return statDescriptor(ctx, dirfdArg, va);
    }
    return statPath(ctx, dirfdArg, name, va, flags | 0);
  },
});

function* statPath(
  ctx: SyscallContext,
  dirfdArg: number,
  name: string,
  va: number,
  flags: number,
): Blocking<number> {
  const place = yield* placeAt(ctx, dirfdArg, name, flags, (flags & AT_SYMLINK_NOFOLLOW) === 0);
  return typeof place === "number" ? place : putStat(ctx, va, place.vnode.stat());
}
