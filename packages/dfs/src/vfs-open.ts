// open(2): from a path and O_… flags to an open file description.

import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  ELOOP,
  ENOENT,
  ENOTDIR,
  ENXIO,
  EPERM,
  EROFS,
  ETXTBSY,
  MS_NODEV,
  O_ACCMODE,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOATIME,
  O_NOCTTY,
  O_NOFOLLOW,
  O_PATH,
  O_RDONLY,
  O_RDWR,
  O_TMPFILE,
  O_TRUNC,
  O_WRONLY,
  S_IFMT,
  S_IFSOCK,
  S_ISGID,
} from "@keel/abi";
import { type Blocking, isBlocking } from "@keel/kernel";
import { isDevice, isRegular, isSymlink, MODE_BITS, type Owner } from "./attributes.ts";
import type { File } from "./file.ts";
import type { Location, Lookup } from "./location.ts";
import { mountOn } from "./mount.ts";
import { PathFile } from "./path-file.ts";
import { LAST_JUMP, LAST_NORM, PathWalk } from "./path-walk.ts";
import {
  checkDirectoryWrite,
  checkOwner,
  checkPermission,
  isStored,
  MAY_READ,
  MAY_WRITE,
} from "./permission.ts";
import type { Vnode } from "./vnode.ts";

/** Flags that act while opening and are not part of the description. */
const OPENING_ONLY = O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC;
/** O_TMPFILE contains O_DIRECTORY; this is the bit of its own. */
const TMPFILE_BIT = O_TMPFILE & ~O_DIRECTORY;

/** A new open file description, or -errno. `mode` counts when the file is created. */
export function* openPath(base: Lookup, path: string, flags: number, mode: number): Blocking<File | number> {
  const error = checkFlags(flags);
  if (error < 0) return error;
  if ((flags & O_PATH) !== 0) return yield* openPlace(base, path, flags);
  if ((flags & TMPFILE_BIT) !== 0) return yield* openUnnamed(base, path, flags, mode);
  if ((flags & O_CREAT) !== 0) return yield* openOrCreate(base, path, flags, mode);
  const walk = walkFor(base, path, flags);
  let arrived = walk.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  const place = walk.location;
  const denied = checkOpen(base, place, flags);
  if (denied < 0) return denied;
  return yield* openVnode(place, walk.directory, walk.last, flags);
}

function checkFlags(flags: number): number {
  if ((flags & O_PATH) !== 0) return 0;
  if ((flags & O_ACCMODE) === O_ACCMODE) return -EINVAL;
  if ((flags & TMPFILE_BIT) !== 0) {
    const isWritable = (flags & O_ACCMODE) !== O_RDONLY;
    return (flags & O_DIRECTORY) !== 0 && isWritable && (flags & O_CREAT) === 0 ? 0 : -EINVAL;
  }
  return (flags & O_CREAT) !== 0 && (flags & O_DIRECTORY) !== 0 ? -EINVAL : 0;
}

function walkFor(base: Lookup, path: string, flags: number): PathWalk {
  return (flags & O_NOFOLLOW) !== 0 ? PathWalk.notFollowing(base, path) : PathWalk.following(base, path);
}

function* openPlace(base: Lookup, path: string, flags: number): Blocking<File | number> {
  const walk = walkFor(base, path, flags);
  let arrived = walk.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  if ((flags & O_DIRECTORY) !== 0 && !walk.vnode.isDirectory) return -ENOTDIR;
  const file = new PathFile(walk.vnode, O_PATH | (flags & (O_DIRECTORY | O_NOFOLLOW)));
  file.setPlace(walk.location, walk.directory, walk.last);
  return file;
}

function* openUnnamed(base: Lookup, path: string, flags: number, mode: number): Blocking<File | number> {
  const walk = PathWalk.following(base, path);
  let arrived = walk.run();
  if (typeof arrived !== "number") arrived = yield* arrived;
  if (arrived < 0) return arrived;
  const directory = walk.location;
  if (!directory.vnode.isDirectory) return -ENOTDIR;
  const denied = checkDirectoryWrite(base, directory);
  if (denied < 0) return denied;
  let vnode = directory.vnode.tmpfile(mode & MODE_BITS & ~base.umask, ownerIn(base, directory.vnode));
  if (isBlocking(vnode)) vnode = yield* vnode;
  if (typeof vnode === "number") return vnode;
  const place = { mount: directory.mount, vnode };
  return yield* openVnode(place, directory, `#${vnode.ino}`, flags & ~TMPFILE_BIT & ~O_DIRECTORY);
}

/** O_CREAT: looks at the last name itself, so that it can be made if it is not there. */
function* openOrCreate(base: Lookup, path: string, flags: number, mode: number): Blocking<File | number> {
  const walk = PathWalk.toParent(base, path);
  let arrived = walk.run();
  for (;;) {
    if (typeof arrived !== "number") arrived = yield* arrived;
    if (arrived < 0) return arrived;
    if (walk.lastKind === LAST_JUMP) {
      const denied = checkOpen(base, walk.location, flags);
      return denied < 0 ? denied : yield* openVnode(walk.location, null, walk.last, flags);
    }
    if (walk.lastKind !== LAST_NORM) return (flags & O_EXCL) !== 0 ? -EEXIST : -EISDIR;
    if (walk.hasTrailingSlash) return -EISDIR;
    const directory = walk.location;
    let found = directory.vnode.lookup(walk.last);
    if (isBlocking(found)) found = yield* found;
    if (found === -ENOENT) return yield* createAndOpen(base, directory, walk.last, flags, mode);
    if (typeof found === "number") return found;
    if ((flags & O_EXCL) !== 0) return -EEXIST;
    if (!isSymlink(found.mode)) {
      const place = covered(directory, found);
      const denied = checkOpen(base, place, flags);
      return denied < 0 ? denied : yield* openVnode(place, directory, walk.last, flags);
    }
    if ((flags & O_NOFOLLOW) !== 0) return -ELOOP;
    arrived = walk.followLast(found);
  }
}

function* createAndOpen(
  base: Lookup,
  directory: Location,
  name: string,
  flags: number,
  mode: number,
): Blocking<File | number> {
  const denied = checkDirectoryWrite(base, directory);
  if (denied < 0) return denied;
  if (directory.vnode.nlink === 0) return -ENOENT;
  const permissions = mode & MODE_BITS & ~base.umask;
  let vnode = directory.vnode.create(name, permissions, ownerIn(base, directory.vnode));
  if (isBlocking(vnode)) vnode = yield* vnode;
  if (typeof vnode === "number") return vnode;
  // A file made by this call may be written whatever its mode says: nothing is checked again.
  return yield* openVnode({ mount: directory.mount, vnode }, directory, name, flags & ~O_TRUNC);
}

/** 0 or -errno: whether what is there may be opened like this. */
function checkOpen(base: Lookup, place: Location, flags: number): number {
  const vnode = place.vnode;
  const isWriting = (flags & O_ACCMODE) !== O_RDONLY || (flags & O_TRUNC) !== 0;
  if (isSymlink(vnode.mode)) return -ELOOP;
  if (vnode.isDirectory) {
    if (isWriting || (flags & O_CREAT) !== 0) return -EISDIR;
  } else if ((flags & O_DIRECTORY) !== 0) return -ENOTDIR;
  if ((vnode.mode & S_IFMT) === S_IFSOCK) return -ENXIO;
  const denied = checkPermission(base, vnode, wantedBy(flags));
  if (denied < 0) return denied;
  if (isDevice(vnode.mode) && (place.mount.flags & MS_NODEV) !== 0) return -EACCES;
  if (isWriting && place.mount.isReadOnly && isStored(vnode.mode)) return -EROFS;
  if (isWriting && vnode.runners > 0) return -ETXTBSY;
  if ((flags & O_NOATIME) !== 0 && checkOwner(base, vnode) < 0) return -EPERM;
  return 0;
}

function wantedBy(flags: number): number {
  const mode = flags & O_ACCMODE;
  const truncates = (flags & O_TRUNC) !== 0 ? MAY_WRITE : 0;
  if (mode === O_RDWR) return MAY_READ | MAY_WRITE;
  return (mode === O_WRONLY ? MAY_WRITE : MAY_READ) | truncates;
}

function* openVnode(
  place: Location,
  directory: Location | null,
  name: string,
  flags: number,
): Blocking<File | number> {
  const vnode = place.vnode;
  if ((flags & O_TRUNC) !== 0 && isRegular(vnode.mode)) {
    let truncated = vnode.setattr({ size: 0 });
    if (typeof truncated !== "number") truncated = yield* truncated;
    if (truncated < 0) return truncated;
  }
  let file = vnode.open(flags & ~OPENING_ONLY);
  if (isBlocking(file)) file = yield* file;
  // A description that was handed out once more has its place already.
  if (typeof file !== "number" && file.vnode === vnode) file.setPlace(place, directory, name);
  return file;
}

/** The place of a child, on top of whatever is mounted there. */
export function covered(directory: Location, child: Vnode): Location {
  let mount = directory.mount;
  let vnode = child;
  for (;;) {
    const above = vnode.mounted === null ? null : mountOn(mount, vnode);
    if (above === null) return { mount, vnode };
    mount = above;
    vnode = above.root;
  }
}

/** Who owns what the caller makes in a directory: set-group-ID directories hand on their group. */
export function ownerIn(base: Lookup, directory: Vnode): Owner {
  return { uid: base.uid, gid: (directory.mode & S_ISGID) !== 0 ? directory.gid : (base.gid ?? 0) };
}
