// FileTable: the open files of a process, by descriptor. Shared by threads (CLONE_FILES), copied by fork.
// Owns one reference on each file it holds.

import { EBADF, EINVAL, EMFILE } from "@keel/abi";
import type { File } from "@keel/dfs";

interface Slot {
  readonly file: File;
  isCloexec: boolean;
}

export class FileTable {
  private slots: (Slot | null)[] = [];
  private users = 1;
  /** RLIMIT_NOFILE: descriptors are below this. */
  limit: number;

  constructor(limit: number = 1024) {
    this.limit = limit;
  }

  /** A file by descriptor, or null. No reference is taken. */
  get(fd: number): File | null {
    return this.slots[fd]?.file ?? null;
  }

  /** Gives `file` (one reference moves into the table) the lowest free descriptor from `from` up: fd, or -EMFILE. */
  add(file: File, isCloexec: boolean, from: number = 0): number {
    let fd = from;
    while (this.slots[fd]) fd++;
    if (fd >= this.limit) return -EMFILE;
    this.put(fd, { file, isCloexec });
    return fd;
  }

  /** True while `count` more descriptors fit: check before making what cannot be unmade. */
  hasRoom(count: number): boolean {
    let free = 0;
    for (let fd = 0; fd < this.limit && free < count; fd++) if (!this.slots[fd]) free++;
    return free >= count;
  }

  /** A further descriptor for the same open file: fd, -EBADF, -EINVAL (`from` beyond the limit) or -EMFILE. */
  dup(fd: number, isCloexec: boolean, from: number = 0): number {
    const file = this.get(fd);
    if (file === null) return -EBADF;
    if (from < 0 || from >= this.limit) return -EINVAL;
    const result = this.add(file, isCloexec, from);
    if (result >= 0) file.ref();
    return result;
  }

  /** dup2 and dup3: `newFd` is closed first when open; the same number is left alone. */
  dupTo(fd: number, newFd: number, isCloexec: boolean): number {
    const file = this.get(fd);
    if (file === null || newFd < 0 || newFd >= this.limit) return -EBADF;
    if (fd === newFd) return newFd;
    file.ref();
    const old = this.slots[newFd] ?? null;
    this.put(newFd, { file, isCloexec });
    old?.file.unref();
    return newFd;
  }

  isCloexec(fd: number): boolean {
    return this.slots[fd]?.isCloexec ?? false;
  }

  setCloexec(fd: number, isCloexec: boolean): void {
    const slot = this.slots[fd];
    if (slot) slot.isCloexec = isCloexec;
  }

  /** 0 or -EBADF. */
  close(fd: number): number {
    const slot = this.slots[fd] ?? null;
    if (slot === null) return -EBADF;
    this.slots[fd] = null;
    slot.file.unref();
    return 0;
  }

  closeOnExec(): void {
    for (let fd = 0; fd < this.slots.length; fd++) if (this.slots[fd]?.isCloexec) this.close(fd);
  }

  /** Descriptors in use, ascending: for /proc/<pid>/fd. */
  *entries(): Generator<[number, File]> {
    for (const [fd, slot] of this.slots.entries()) if (slot) yield [fd, slot.file];
  }

  /** fork: a table of its own, each open file shared. */
  copy(): FileTable {
    const table = new FileTable(this.limit);
    for (const [fd, slot] of this.slots.entries()) {
      if (!slot) continue;
      slot.file.ref();
      table.put(fd, { file: slot.file, isCloexec: slot.isCloexec });
    }
    return table;
  }

  /** CLONE_FILES: one more process uses this very table. */
  share(): FileTable {
    this.users++;
    return this;
  }

  /** exec: a table of one's own, and out of the shared one. */
  unshare(): FileTable {
    if (!this.isShared) return this;
    const copy = this.copy();
    this.leave();
    return copy;
  }

  get isShared(): boolean {
    return this.users > 1;
  }

  /** A user leaves; the last one closes everything. */
  leave(): void {
    if (--this.users > 0) return;
    for (let fd = 0; fd < this.slots.length; fd++) if (this.slots[fd]) this.close(fd);
  }

  private put(fd: number, slot: Slot): void {
    while (this.slots.length < fd) this.slots.push(null);
    this.slots[fd] = slot;
  }
}
