// statx: what a file is, in the extensible form. man 2 statx.

import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_NO_AUTOMOUNT,
  AT_STATX_SYNC_TYPE,
  AT_SYMLINK_NOFOLLOW,
  EBADF,
  EFAULT,
  EINVAL,
  SYS_statx,
} from "@keel/abi";
import type { Stat } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { encodeStatx, STATX_SIZE } from "../codec/statx.ts";
import { statOfFile } from "../file-stat.ts";
import { placeAt } from "../place.ts";
import { atFlags, statxOut } from "../strace/file-format.ts";
import { dirfd, hex } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

const ALLOWED: number = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | AT_STATX_SYNC_TYPE;
/** The mask's top bit is reserved for a struct statx of another size. */
const STATX_RESERVED = 0x8000_0000;

function putStatx(ctx: SyscallContext, va: number, stat: Stat): number {
  encodeStatx(ctx.view, stat);
  return ctx.writeStruct(va, STATX_SIZE) < 0 ? -EFAULT : 0;
}

export const statx: Syscall = defineSyscall({
  nr: SYS_statx,
  name: "statx",
  args: [dirfd, path, atFlags, hex, statxOut],
  level: "partial",
  note: "the basic fields; no birth time, no attributes",
  run(ctx, dirfdArg, pathVa, flags, mask, va) {
    if ((flags & ~ALLOWED) !== 0 || (mask & STATX_RESERVED) !== 0) return -EINVAL;
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    if (name === "" && (flags & AT_EMPTY_PATH) !== 0 && (dirfdArg | 0) !== AT_FDCWD) {
      const file = ctx.file(dirfdArg);
      return file === null ? -EBADF : putStatx(ctx, va, statOfFile(file));
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
  return typeof place === "number" ? place : putStatx(ctx, va, place.vnode.stat());
}
