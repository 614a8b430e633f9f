// faccessat, faccessat2: may the real (or, AT_EACCESS, the effective) user do this? man 2 access.

import {
  AT_EACCESS,
  AT_EMPTY_PATH,
  AT_SYMLINK_NOFOLLOW,
  EINVAL,
  R_OK,
  SYS_faccessat,
  SYS_faccessat2,
  W_OK,
  X_OK,
} from "@keel/abi";
import { accessAt, type Lookup } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { placeAt } from "../place.ts";
import { accessFlags, accessMode } from "../strace/file-format.ts";
import { dirfd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const faccessat: Syscall = defineSyscall({
  nr: SYS_faccessat,
  name: "faccessat",
  args: [dirfd, path, accessMode],
  run(ctx, dirfdArg, pathVa, mode) {
    const name = ctx.path(pathVa);
    return typeof name === "number" ? name : access(ctx, dirfdArg, name, mode | 0, 0);
  },
});

export const faccessat2: Syscall = defineSyscall({
  nr: SYS_faccessat2,
  name: "faccessat2",
  args: [dirfd, path, accessMode, accessFlags],
  run(ctx, dirfdArg, pathVa, mode, flags) {
    if ((flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !== 0) return -EINVAL;
    const name = ctx.path(pathVa);
    return typeof name === "number" ? name : access(ctx, dirfdArg, name, mode | 0, flags | 0);
  },
});

function* access(
  ctx: SyscallContext,
  dirfdArg: number,
  name: string,
  mode: number,
  flags: number,
): Blocking<number> {
  if ((mode & ~(R_OK | W_OK | X_OK)) !== 0) return -EINVAL;
  const place = yield* placeAt(ctx, dirfdArg, name, flags, (flags & AT_SYMLINK_NOFOLLOW) === 0);
  if (typeof place === "number") return place;
  return accessAt((flags & AT_EACCESS) !== 0 ? ctx.base : realBase(ctx), place, mode);
}

/** The base with the real identity in place of the effective one. */
function realBase(ctx: SyscallContext): Lookup {
  const { credentials } = ctx.lwp;
  const { cwd, root, umask } = ctx.base;
  return { cwd, root, umask, uid: credentials.uid, gid: credentials.gid, groups: credentials.groups };
}
