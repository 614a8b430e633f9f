// The calls that make and take away names: mkdir, mknod, symlink, link, unlink, rmdir.
// Each walks to the parent directory, checks, and then asks the directory's vnode.

import {
  EBUSY,
  EEXIST,
  EINVAL,
  EISDIR,
  EMLINK,
  ENAMETOOLONG,
  ENOENT,
  ENOTDIR,
  ENOTEMPTY,
  EPERM,
  EXDEV,
  PATH_MAX,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  S_ISGID,
  S_ISVTX,
} from "@keel/abi";
import { type Blocking, isBlocking } from "@keel/kernel";
import { MODE_BITS } from "./attributes.ts";
import type { Lookup } from "./location.ts";
import { mountOn } from "./mount.ts";
import { utf8Length } from "./path-name.ts";
import { LAST_DOT, LAST_DOTDOT, LAST_NORM, PathWalk } from "./path-walk.ts";
import { checkDirectoryWrite, checkSticky } from "./permission.ts";
import type { Vnode } from "./vnode.ts";
import { ownerIn } from "./vfs-open.ts";

const LINK_MAX = 65000;

/**
 * Walks to where a new name is to be. 0, or -EEXIST if it is there already, and so on.
 * `mayEndInSlash`: the name is to be a directory.
 */
function* walkToNew(walk: PathWalk, mayEndInSlash: boolean): Blocking<number> {
  let arrived = walk.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  if (walk.lastKind !== LAST_NORM) return -EEXIST;
  let found = walk.vnode.lookup(walk.last);
  if (isBlocking(found)) found = yield* found;
  if (typeof found !== "number") return -EEXIST;
  if (found !== -ENOENT) return found;
  if (walk.hasTrailingSlash && !mayEndInSlash) return -ENOENT;
  const denied = checkDirectoryWrite(walk.base, walk.location);
  if (denied < 0) return denied;
  return walk.vnode.nlink === 0 ? -ENOENT : 0;
}

export function* mkdirPath(base: Lookup, path: string, mode: number): Blocking<number> {
  const walk = PathWalk.toParent(base, path);
  const error = yield* walkToNew(walk, true);
  if (error < 0) return error;
  const inherited = walk.vnode.mode & S_ISGID;
  const permissions = (mode & (0o777 | S_ISVTX) & ~base.umask) | inherited;
  let made = walk.vnode.mkdir(walk.last, permissions, ownerIn(base, walk.vnode));
  if (isBlocking(made)) made = yield* made;
  return typeof made === "number" ? made : 0;
}

/** Regular files, FIFOs, sockets and (root only) devices; `mode` has the type, 0 is regular. */
export function* mknodPath(base: Lookup, path: string, mode: number, rdev: number): Blocking<number> {
  const type = mode & S_IFMT;
  if (type === S_IFDIR) return -EPERM;
  const isNodeType = type === S_IFCHR || type === S_IFBLK || type === S_IFIFO || type === S_IFSOCK;
  if (type !== 0 && type !== S_IFREG && !isNodeType) return -EINVAL;
  if ((type === S_IFCHR || type === S_IFBLK) && base.uid !== 0) return -EPERM;
  const walk = PathWalk.toParent(base, path);
  const error = yield* walkToNew(walk, false);
  if (error < 0) return error;
  const permissions = mode & MODE_BITS & ~base.umask;
  const owner = ownerIn(base, walk.vnode);
  let made = isNodeType
    ? walk.vnode.mknod(walk.last, type | permissions, rdev, owner)
    : walk.vnode.create(walk.last, permissions, owner);
  if (isBlocking(made)) made = yield* made;
  return typeof made === "number" ? made : 0;
}

export function* symlinkPath(base: Lookup, target: string, path: string): Blocking<number> {
  if (target === "") return -ENOENT;
  if (utf8Length(target) >= PATH_MAX) return -ENAMETOOLONG;
  const walk = PathWalk.toParent(base, path);
  const error = yield* walkToNew(walk, false);
  if (error < 0) return error;
  let made = walk.vnode.symlink(walk.last, target, ownerIn(base, walk.vnode));
  if (isBlocking(made)) made = yield* made;
  return typeof made === "number" ? made : 0;
}

/** `isFollowing`: a symbolic link as `oldPath` stands for what it names (AT_SYMLINK_FOLLOW). */
export function* linkPath(
  oldBase: Lookup,
  oldPath: string,
  newBase: Lookup,
  newPath: string,
  isFollowing: boolean,
): Blocking<number> {
  const from = isFollowing ? PathWalk.following(oldBase, oldPath) : PathWalk.notFollowing(oldBase, oldPath);
  let arrived = from.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  return yield* linkVnode(from.vnode, from.mount, newBase, newPath);
}

/** Another name for a vnode in hand: what is left of link(2), and linkat with AT_EMPTY_PATH. */
export function* linkVnode(
  target: Vnode,
  mount: PathWalk["mount"],
  base: Lookup,
  path: string,
): Blocking<number> {
  const walk = PathWalk.toParent(base, path);
  const error = yield* walkToNew(walk, false);
  if (error < 0) return error;
  if (walk.mount !== mount) return -EXDEV;
  if (target.isDirectory) return -EPERM;
  if (target.nlink >= LINK_MAX) return -EMLINK;
  const linked = walk.vnode.link(walk.last, target);
  return typeof linked === "number" ? linked : yield* linked;
}

/** What a name to be taken away stands for, checked; or -errno. */
function* findVictim(walk: PathWalk): Blocking<Vnode | number> {
  let found = walk.vnode.lookup(walk.last);
  if (isBlocking(found)) found = yield* found;
  if (typeof found === "number") return found;
  const denied = checkDirectoryWrite(walk.base, walk.location);
  if (denied < 0) return denied;
  const stuck = checkSticky(walk.base, walk.vnode, found);
  return stuck < 0 ? stuck : found;
}

export function* unlinkPath(base: Lookup, path: string): Blocking<number> {
  const walk = PathWalk.toParent(base, path);
  let arrived = walk.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  if (walk.lastKind !== LAST_NORM) return -EISDIR;
  const victim = yield* findVictim(walk);
  if (typeof victim === "number") return victim;
  if (victim.isDirectory) return -EISDIR;
  if (walk.hasTrailingSlash) return -ENOTDIR;
  const result = walk.vnode.unlink(walk.last);
  return typeof result === "number" ? result : yield* result;
}

export function* rmdirPath(base: Lookup, path: string): Blocking<number> {
  const walk = PathWalk.toParent(base, path);
  let arrived = walk.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  if (walk.lastKind === LAST_DOT) return -EINVAL;
  if (walk.lastKind === LAST_DOTDOT) return -ENOTEMPTY;
  if (walk.lastKind !== LAST_NORM) return -EBUSY;
  const victim = yield* findVictim(walk);
  if (typeof victim === "number") return victim;
  if (!victim.isDirectory) return -ENOTDIR;
  if (mountOn(walk.mount, victim) !== null) return -EBUSY;
  const result = walk.vnode.rmdir(walk.last);
  return typeof result === "number" ? result : yield* result;
}
