// A file, directory or link of a host folder. The host is asked each time, since others may
// change the folder too; a vnode only remembers where it is, so that a working directory, an
// open file and a mount point stay what they are while names above them change.

import { EINVAL, EISDIR, ENXIO, EPERM, EXDEV, O_ACCMODE, O_RDWR, O_WRONLY, S_IFMT } from "@keel/abi";
import { isRegular, isSymlink, type Owner, ROOT_OWNER, type SetAttr, type Stat } from "../attributes.ts";
import { DirectoryEntries, type Listed } from "../directory-entries.ts";
import { DirectoryFile, FIRST_COOKIE } from "../directory-file.ts";
import type { DirEntry } from "../dirent.ts";
import type { File } from "../file.ts";
import type { PageSource } from "../page-source.ts";
import { Vnode } from "../vnode.ts";
import type { HostDir, HostStat } from "./host-dir.ts";
import { HostFile } from "./host-file.ts";
import { HostPages } from "./host-pages.ts";
import type { HostSuperblock } from "./hostfs.ts";

export class HostVnode extends Vnode {
  readonly #fs: HostSuperblock;
  /** Handles that open files have; any of them reaches the file when its name is gone. */
  readonly handles: Set<number> = new Set();
  #size = 0;
  #blocks = 0;
  /** Children that somebody may still hold, so that one name is one vnode. */
  readonly #children = new Map<string, WeakRef<HostVnode>>();
  #sweepAt = 256;
  /** The names of the last listing, for cookies that last. */
  #listing: DirectoryEntries<Listed> | null = null;
  #pages: HostPages | null = null;

  constructor(fs: HostSuperblock, stat: HostStat, parent: HostVnode | null, name: string) {
    super(fs, stat.ino, stat.mode, ROOT_OWNER);
    this.#fs = fs;
    this.parent = parent;
    this.name = name;
    this.#take(stat);
  }

  get host(): HostDir {
    return this.#fs.host;
  }

  /** Where it is in the folder. */
  get path(): string {
    const above = this.parent;
    if (!(above instanceof HostVnode)) return "";
    return above.parent === null ? this.name : `${above.path}/${this.name}`;
  }

  #childPath(name: string): string {
    return this.parent === null ? name : `${this.path}/${name}`;
  }

  #take(stat: HostStat): void {
    // Programs of the host do not run as their owner here.
    this.mode = stat.mode & (S_IFMT | 0o1777);
    this.nlink = stat.nlink;
    this.#size = stat.size;
    this.#blocks = stat.blocks;
    this.atimeNs = stat.atimeNs;
    this.mtimeNs = stat.mtimeNs;
    this.ctimeNs = stat.ctimeNs;
  }

  // ---- attributes

  /** Asks the host anew: by an open handle if there is one, by name if it is still the same. */
  refresh(): void {
    const [handle] = this.handles;
    const isGone = this.nlink === 0;
    if (handle !== undefined) {
      const stat = this.host.fstat(handle);
      if (typeof stat !== "number") this.#take(isGone ? { ...stat, nlink: 0 } : stat);
    } else if (!isGone) {
      const stat = this.host.lstat(this.path);
      if (typeof stat !== "number" && stat.ino === this.ino) this.#take(stat);
    }
  }

  override get size(): number {
    return this.#size;
  }

  override get blocks(): number {
    return this.#blocks;
  }

  override stat(): Stat {
    this.refresh();
    return super.stat();
  }

  override setattr(change: SetAttr): number {
    if ((change.uid ?? 0) !== 0 || (change.gid ?? 0) !== 0) return -EPERM;
    if (change.size !== undefined) {
      const error = this.#truncate(change.size);
      if (error < 0) return error;
    }
    const isNamed = this.nlink > 0;
    if (change.mode !== undefined && isNamed) {
      const error = this.host.chmod(this.path, change.mode & 0o1777);
      if (error < 0) return error;
    }
    if ((change.atimeNs !== undefined || change.mtimeNs !== undefined) && isNamed) {
      this.refresh();
      const atimeNs = change.atimeNs ?? this.atimeNs;
      const error = this.host.utimens(this.path, atimeNs, change.mtimeNs ?? this.mtimeNs);
      if (error < 0) return error;
    }
    if (isNamed) this.refresh();
    else this.applyAttributes(change);
    return 0;
  }

  #truncate(size: number): number {
    if (!isRegular(this.mode)) return this.isDirectory ? -EISDIR : -EINVAL;
    const opened = this.nlink > 0 ? this.host.open(this.path, O_WRONLY) : -ENXIO;
    let error = opened;
    if (opened >= 0) {
      error = this.host.truncate(opened, size);
      this.host.close(opened);
    } else for (const handle of this.handles) if (error < 0) error = this.host.truncate(handle, size);
    if (error >= 0) this.#pages?.truncated(size);
    return Math.min(error, 0);
  }

  // ---- directories

  override lookup(name: string): Vnode | number {
    const stat = this.host.lstat(this.#childPath(name));
    return typeof stat === "number" ? stat : this.#child(name, stat);
  }

  /** The vnode of a child: the one that is known by that name, if it is still the same file. */
  #child(name: string, stat: HostStat): HostVnode {
    const known = this.#children.get(name)?.deref();
    const isSame = known !== undefined && known.ino === stat.ino && known.nlink > 0;
    if (isSame && (known.mode & S_IFMT) === (stat.mode & S_IFMT)) {
      known.#take(stat);
      return known;
    }
    const child = new HostVnode(this.#fs, stat, this, name);
    if (this.#children.size >= this.#sweepAt) this.#sweep();
    this.#children.set(name, new WeakRef(child));
    return child;
  }

  #sweep(): void {
    for (const [name, child] of this.#children) if (child.deref() === undefined) this.#children.delete(name);
    this.#sweepAt = Math.max(256, this.#children.size * 2);
  }

  override create(name: string, mode: number, _owner: Owner): Vnode | number {
    const handle = this.host.create(this.#childPath(name), mode & 0o1777);
    if (handle < 0) return handle;
    const stat = this.host.fstat(handle);
    if (typeof stat === "number") {
      this.host.close(handle);
      return stat;
    }
    const child = this.#child(name, stat);
    this.#fs.keepFresh(child, handle);
    return child;
  }

  override mkdir(name: string, mode: number, _owner: Owner): Vnode | number {
    const error = this.host.mkdir(this.#childPath(name), mode & 0o1777);
    return error < 0 ? error : this.lookup(name);
  }

  override symlink(name: string, target: string, _owner: Owner): Vnode | number {
    const error = this.host.symlink(target, this.#childPath(name));
    return error < 0 ? error : this.lookup(name);
  }

  override link(name: string, target: Vnode): number {
    if (!(target instanceof HostVnode) || target.fs !== this.fs) return -EXDEV;
    const error = this.host.link(target.path, this.#childPath(name));
    if (error >= 0) target.refresh();
    return error;
  }

  override unlink(name: string): number {
    const error = this.host.unlink(this.#childPath(name));
    if (error >= 0) this.#forget(name);
    return error;
  }

  override rmdir(name: string): number {
    const error = this.host.rmdir(this.#childPath(name));
    if (error >= 0) this.#forget(name);
    return error;
  }

  /** The name is gone, and with it the child if that was its last one. */
  #forget(name: string): void {
    const child = this.#children.get(name)?.deref();
    this.#children.delete(name);
    this.#listing?.delete(name);
    if (child === undefined) return;
    child.nlink = child.isDirectory ? 0 : Math.max(0, child.nlink - 1);
  }

  override rename(oldName: string, newDir: Vnode, newName: string): number {
    if (!(newDir instanceof HostVnode) || newDir.fs !== this.fs) return -EXDEV;
    const error = this.host.rename(this.#childPath(oldName), newDir.#childPath(newName));
    if (error < 0) return error;
    const moved = this.#children.get(oldName)?.deref();
    newDir.#forget(newName);
    this.#children.delete(oldName);
    this.#listing?.delete(oldName);
    if (moved === undefined) return 0;
    moved.parent = newDir;
    moved.name = newName;
    newDir.#children.set(newName, new WeakRef(moved));
    return 0;
  }

  override readdir(cookie: number): DirEntry | null | number {
    if (cookie === FIRST_COOKIE || this.#listing === null) {
      const error = this.#list();
      if (error < 0) return error;
    }
    return this.#listing?.next(cookie) ?? null;
  }

  /** Brings the listing in line with the host; names that stay keep their cookies. */
  #list(): number {
    if (this.nlink === 0) {
      this.#listing = new DirectoryEntries();
      return 0;
    }
    const entries = this.host.list(this.path);
    if (typeof entries === "number") return entries;
    const listing = this.#listing ?? new DirectoryEntries<Listed>();
    const present = new Set(entries.map(({ name }) => name));
    for (const name of listing.names()) if (!present.has(name)) listing.delete(name);
    for (const { name, type } of entries) {
      // Listings of the host have no inode numbers, and asking for each would cost a call.
      const ino = this.#children.get(name)?.deref()?.ino ?? listing.size + FIRST_COOKIE;
      if (listing.get(name)?.mode !== type) listing.set(name, { ino, mode: type });
    }
    this.#listing = listing;
    return 0;
  }

  // ---- contents

  override readlink(): string | number {
    return isSymlink(this.mode) ? this.host.readlink(this.path) : -EINVAL;
  }

  override open(flags: number): File | number {
    if (this.isDirectory) return new DirectoryFile(this, flags);
    if (!isRegular(this.mode)) return -ENXIO;
    const handle = this.#fs.takeFresh(this) ?? this.host.open(this.path, flags & O_ACCMODE);
    return handle < 0 ? handle : new HostFile(this, flags, handle);
  }

  override memObject(): PageSource | null {
    if (!isRegular(this.mode)) return null;
    this.#pages ??= new HostPages(this);
    this.#pages.revalidate();
    return this.#pages;
  }

  /** The pages that are mapped, or null if none ever were. */
  get pages(): HostPages | null {
    return this.#pages;
  }

  /** A handle of its own for mappings: readable, and writable if the host allows. */
  openForMapping(): number {
    if (this.nlink === 0) return -ENXIO;
    const handle = this.#fs.isReadOnly ? -EPERM : this.host.open(this.path, O_RDWR);
    return handle >= 0 ? handle : this.host.open(this.path, 0);
  }

  override sync(): number {
    const flushed = this.#pages?.sync() ?? 0;
    for (const handle of this.handles) {
      const error = this.host.sync(handle);
      if (error < 0) return error;
    }
    return flushed;
  }
}
