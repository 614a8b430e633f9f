// A file system object: regular file, directory, symbolic link, device, FIFO or socket, whoever
// has it open and whatever its names are. A file system derives one class for each kind it
// knows and overrides what that kind can do; the defaults refuse with the errno that a caller
// of the wrong kind expects. The Vfs has checked names, permissions and read-only mounts before
// it calls; a vnode checks what only it can know.
//
// Runs in thread context. What returns MayBlock may wait; the rest is plain.

import { EACCES, EINVAL, EISDIR, ENOTDIR, ENXIO, EOPNOTSUPP, EPERM, S_IFDIR, S_IFMT } from "@keel/abi";
import type { MayBlock } from "@keel/kernel";
import { MODE_BITS, type Owner, type SetAttr, type Stat } from "./attributes.ts";
import type { DirEntry } from "./dirent.ts";
import type { File } from "./file.ts";
import type { Location } from "./location.ts";
import type { Mount } from "./mount.ts";
import type { PageSource } from "./page-source.ts";
import type { Superblock } from "./superblock.ts";

/** Where a link of procfs leads: not a name but the thing itself, and what to call it. */
export interface Jump extends Location {
  readonly path: string;
}

export abstract class Vnode {
  readonly fs: Superblock;
  readonly ino: number;
  mode: number;
  nlink: number;
  uid: number;
  gid: number;
  rdev = 0;
  atimeNs: number;
  mtimeNs: number;
  ctimeNs: number;
  /** Directories: the one above, null for a root. Others may leave it null. */
  parent: Vnode | null = null;
  /** Directories: the name in `parent`. */
  name = "";
  /** What is mounted on this directory, newest first. */
  mounted: Mount | null = null;
  /** Open files and mappings. */
  users = 0;
  /** Open files that may write: running it is refused (ETXTBSY). */
  writers = 0;
  /** Processes that run it: writing it is refused (ETXTBSY). */
  runners = 0;

  constructor(fs: Superblock, ino: number, mode: number, owner: Owner) {
    this.fs = fs;
    this.ino = ino;
    this.mode = mode;
    this.nlink = (mode & S_IFMT) === S_IFDIR ? 2 : 1;
    this.uid = owner.uid;
    this.gid = owner.gid;
    const now = fs.nowNs();
    this.atimeNs = now;
    this.mtimeNs = now;
    this.ctimeNs = now;
  }

  get isDirectory(): boolean {
    return (this.mode & S_IFMT) === S_IFDIR;
  }

  /** Bytes of contents. */
  get size(): number {
    return 0;
  }

  /** Space taken, in units of 512 bytes. */
  get blocks(): number {
    return 0;
  }

  stat(): Stat {
    return {
      dev: this.fs.dev,
      ino: this.ino,
      mode: this.mode,
      nlink: this.nlink,
      uid: this.uid,
      gid: this.gid,
      rdev: this.rdev,
      size: this.size,
      blksize: 4096,
      blocks: this.blocks,
      atimeNs: this.atimeNs,
      mtimeNs: this.mtimeNs,
      ctimeNs: this.ctimeNs,
    };
  }

  /** Changes attributes; a change of size needs a kind that has contents. */
  setattr(change: SetAttr): MayBlock<number> {
    if (change.size !== undefined) return this.isDirectory ? -EISDIR : -EINVAL;
    this.applyAttributes(change);
    return 0;
  }

  /** What `setattr` does once `size` is dealt with. */
  protected applyAttributes(change: SetAttr): void {
    if (change.mode !== undefined) this.mode = (this.mode & S_IFMT) | (change.mode & MODE_BITS);
    if (change.uid !== undefined) this.uid = change.uid;
    if (change.gid !== undefined) this.gid = change.gid;
    if (change.atimeNs !== undefined) this.atimeNs = change.atimeNs;
    if (change.mtimeNs !== undefined) this.mtimeNs = change.mtimeNs;
    this.ctimeNs = this.fs.nowNs();
  }

  // ---- directories

  /** The child of that name, or -ENOENT. Never asked for "." or "..". */
  lookup(_name: string): MayBlock<Vnode | number> {
    return -ENOTDIR;
  }

  /** A new regular file. `mode` is permission bits, the umask already applied. */
  create(_name: string, _mode: number, _owner: Owner): MayBlock<Vnode | number> {
    return this.isDirectory ? -EACCES : -ENOTDIR;
  }

  /** A new FIFO, socket or device; `mode` has the type. */
  mknod(_name: string, _mode: number, _rdev: number, _owner: Owner): MayBlock<Vnode | number> {
    return this.isDirectory ? -EPERM : -ENOTDIR;
  }

  mkdir(_name: string, _mode: number, _owner: Owner): MayBlock<Vnode | number> {
    return this.isDirectory ? -EPERM : -ENOTDIR;
  }

  symlink(_name: string, _target: string, _owner: Owner): MayBlock<Vnode | number> {
    return this.isDirectory ? -EPERM : -ENOTDIR;
  }

  /** A regular file without a name (O_TMPFILE). */
  tmpfile(_mode: number, _owner: Owner): MayBlock<Vnode | number> {
    return -EOPNOTSUPP;
  }

  /** Another name for `target`, which is of this file system and no directory. */
  link(_name: string, _target: Vnode): MayBlock<number> {
    return this.isDirectory ? -EPERM : -ENOTDIR;
  }

  /** Takes away the name of something that is no directory. */
  unlink(_name: string): MayBlock<number> {
    return this.isDirectory ? -EPERM : -ENOTDIR;
  }

  /** Takes away an empty directory (-ENOTEMPTY). */
  rmdir(_name: string): MayBlock<number> {
    return this.isDirectory ? -EPERM : -ENOTDIR;
  }

  /**
   * Moves `oldName` here to `newName` in `newDir` of this file system, replacing what is there.
   * Types and ancestry are checked; that a replaced directory is empty is not (-ENOTEMPTY).
   */
  rename(_oldName: string, _newDir: Vnode, _newName: string): MayBlock<number> {
    return this.isDirectory ? -EPERM : -ENOTDIR;
  }

  /**
   * The entry at or after `cookie`, null at the end. Cookies start at 2 (0 and 1 are "." and
   * "..", which the open directory adds) and stay good while names come and go.
   */
  readdir(_cookie: number): MayBlock<DirEntry | null | number> {
    return -ENOTDIR;
  }

  // ---- symbolic links

  readlink(): MayBlock<string | number> {
    return -EINVAL;
  }

  /** For links that lead to a thing and not to a name (/proc/<pid>/exe); null: use readlink. */
  jump(): Jump | number | null {
    return null;
  }

  // ---- contents

  /** A new open file description. `flags` are O_…; may block (FIFOs). */
  open(_flags: number): MayBlock<File | number> {
    return -ENXIO;
  }

  /**
   * Makes `bytes` the contents of a new file. They may be kept as they are, so that the caller
   * must not change them afterwards. 0 or -errno.
   */
  setContents(_bytes: Uint8Array): MayBlock<number> {
    return -EOPNOTSUPP;
  }

  /** The contents as mmap wants them, or null if this kind cannot be mapped. */
  memObject(): PageSource | null {
    return null;
  }

  sync(): MayBlock<number> {
    return 0;
  }

  // ---- life

  /** One more open file or mapping. */
  hold(): void {
    this.users++;
  }

  /** One less; the last one lets go of a file that has no name any more. */
  drop(): void {
    this.users--;
    if (this.users === 0 && this.nlink === 0) this.evict();
  }

  /** Called by its file system when the last name is gone: the rest goes with the last user. */
  orphan(): void {
    if (this.users === 0) this.evict();
  }

  /** Nobody can reach it again: gives back what it holds. */
  protected evict(): void {
    this.fs.forget(this);
  }
}

/** What callers outside dfs know of a file that can be mapped. */
export type MemObjectLike = PageSource;
