// rename(2) and renameat2(2): moves a name within one mount, replacing what is in the way.

import {
  EBUSY,
  EEXIST,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  ENOTEMPTY,
  EXDEV,
  RENAME_NOREPLACE,
} from "@keel/abi";
import { type Blocking, isBlocking } from "@keel/kernel";
import type { Lookup } from "./location.ts";
import { mountOn } from "./mount.ts";
import { LAST_NORM, PathWalk } from "./path-walk.ts";
import { checkDirectoryWrite, checkPermission, checkSticky, MAY_WRITE } from "./permission.ts";
import type { Vnode } from "./vnode.ts";

/**
 * `flags`: RENAME_NOREPLACE, or 0.
 * DEVIATION: RENAME_EXCHANGE and RENAME_WHITEOUT are refused with EINVAL, as by file systems of
 * Linux that do not know them.
 */
export function* renamePath(
  oldBase: Lookup,
  oldPath: string,
  newBase: Lookup,
  newPath: string,
  flags: number,
): Blocking<number> {
  if ((flags & ~RENAME_NOREPLACE) !== 0) return -EINVAL;
  const from = PathWalk.toParent(oldBase, oldPath);
  let arrived = from.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  const to = PathWalk.toParent(newBase, newPath);
  arrived = to.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  if (from.mount !== to.mount) return -EXDEV;
  if (from.lastKind !== LAST_NORM) return -EBUSY;
  if (to.lastKind !== LAST_NORM) return (flags & RENAME_NOREPLACE) !== 0 ? -EEXIST : -EBUSY;

  let source = from.vnode.lookup(from.last);
  if (isBlocking(source)) source = yield* source;
  if (typeof source === "number") return source;
  let target = to.vnode.lookup(to.last);
  if (isBlocking(target)) target = yield* target;
  if (typeof target === "number" && target !== -ENOENT) return target;
  const replaced = typeof target === "number" ? null : target;
  if (replaced !== null && (flags & RENAME_NOREPLACE) !== 0) return -EEXIST;
  if (!source.isDirectory && (from.hasTrailingSlash || to.hasTrailingSlash)) return -ENOTDIR;
  if (isAncestor(source, to.vnode)) return -EINVAL;
  if (replaced !== null && isAncestor(replaced, from.vnode)) return -ENOTEMPTY;
  // Two names of one file: POSIX has both stay.
  if (replaced === source) return 0;
  const error = checkRename(from, source, to, replaced);
  if (error < 0) return error;
  const result = from.vnode.rename(from.last, to.vnode, to.last);
  return typeof result === "number" ? result : yield* result;
}

function checkRename(from: PathWalk, source: Vnode, to: PathWalk, replaced: Vnode | null): number {
  let error = checkDirectoryWrite(from.base, from.location);
  if (error < 0) return error;
  error = checkSticky(from.base, from.vnode, source);
  if (error < 0) return error;
  error = checkDirectoryWrite(to.base, to.location);
  if (error < 0) return error;
  if (to.vnode.nlink === 0) return -ENOENT;
  if (replaced !== null) {
    error = checkSticky(to.base, to.vnode, replaced);
    if (error < 0) return error;
    if (source.isDirectory && !replaced.isDirectory) return -ENOTDIR;
    if (!source.isDirectory && replaced.isDirectory) return -EISDIR;
    if (mountOn(to.mount, replaced) !== null) return -EBUSY;
  }
  if (mountOn(from.mount, source) !== null) return -EBUSY;
  // A directory that changes parents has its ".." rewritten.
  if (source.isDirectory && from.vnode !== to.vnode) return checkPermission(from.base, source, MAY_WRITE);
  return 0;
}

/** Whether `vnode` is `above` or lies below it. */
function isAncestor(above: Vnode, vnode: Vnode): boolean {
  for (let at: Vnode | null = vnode; at !== null; at = at.parent) if (at === above) return true;
  return false;
}
