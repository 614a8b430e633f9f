// mount(2) and umount2(2): the table of file system kinds and the tree of mounts.
// New mounts, bind mounts of directories, and changed flags.

import {
  EBUSY,
  EINVAL,
  ENODEV,
  ENOTDIR,
  MNT_DETACH,
  MS_BIND,
  MS_NOATIME,
  MS_NODEV,
  MS_NOEXEC,
  MS_NOSUID,
  MS_RDONLY,
  MS_RELATIME,
  MS_STRICTATIME,
} from "@keel/abi";
import { type Blocking, isBlocking, type Kernel } from "@keel/kernel";
import type { Location } from "./location.ts";
import { Mount, type MountInfo } from "./mount.ts";
import type { FileSystemType, Superblock } from "./superblock.ts";

/** What a mount keeps of the flags it was asked for. */
const KEPT_FLAGS = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_RELATIME | MS_STRICTATIME;

export class MountTable {
  readonly #kernel: Kernel;
  readonly #types = new Map<string, FileSystemType>();
  /** In the order of mounting, as /proc/mounts lists them. */
  readonly #mounts: Mount[] = [];
  /** Who else keeps places in the tree busy: working directories and roots of processes. */
  readonly #holders: (() => Iterable<Location>)[] = [];
  #lastId = 0;
  #lastDev = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get root(): Mount | null {
    return this.#mounts[0] ?? null;
  }

  register(type: FileSystemType): void {
    this.#types.set(type.name, type);
  }

  types(): FileSystemType[] {
    return [...this.#types.values()];
  }

  list(): readonly Mount[] {
    return this.#mounts;
  }

  infos(): MountInfo[] {
    return this.#mounts.map((mount) => mount.info());
  }

  addHolder(places: () => Iterable<Location>): void {
    this.#holders.push(places);
  }

  /** A device number for a file system without a device (major 0). */
  newDev(): number {
    return ++this.#lastDev;
  }

  /** Mounts on `at`, or as the root of everything when `at` is null. */
  *mount(
    source: string,
    at: Location | null,
    typeName: string,
    flags: number,
    data: string,
  ): Blocking<Mount | number> {
    const type = this.#types.get(typeName);
    if (type === undefined) return -ENODEV;
    if (at !== null && !at.vnode.isDirectory) return -ENOTDIR;
    let fs = type.mount(this.#kernel, source, data);
    if (isBlocking(fs)) fs = yield* fs;
    if (typeof fs === "number") return fs;
    if (fs.dev === 0) fs.dev = this.newDev();
    return this.#add(fs, source === "" ? "none" : source, fs.root, at, flags);
  }

  /** Shows the directory `from` at `at` as well. */
  bind(source: string, from: Location, at: Location): Mount | number {
    if (!from.vnode.isDirectory || !at.vnode.isDirectory) return -ENOTDIR;
    return this.#add(from.mount.fs, source, from.vnode, at, from.mount.flags);
  }

  /** Changes the flags of the mount whose root `at` is, and the options of its file system. */
  *remount(at: Location, flags: number, data: string): Blocking<number> {
    const mount = at.mount;
    if (at.vnode !== mount.root) return -EINVAL;
    const toReadOnly = (flags & MS_RDONLY) !== 0 && (mount.flags & MS_RDONLY) === 0;
    if (toReadOnly && mount.writers > 0) return -EBUSY;
    if ((flags & MS_BIND) === 0) {
      const result = mount.fs.remount(data);
      const error = typeof result === "number" ? result : yield* result;
      if (error < 0) return error;
    }
    mount.flags = flags & KEPT_FLAGS;
    return 0;
  }

  #add(fs: Superblock, source: string, root: Mount["root"], at: Location | null, flags: number): Mount {
    const mount = new Mount(++this.#lastId, fs, source, root, at, flags & KEPT_FLAGS);
    mount.attach();
    this.#mounts.push(mount);
    return mount;
  }

  /** Takes away the mount whose root `at` is. */
  *umount(at: Location, flags: number): Blocking<number> {
    const mount = at.mount;
    if (at.vnode !== mount.root) return -EINVAL;
    if (mount.parent === null) return -EBUSY;
    if ((flags & MNT_DETACH) === 0 && this.#isBusy(mount)) return -EBUSY;
    // A lazy unmount takes what is mounted inside along.
    for (const inner of this.#mounts.filter((other) => other.parent === mount)) {
      const error = yield* this.umount({ mount: inner, vnode: inner.root }, flags);
      if (error < 0) return error;
    }
    mount.detach();
    this.#mounts.splice(this.#mounts.indexOf(mount), 1);
    if (this.#mounts.some((other) => other.fs === mount.fs)) return 0;
    let synced = mount.fs.sync();
    if (typeof synced !== "number") synced = yield* synced;
    const closed = mount.fs.shutdown();
    return typeof closed === "number" ? closed : yield* closed;
  }

  #isBusy(mount: Mount): boolean {
    if (mount.openFiles > 0 || mount.children > 0) return true;
    for (const places of this.#holders) for (const place of places()) if (place.mount === mount) return true;
    return false;
  }

  *syncAll(): Blocking<number> {
    let first = 0;
    for (const fs of new Set(this.#mounts.map((mount) => mount.fs))) {
      const result = fs.sync();
      const error = typeof result === "number" ? result : yield* result;
      if (error < 0 && first === 0) first = error;
    }
    return first;
  }
}
