// A directory in memory, with what can be in it: everything POSIX knows.

import { EEXIST, ENOENT, ENOSPC, ENOTEMPTY, EXDEV, S_IFDIR } from "@keel/abi";
import { isDirectory, type Owner } from "../attributes.ts";
import { DirectoryEntries } from "../directory-entries.ts";
import { DirectoryFile } from "../directory-file.ts";
import type { DirEntry } from "../dirent.ts";
import type { File } from "../file.ts";
import { SpecialVnode } from "../special-vnode.ts";
import { SymlinkVnode } from "../symlink-vnode.ts";
import { Vnode } from "../vnode.ts";
import { RamRegular } from "./ram-regular.ts";
import type { RamSuperblock } from "./ramfs.ts";

/** What tmpfs reports as the size of a directory, per entry. */
const ENTRY_SIZE = 20;

export class RamDirectory extends Vnode {
  readonly #fs: RamSuperblock;
  readonly #entries = new DirectoryEntries();

  constructor(fs: RamSuperblock, ino: number, mode: number, owner: Owner) {
    super(fs, ino, mode, owner);
    this.#fs = fs;
  }

  override get size(): number {
    return (this.#entries.size + 2) * ENTRY_SIZE;
  }

  override lookup(name: string): Vnode | number {
    return this.#entries.get(name) ?? -ENOENT;
  }

  override readdir(cookie: number): DirEntry | null {
    return this.#entries.next(cookie);
  }

  override open(flags: number): File {
    return new DirectoryFile(this, flags);
  }

  // ---- new names

  override create(name: string, mode: number, owner: Owner): Vnode | number {
    const error = this.#checkNew(name);
    if (error < 0) return error;
    return this.#add(name, new RamRegular(this.#fs, this.#fs.nextIno(), mode, owner));
  }

  override tmpfile(mode: number, owner: Owner): Vnode | number {
    if (!this.#fs.takeInode()) return -ENOSPC;
    const file = new RamRegular(this.#fs, this.#fs.nextIno(), mode, owner);
    file.nlink = 0;
    file.isNameable = true;
    return file;
  }

  override mknod(name: string, mode: number, rdev: number, owner: Owner): Vnode | number {
    const error = this.#checkNew(name);
    if (error < 0) return error;
    return this.#add(name, new SpecialVnode(this.#fs, this.#fs.nextIno(), mode, rdev, owner));
  }

  override mkdir(name: string, mode: number, owner: Owner): Vnode | number {
    const error = this.#checkNew(name);
    if (error < 0) return error;
    return this.#add(name, new RamDirectory(this.#fs, this.#fs.nextIno(), S_IFDIR | mode, owner));
  }

  override symlink(name: string, target: string, owner: Owner): Vnode | number {
    const error = this.#checkNew(name);
    if (error < 0) return error;
    return this.#add(name, new SymlinkVnode(this.#fs, this.#fs.nextIno(), target, owner));
  }

  override link(name: string, target: Vnode): number {
    if (this.#entries.get(name) !== null) return -EEXIST;
    if (target.fs !== this.fs) return -EXDEV;
    if (target.nlink === 0) {
      if (!(target instanceof RamRegular && target.isNameable)) return -ENOENT;
      target.isNameable = false;
    }
    target.nlink++;
    target.ctimeNs = this.fs.nowNs();
    this.#entries.set(name, target);
    this.#touch();
    return 0;
  }

  /** 0 if a new file can be had under this name, and its place among the files taken. */
  #checkNew(name: string): number {
    if (this.nlink === 0) return -ENOENT;
    if (this.#entries.get(name) !== null) return -EEXIST;
    return this.#fs.takeInode() ? 0 : -ENOSPC;
  }

  #add(name: string, vnode: Vnode): Vnode {
    this.#entries.set(name, vnode);
    if (vnode.isDirectory) {
      vnode.parent = this;
      vnode.name = name;
      this.nlink++;
    }
    this.#touch();
    return vnode;
  }

  // ---- names taken away

  override unlink(name: string): number {
    const victim = this.#entries.get(name);
    if (victim === null) return -ENOENT;
    this.#entries.delete(name);
    this.#touch();
    this.#dropName(victim);
    return 0;
  }

  override rmdir(name: string): number {
    const victim = this.#entries.get(name);
    if (victim === null) return -ENOENT;
    if (victim instanceof RamDirectory && victim.#entries.size > 0) return -ENOTEMPTY;
    this.#entries.delete(name);
    this.#touch();
    this.#dropName(victim);
    return 0;
  }

  override rename(oldName: string, newDir: Vnode, newName: string): number {
    if (!(newDir instanceof RamDirectory)) return -EXDEV;
    const source = this.#entries.get(oldName);
    if (source === null) return -ENOENT;
    const replaced = newDir.#entries.get(newName);
    if (replaced instanceof RamDirectory && replaced.#entries.size > 0) return -ENOTEMPTY;
    this.#entries.delete(oldName);
    newDir.#entries.set(newName, source);
    if (replaced !== null) newDir.#dropName(replaced);
    if (isDirectory(source.mode)) {
      this.nlink--;
      newDir.nlink++;
      source.parent = newDir;
      source.name = newName;
    }
    source.ctimeNs = this.fs.nowNs();
    this.#touch();
    newDir.#touch();
    return 0;
  }

  /** A name of `victim` in this directory is gone. */
  #dropName(victim: Vnode): void {
    victim.ctimeNs = this.fs.nowNs();
    if (victim.isDirectory) {
      this.nlink--;
      victim.nlink = 0;
    } else victim.nlink--;
    if (victim.nlink === 0) victim.orphan();
  }

  #touch(): void {
    const now = this.fs.nowNs();
    this.mtimeNs = now;
    this.ctimeNs = now;
  }
}
