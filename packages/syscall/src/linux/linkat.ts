// linkat, symlinkat, readlinkat: hard and symbolic links. man 2 link, symlink, readlink.

import {
  AT_EMPTY_PATH,
  AT_SYMLINK_FOLLOW,
  EBADF,
  EFAULT,
  EINVAL,
  ENOENT,
  SYS_linkat,
  SYS_readlinkat,
  SYS_symlinkat,
} from "@keel/abi";
import { linkVnode, readlinkAt } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import { placeAt } from "../place.ts";
import { atFlags } from "../strace/file-format.ts";
import { dirfd, long } from "../strace/scalar-format.ts";
import { bytesOut, path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const linkat: Syscall = defineSyscall({
  nr: SYS_linkat,
  name: "linkat",
  args: [dirfd, path, dirfd, path, atFlags],
  run(ctx, oldDirfd, oldVa, newDirfd, newVa, flags) {
    if ((flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH)) !== 0) return -EINVAL;
    const oldPath = ctx.path(oldVa);
    if (typeof oldPath === "number") return oldPath;
    const newPath = ctx.path(newVa);
    if (typeof newPath === "number") return newPath;
    const newBase = ctx.baseAt(newDirfd, newPath);
    if (typeof newBase === "number") return newBase;
    if (oldPath === "" && (flags & AT_EMPTY_PATH) !== 0) {
      const file = ctx.file(oldDirfd);
      if (file === null) return -EBADF;
      if (file.location === null) return -ENOENT;
      return linkVnode(file.location.vnode, file.location.mount, newBase, newPath);
    }
    const oldBase = ctx.baseAt(oldDirfd, oldPath);
    if (typeof oldBase === "number") return oldBase;
    return ctx.vfs.linkAt(oldBase, oldPath, newBase, newPath, (flags & AT_SYMLINK_FOLLOW) !== 0);
  },
});

export const symlinkat: Syscall = defineSyscall({
  nr: SYS_symlinkat,
  name: "symlinkat",
  args: [path, dirfd, path],
  run(ctx, targetVa, dirfdArg, pathVa) {
    const target = ctx.path(targetVa);
    if (typeof target === "number") return target;
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    const base = ctx.baseAt(dirfdArg, name);
    return typeof base === "number" ? base : ctx.vfs.symlink(base, target, name);
  },
});

export const readlinkat: Syscall = defineSyscall({
  nr: SYS_readlinkat,
  name: "readlinkat",
  args: [dirfd, path, bytesOut, long],
  run(ctx, dirfdArg, pathVa, va, size) {
    if ((size | 0) <= 0) return -EINVAL;
    const name = ctx.path(pathVa);
    return typeof name === "number" ? name : readLink(ctx, dirfdArg, name, va, size | 0);
  },
});

function* readLink(
  ctx: SyscallContext,
  dirfdArg: number,
  name: string,
  va: number,
  size: number,
): Blocking<number> {
  // An empty path means the descriptor, which O_PATH|O_NOFOLLOW opened on the link itself.
  const place = yield* placeAt(ctx, dirfdArg, name, AT_EMPTY_PATH, false);
  if (typeof place === "number") return place;
  const target = yield* readlinkAt(place);
  if (typeof target === "number") return target;
  const bytes = utf8Encode(target).subarray(0, size);
  return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : bytes.length;
}
