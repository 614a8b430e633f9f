// fchown, fchownat: owner and group; -1 leaves one as it is. man 2 chown.

import {
  AT_EMPTY_PATH,
  AT_SYMLINK_NOFOLLOW,
  EBADF,
  EINVAL,
  O_PATH,
  SYS_fchown,
  SYS_fchownat,
} from "@keel/abi";
import { chownAt } from "@keel/dfs";
import { type Blocking, settle } from "@keel/kernel";
import { placeAt } from "../place.ts";
import { atFlags } from "../strace/file-format.ts";
import { dirfd, fd, int } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** An identifier argument: unsigned, but for the -1 that means "leave". */
function identifier(value: number): number {
  return (value | 0) === -1 ? -1 : value >>> 0;
}

export const fchown: Syscall = defineSyscall({
  nr: SYS_fchown,
  name: "fchown",
  args: [fd, int, int],
  run(ctx, fdArg, uid, gid) {
    const file = ctx.file(fdArg);
    if (file === null || (file.flags & O_PATH) !== 0) return -EBADF;
    return file.location === null ? 0 : chownAt(ctx.base, file.location, identifier(uid), identifier(gid));
  },
});

export const fchownat: Syscall = defineSyscall({
  nr: SYS_fchownat,
  name: "fchownat",
  args: [dirfd, path, int, int, atFlags],
  run(ctx, dirfdArg, pathVa, uid, gid, flags) {
    if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !== 0) return -EINVAL;
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    return chownPath(ctx, dirfdArg, name, identifier(uid), identifier(gid), flags | 0);
  },
});

function* chownPath(
  ctx: SyscallContext,
  dirfdArg: number,
  name: string,
  uid: number,
  gid: number,
  flags: number,
): Blocking<number> {
  const place = yield* placeAt(ctx, dirfdArg, name, flags, (flags & AT_SYMLINK_NOFOLLOW) === 0);
  return typeof place === "number" ? place : yield* settle(chownAt(ctx.base, place, uid, gid));
}
