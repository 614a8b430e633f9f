// The calls that read and change what a file is: stat, readlink, access, chmod, chown,
// utimensat, truncate, statfs. The f… forms of syscalls use the `…At` functions on the place
// of an open file; the path forms walk there first.

import {
  EACCES,
  EFBIG,
  EINVAL,
  EISDIR,
  EOPNOTSUPP,
  EPERM,
  EROFS,
  ETXTBSY,
  F_OK,
  MS_NOATIME,
  MS_NODEV,
  MS_NOEXEC,
  MS_NOSUID,
  R_OK,
  S_ISGID,
  S_ISUID,
  S_IXGRP,
  ST_NOATIME,
  ST_NODEV,
  ST_NOEXEC,
  ST_NOSUID,
  ST_RDONLY,
  ST_RELATIME,
  ST_VALID,
  W_OK,
  X_OK,
} from "@keel/abi";
import type { Blocking, MayBlock } from "@keel/kernel";
import { isRegular, isSymlink, MODE_BITS, type SetAttr } from "./attributes.ts";
import { OFFSET_MAX } from "./file.ts";
import type { Location, Lookup } from "./location.ts";
import type { Mount } from "./mount.ts";
import { checkOwner, checkPermission, isInGroup, isStored, MAY_WRITE } from "./permission.ts";
import type { Statfs } from "./superblock.ts";

/** A file time to set: nanoseconds since the epoch, "now", or "omit" (UTIME_NOW, UTIME_OMIT). */
export type FileTime = number | "now" | "omit";

/** access(2): 0 or -errno; `mode` is F_OK or bits of R_OK, W_OK, X_OK. */
export function accessAt(base: Lookup, place: Location, mode: number): number {
  if ((mode & ~(R_OK | W_OK | X_OK)) !== 0) return -EINVAL;
  if (mode === F_OK) return 0;
  const vnode = place.vnode;
  const isUnrunnable = (place.mount.flags & MS_NOEXEC) !== 0 && isRegular(vnode.mode);
  if ((mode & X_OK) !== 0 && isUnrunnable) return -EACCES;
  const denied = checkPermission(base, vnode, mode);
  if (denied < 0) return denied;
  if ((mode & W_OK) !== 0 && place.mount.isReadOnly && isStored(vnode.mode)) return -EROFS;
  return 0;
}

export function chmodAt(base: Lookup, place: Location, mode: number): MayBlock<number> {
  const vnode = place.vnode;
  if (place.mount.isReadOnly) return -EROFS;
  if (checkOwner(base, vnode) < 0) return -EPERM;
  if (isSymlink(vnode.mode)) return -EOPNOTSUPP;
  let bits = mode & MODE_BITS;
  // Only members of a group may make programs that run as the group.
  if (base.uid !== 0 && !isInGroup(base, vnode.gid)) bits &= ~S_ISGID;
  return vnode.setattr({ mode: bits });
}

/** -1 as uid or gid leaves it. Programs lose their set-ID bits. */
export function chownAt(base: Lookup, place: Location, uid: number, gid: number): MayBlock<number> {
  const vnode = place.vnode;
  if (place.mount.isReadOnly) return -EROFS;
  const isKept = uid === -1 || uid === vnode.uid;
  if (base.uid !== 0) {
    if (base.uid !== vnode.uid || !isKept) return -EPERM;
    if (gid !== -1 && gid !== vnode.gid && !isInGroup(base, gid)) return -EPERM;
  }
  const change: { uid?: number; gid?: number; mode?: number } = {};
  if (uid !== -1) change.uid = uid;
  if (gid !== -1) change.gid = gid;
  const setIds = S_ISUID | ((vnode.mode & S_IXGRP) !== 0 ? S_ISGID : 0);
  if (isRegular(vnode.mode) && (vnode.mode & setIds) !== 0) change.mode = vnode.mode & MODE_BITS & ~setIds;
  return vnode.setattr(change);
}

export function utimensAt(base: Lookup, place: Location, atime: FileTime, mtime: FileTime): MayBlock<number> {
  if (atime === "omit" && mtime === "omit") return 0;
  const vnode = place.vnode;
  if (place.mount.isReadOnly) return -EROFS;
  // "Touch" is allowed to whoever may write; a chosen time to the owner only.
  if (atime === "now" && mtime === "now") {
    if (checkOwner(base, vnode) < 0 && checkPermission(base, vnode, MAY_WRITE) < 0) return -EACCES;
  } else if (checkOwner(base, vnode) < 0) return -EPERM;
  const now = vnode.fs.nowNs();
  const change: { atimeNs?: number; mtimeNs?: number } = {};
  if (atime !== "omit") change.atimeNs = atime === "now" ? now : atime;
  if (mtime !== "omit") change.mtimeNs = mtime === "now" ? now : mtime;
  return vnode.setattr(change);
}

export function truncateAt(base: Lookup, place: Location, size: number): MayBlock<number> {
  const vnode = place.vnode;
  if (size < 0) return -EINVAL;
  if (vnode.isDirectory) return -EISDIR;
  if (!isRegular(vnode.mode)) return -EINVAL;
  if (place.mount.isReadOnly) return -EROFS;
  const denied = checkPermission(base, vnode, MAY_WRITE);
  if (denied < 0) return denied;
  if (vnode.runners > 0) return -ETXTBSY;
  return size > OFFSET_MAX ? -EFBIG : vnode.setattr({ size } satisfies SetAttr);
}

export function* readlinkAt(place: Location): Blocking<string | number> {
  const vnode = place.vnode;
  if (!isSymlink(vnode.mode)) return -EINVAL;
  const target = vnode.readlink();
  return typeof target === "object" ? yield* target : target;
}

/** statfs(2), with the flags of the mount. */
export function statfsOf(mount: Mount): Statfs {
  const own = mount.fs.statfs();
  let flags = ST_VALID | own.flags;
  if (mount.isReadOnly) flags |= ST_RDONLY;
  if ((mount.flags & MS_NOSUID) !== 0) flags |= ST_NOSUID;
  if ((mount.flags & MS_NODEV) !== 0) flags |= ST_NODEV;
  if ((mount.flags & MS_NOEXEC) !== 0) flags |= ST_NOEXEC;
  flags |= (mount.flags & MS_NOATIME) !== 0 ? ST_NOATIME : ST_RELATIME;
  return { ...own, flags };
}
