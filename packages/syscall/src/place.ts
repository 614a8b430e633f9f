// From the arguments of an *at call to the place in the tree that they mean.

import { AT_EMPTY_PATH, AT_FDCWD, EBADF, ENOENT } from "@keel/abi";
import type { Location } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import type { SyscallContext } from "./syscall-context.ts";

/**
 * What `path` names from `dirfd` on; an empty path with AT_EMPTY_PATH in `flags` means `dirfd`
 * itself. -errno of the walk, -EBADF, -ENOENT. An open file outside the tree (a pipe) is -ENOENT.
 */
export function* placeAt(
  ctx: SyscallContext,
  dirfd: number,
  path: string,
  flags: number,
  isFollowing: boolean,
): Blocking<Location | number> {
  if (path === "" && (flags & AT_EMPTY_PATH) !== 0) {
    if ((dirfd | 0) === AT_FDCWD) return ctx.base.cwd;
    const file = ctx.file(dirfd);
    return file === null ? -EBADF : (file.location ?? -ENOENT);
  }
  const base = ctx.baseAt(dirfd, path);
  return typeof base === "number" ? base : yield* ctx.vfs.resolve(base, path, isFollowing);
}
