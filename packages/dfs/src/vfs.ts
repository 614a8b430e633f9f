// The virtual file system of one kernel: the tree of mounts and every call that takes a path.
// Each call starts from a Lookup, which says whose call it is and where relative paths begin;
// `kernelLookup` is that of the kernel itself. Results are >= 0 (or the thing asked for) or
// -errno. All path calls are coroutines, to be driven with yield* from a thread.
//
// The calls themselves live in vfs-*.ts, one file per family.

import {
  EBUSY,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  MS_BIND,
  MS_MOVE,
  MS_PRIVATE,
  MS_REMOUNT,
  MS_SHARED,
  MS_SLAVE,
  MS_UNBINDABLE,
  O_DIRECTORY,
  O_RDONLY,
} from "@keel/abi";
import { type Blocking, defineService, isBlocking, type Kernel, type Service } from "@keel/kernel";
import type { Stat } from "./attributes.ts";
import type { DirEntry } from "./dirent.ts";
import type { File } from "./file.ts";
import type { Location, Lookup } from "./location.ts";
import { type Mount, type MountInfo, pathOf } from "./mount.ts";
import { PathWalk } from "./path-walk.ts";
import type { FileSystemType, Statfs } from "./superblock.ts";
import {
  accessAt,
  chmodAt,
  chownAt,
  type FileTime,
  readlinkAt,
  statfsOf,
  truncateAt,
  utimensAt,
} from "./vfs-attributes.ts";
import { MountTable } from "./vfs-mounts.ts";
import { linkPath, mkdirPath, mknodPath, rmdirPath, symlinkPath, unlinkPath } from "./vfs-names.ts";
import { openPath } from "./vfs-open.ts";
import { renamePath } from "./vfs-rename.ts";

export const VFS: Service<Vfs> = defineService<Vfs>("vfs");

/** Kinds of mount propagation: there is one name space, so that they change nothing. */
const PROPAGATION = MS_PRIVATE | MS_SHARED | MS_SLAVE | MS_UNBINDABLE;

export class Vfs {
  readonly kernel: Kernel;
  readonly table: MountTable;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.table = new MountTable(kernel);
  }

  registerFileSystem(type: FileSystemType): void {
    this.table.register(type);
  }

  /** The root of everything. There is none before the first mount. */
  get root(): Location {
    const mount = this.table.root;
    if (mount === null) this.kernel.panic("vfs: nothing is mounted on /");
    return { mount, vnode: mount.root };
  }

  /** For calls of the kernel's own: root user, paths from "/". */
  get kernelLookup(): Lookup {
    const root = this.root;
    return { cwd: root, root, umask: 0o022, uid: 0 };
  }

  // ---- mounts

  /** mount(2). The first mount has to be on "/" and becomes the root of the tree. */
  *mount(
    source: string,
    target: string,
    fsType: string,
    flags = 0,
    data = "",
    base: Lookup | null = null,
  ): Blocking<number> {
    if ((flags & MS_MOVE) !== 0) return -EINVAL;
    if ((flags & PROPAGATION) !== 0) return 0;
    if (this.table.root === null) {
      if (target !== "/") return -ENOENT;
      const mount = yield* this.table.mount(source, null, fsType, flags, data);
      return typeof mount === "number" ? mount : 0;
    }
    const lookup = base ?? this.kernelLookup;
    const at = yield* this.resolve(lookup, target, true);
    if (typeof at === "number") return at;
    if ((flags & MS_REMOUNT) !== 0) return yield* this.table.remount(at, flags, data);
    let mount: Mount | number;
    if ((flags & MS_BIND) !== 0) {
      const from = yield* this.resolve(lookup, source, true);
      mount = typeof from === "number" ? from : this.table.bind(source, from, at);
    } else if (at.mount.parent === null && at.vnode === at.mount.root) return -EBUSY;
    else mount = yield* this.table.mount(source, at, fsType, flags, data);
    return typeof mount === "number" ? mount : 0;
  }

  /** umount2(2): `flags` are MNT_…. */
  *umount(target: string, flags = 0, base: Lookup | null = null): Blocking<number> {
    const at = yield* this.resolve(base ?? this.kernelLookup, target, true);
    return typeof at === "number" ? at : yield* this.table.umount(at, flags);
  }

  mounts(): MountInfo[] {
    return this.table.infos();
  }

  /** Names places that keep their mounts busy, such as the working directories of processes. */
  addLocationHolder(places: () => Iterable<Location>): void {
    this.table.addHolder(places);
  }

  *sync(): Blocking<number> {
    return yield* this.table.syncAll();
  }

  // ---- places

  *resolve(base: Lookup, path: string, follow: boolean): Blocking<Location | number> {
    const walk = follow ? PathWalk.following(base, path) : PathWalk.notFollowing(base, path);
    let arrived = walk.run();
    if (typeof arrived !== "number") arrived = yield* arrived;
    return arrived < 0 ? arrived : walk.location;
  }

  /** The directory a path names, for chdir and chroot; search permission is checked. */
  *resolveDirectory(base: Lookup, path: string): Blocking<Location | number> {
    const place = yield* this.resolve(base, path, true);
    if (typeof place === "number") return place;
    if (!place.vnode.isDirectory) return -ENOTDIR;
    const denied = accessAt(base, place, 1);
    return denied < 0 ? denied : place;
  }

  /** getcwd(2): the path of the working directory as the caller sees it, or -ENOENT. */
  getcwd(base: Lookup): string | number {
    return base.cwd.vnode.nlink === 0 ? -ENOENT : pathOf(base.cwd, base.root);
  }

  /** The path of a directory from the root of everything. */
  pathOf(place: Location): string {
    return pathOf(place, null);
  }

  // ---- files and names

  open(base: Lookup, path: string, flags: number, mode = 0): Blocking<File | number> {
    return openPath(base, path, flags, mode);
  }

  mkdir(base: Lookup, path: string, mode: number): Blocking<number> {
    return mkdirPath(base, path, mode);
  }

  mknod(base: Lookup, path: string, mode: number, rdev: number): Blocking<number> {
    return mknodPath(base, path, mode, rdev);
  }

  symlink(base: Lookup, target: string, path: string): Blocking<number> {
    return symlinkPath(base, target, path);
  }

  link(base: Lookup, oldPath: string, newPath: string): Blocking<number> {
    return linkPath(base, oldPath, base, newPath, false);
  }

  /** linkat(2) with its two bases; `follow` is AT_SYMLINK_FOLLOW. */
  linkAt(
    oldBase: Lookup,
    oldPath: string,
    newBase: Lookup,
    newPath: string,
    follow: boolean,
  ): Blocking<number> {
    return linkPath(oldBase, oldPath, newBase, newPath, follow);
  }

  unlink(base: Lookup, path: string): Blocking<number> {
    return unlinkPath(base, path);
  }

  rmdir(base: Lookup, path: string): Blocking<number> {
    return rmdirPath(base, path);
  }

  rename(base: Lookup, oldPath: string, newPath: string): Blocking<number> {
    return renamePath(base, oldPath, base, newPath, 0);
  }

  /** renameat2(2) with its two bases; `flags` are RENAME_…. */
  renameAt(
    oldBase: Lookup,
    oldPath: string,
    newBase: Lookup,
    newPath: string,
    flags: number,
  ): Blocking<number> {
    return renamePath(oldBase, oldPath, newBase, newPath, flags);
  }

  // ---- attributes

  *stat(base: Lookup, path: string, follow: boolean): Blocking<Stat | number> {
    const place = yield* this.resolve(base, path, follow);
    return typeof place === "number" ? place : place.vnode.stat();
  }

  *readlink(base: Lookup, path: string): Blocking<string | number> {
    const place = yield* this.resolve(base, path, false);
    return typeof place === "number" ? place : yield* readlinkAt(place);
  }

  /** `mode` is F_OK or bits of R_OK, W_OK, X_OK; the uid of `base` is the one that counts. */
  *access(base: Lookup, path: string, mode: number, follow = true): Blocking<number> {
    const place = yield* this.resolve(base, path, follow);
    return typeof place === "number" ? place : accessAt(base, place, mode);
  }

  *chmod(base: Lookup, path: string, mode: number, follow = true): Blocking<number> {
    const place = yield* this.resolve(base, path, follow);
    if (typeof place === "number") return place;
    const result = chmodAt(base, place, mode);
    return typeof result === "number" ? result : yield* result;
  }

  *chown(base: Lookup, path: string, uid: number, gid: number, follow = true): Blocking<number> {
    const place = yield* this.resolve(base, path, follow);
    if (typeof place === "number") return place;
    const result = chownAt(base, place, uid, gid);
    return typeof result === "number" ? result : yield* result;
  }

  *utimens(base: Lookup, path: string, atime: FileTime, mtime: FileTime, follow = true): Blocking<number> {
    const place = yield* this.resolve(base, path, follow);
    if (typeof place === "number") return place;
    const result = utimensAt(base, place, atime, mtime);
    return typeof result === "number" ? result : yield* result;
  }

  *truncate(base: Lookup, path: string, size: number): Blocking<number> {
    const place = yield* this.resolve(base, path, true);
    if (typeof place === "number") return place;
    const result = truncateAt(base, place, size);
    return typeof result === "number" ? result : yield* result;
  }

  *statfs(base: Lookup, path: string): Blocking<Statfs | number> {
    const place = yield* this.resolve(base, path, true);
    return typeof place === "number" ? place : statfsOf(place.mount);
  }

  // ---- whole files, for the shell and the boot

  /** Everything a regular file holds. */
  *readFile(base: Lookup, path: string): Blocking<Uint8Array | number> {
    const file = yield* this.open(base, path, O_RDONLY);
    if (typeof file === "number") return file;
    try {
      return yield* readAll(file);
    } finally {
      file.unref();
    }
  }

  /** The entries of a directory without "." and "..", in the order of the file system. */
  *readDirectory(base: Lookup, path: string): Blocking<DirEntry[] | number> {
    const file = yield* this.open(base, path, O_RDONLY | O_DIRECTORY);
    if (typeof file === "number") return file;
    try {
      return yield* listAll(file);
    } finally {
      file.unref();
    }
  }
}

function* listAll(directory: File): Blocking<DirEntry[] | number> {
  const entries: DirEntry[] = [];
  for (;;) {
    let entry = directory.readdir();
    if (isBlocking(entry)) entry = yield* entry;
    if (typeof entry === "number") return entry;
    if (entry === null) return entries;
    if (entry.name !== "." && entry.name !== "..") entries.push(entry);
    directory.pos = entry.nextCookie;
  }
}

function* readAll(file: File): Blocking<Uint8Array | number> {
  if (file.vnode?.isDirectory === true) return -EISDIR;
  // Files of procfs say size 0 and still hold something.
  let bytes = new Uint8Array(Math.max(file.vnode?.size ?? 0, 4096) + 1);
  let used = 0;
  for (;;) {
    const result = file.read(bytes.subarray(used));
    const count = typeof result === "number" ? result : yield* result;
    if (count < 0) return count;
    if (count === 0) return bytes.subarray(0, used);
    used += count;
    if (used < bytes.length) continue;
    const larger = new Uint8Array(bytes.length * 2);
    larger.set(bytes);
    bytes = larger;
  }
}
