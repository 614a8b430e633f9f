// A directory of devfs: device nodes that follow the device table, and what users add.

import { EEXIST, ENOENT, ENOTEMPTY, EXDEV, S_IFDIR } from "@keel/abi";
import { type Owner, ROOT_OWNER } from "../attributes.ts";
import { DirectoryEntries } from "../directory-entries.ts";
import { DirectoryFile, FIRST_COOKIE } from "../directory-file.ts";
import type { DirEntry } from "../dirent.ts";
import type { File } from "../file.ts";
import { SpecialVnode } from "../special-vnode.ts";
import { SymlinkVnode } from "../symlink-vnode.ts";
import { Vnode } from "../vnode.ts";
import type { DevSuperblock } from "./devfs.ts";

export class DevDirectory extends Vnode {
  readonly #fs: DevSuperblock;
  readonly #entries = new DirectoryEntries();

  constructor(fs: DevSuperblock, ino: number, mode: number, owner: Owner) {
    super(fs, ino, mode, owner);
    this.#fs = fs;
  }

  override get size(): number {
    return (this.#entries.size + 2) * 20;
  }

  override lookup(name: string): Vnode | number {
    this.#fs.refresh();
    return this.#entries.get(name) ?? -ENOENT;
  }

  override readdir(cookie: number): DirEntry | null {
    if (cookie === FIRST_COOKIE) this.#fs.refresh();
    return this.#entries.next(cookie);
  }

  override open(flags: number): File {
    return new DirectoryFile(this, flags);
  }

  // ---- by the device table

  addNode(name: string, node: SpecialVnode): void {
    if (this.#entries.get(name) === null) this.#add(name, node);
  }

  /** Takes a node out, unless a user has put something else in its place. */
  removeNode(name: string, node: SpecialVnode): void {
    if (this.#entries.get(name) === node) this.unlink(name);
  }

  /** The directory of that name, made if it is not there; null if something else is. */
  directoryFor(name: string): DevDirectory | null {
    const present = this.#entries.get(name) ?? this.mkdir(name, 0o755, ROOT_OWNER);
    return present instanceof DevDirectory ? present : null;
  }

  // ---- by users

  override mkdir(name: string, mode: number, owner: Owner): Vnode | number {
    if (this.#entries.get(name) !== null) return -EEXIST;
    return this.#add(name, new DevDirectory(this.#fs, this.fs.nextIno(), S_IFDIR | mode, owner));
  }

  override symlink(name: string, target: string, owner: Owner): Vnode | number {
    if (this.#entries.get(name) !== null) return -EEXIST;
    return this.#add(name, new SymlinkVnode(this.fs, this.fs.nextIno(), target, owner));
  }

  override mknod(name: string, mode: number, rdev: number, owner: Owner): Vnode | number {
    if (this.#entries.get(name) !== null) return -EEXIST;
    return this.#add(name, new SpecialVnode(this.fs, this.fs.nextIno(), mode, rdev, owner));
  }

  #add(name: string, vnode: Vnode): Vnode {
    this.#entries.set(name, vnode);
    if (vnode.isDirectory) {
      vnode.parent = this;
      vnode.name = name;
      this.nlink++;
    }
    return vnode;
  }

  override unlink(name: string): number {
    const victim = this.#entries.get(name);
    if (victim === null) return -ENOENT;
    this.#entries.delete(name);
    victim.nlink--;
    if (victim.nlink === 0) victim.orphan();
    return 0;
  }

  override rmdir(name: string): number {
    const victim = this.#entries.get(name);
    if (victim === null) return -ENOENT;
    if (victim instanceof DevDirectory && victim.#entries.size > 0) return -ENOTEMPTY;
    this.#entries.delete(name);
    this.nlink--;
    victim.nlink = 0;
    victim.orphan();
    return 0;
  }

  override rename(oldName: string, newDir: Vnode, newName: string): number {
    // Nodes move only within their directory: the device table knows where it put them.
    if (newDir !== this) return -EXDEV;
    const source = this.#entries.get(oldName);
    if (source === null) return -ENOENT;
    const replaced = this.#entries.get(newName);
    if (replaced instanceof DevDirectory && replaced.#entries.size > 0) return -ENOTEMPTY;
    if (replaced !== null) {
      if (replaced.isDirectory) this.rmdir(newName);
      else this.unlink(newName);
    }
    this.#entries.delete(oldName);
    this.#entries.set(newName, source);
    source.name = newName;
    return 0;
  }
}
