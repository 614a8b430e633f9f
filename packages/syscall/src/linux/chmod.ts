// fchmod, fchmodat, fchmodat2: permission bits. man 2 chmod.

import {
  AT_EMPTY_PATH,
  AT_SYMLINK_NOFOLLOW,
  EBADF,
  EINVAL,
  O_PATH,
  SYS_fchmod,
  SYS_fchmodat,
  SYS_fchmodat2,
} from "@keel/abi";
import { chmodAt } from "@keel/dfs";
import { type Blocking, settle } from "@keel/kernel";
import { placeAt } from "../place.ts";
import { atFlags } from "../strace/file-format.ts";
import { dirfd, fd, mode } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const fchmod: Syscall = defineSyscall({
  nr: SYS_fchmod,
  name: "fchmod",
  args: [fd, mode],
  run(ctx, fdArg, modeArg) {
    const file = ctx.file(fdArg);
    if (file === null || (file.flags & O_PATH) !== 0) return -EBADF;
    return file.location === null ? 0 : chmodAt(ctx.base, file.location, modeArg | 0);
  },
});

export const fchmodat: Syscall = defineSyscall({
  nr: SYS_fchmodat,
  name: "fchmodat",
  args: [dirfd, path, mode],
  run(ctx, dirfdArg, pathVa, modeArg) {
    const name = ctx.path(pathVa);
    return typeof name === "number" ? name : chmodPath(ctx, dirfdArg, name, modeArg, 0);
  },
});

export const fchmodat2: Syscall = defineSyscall({
  nr: SYS_fchmodat2,
  name: "fchmodat2",
  args: [dirfd, path, mode, atFlags],
  run(ctx, dirfdArg, pathVa, modeArg, flags) {
    if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !== 0) return -EINVAL;
    const name = ctx.path(pathVa);
    return typeof name === "number" ? name : chmodPath(ctx, dirfdArg, name, modeArg, flags | 0);
  },
});

function* chmodPath(
  ctx: SyscallContext,
  dirfdArg: number,
  name: string,
  modeArg: number,
  flags: number,
): Blocking<number> {
  const place = yield* placeAt(ctx, dirfdArg, name, flags, (flags & AT_SYMLINK_NOFOLLOW) === 0);
  return typeof place === "number" ? place : yield* settle(chmodAt(ctx.base, place, modeArg | 0));
}
