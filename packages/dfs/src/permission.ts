// Who may do what to a vnode: the owner, group and other bits of POSIX, and root (uid 0), who
// may do everything but run a file that nobody may run.

import { EACCES, EPERM, EROFS, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, S_ISVTX } from "@keel/abi";
import type { Location, Lookup } from "./location.ts";
import type { Vnode } from "./vnode.ts";

/** The bits of a permission request, as access(2) has them. */
export const MAY_READ = 4;
export const MAY_WRITE = 2;
export const MAY_EXEC = 1;

/** 0 or -EACCES: whether the caller may do all of `wanted` (MAY_…) to the vnode. */
export function checkPermission(base: Lookup, vnode: Vnode, wanted: number): number {
  if (base.uid === 0) {
    const isRunnable = vnode.isDirectory || (vnode.mode & 0o111) !== 0;
    return (wanted & MAY_EXEC) === 0 || isRunnable ? 0 : -EACCES;
  }
  let bits = vnode.mode & 7;
  if (vnode.uid === base.uid) bits = (vnode.mode >> 6) & 7;
  else if (isInGroup(base, vnode.gid)) bits = (vnode.mode >> 3) & 7;
  return (bits & wanted) === wanted ? 0 : -EACCES;
}

export function isInGroup(base: Lookup, gid: number): boolean {
  return (base.gid ?? 0) === gid || (base.groups?.includes(gid) ?? false);
}

/** 0 or -EPERM: whether the caller owns the vnode or is root. */
export function checkOwner(base: Lookup, vnode: Vnode): number {
  return base.uid === 0 || base.uid === vnode.uid ? 0 : -EPERM;
}

/** 0, -EROFS or -EACCES: whether names may be added to or taken from a directory. */
export function checkDirectoryWrite(base: Lookup, directory: Location): number {
  if (directory.mount.isReadOnly) return -EROFS;
  return checkPermission(base, directory.vnode, MAY_WRITE | MAY_EXEC);
}

/** 0 or -EPERM: in a sticky directory only the owners of file and directory take a name away. */
export function checkSticky(base: Lookup, directory: Vnode, victim: Vnode): number {
  if ((directory.mode & S_ISVTX) === 0 || base.uid === 0) return 0;
  return base.uid === victim.uid || base.uid === directory.uid ? 0 : -EPERM;
}

/** Whether a read-only mount forbids writing this: devices and FIFOs hold nothing of it. */
export function isStored(mode: number): boolean {
  const type = mode & S_IFMT;
  return type === S_IFREG || type === S_IFDIR || type === S_IFLNK;
}
