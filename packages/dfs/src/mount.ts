// A mount: one superblock made visible at one directory. Mounts form a tree (`parent` and the
// directory they cover), and a Location crosses them by `enter` and `pathOf`.

import { MS_NOATIME, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_RDONLY, MS_STRICTATIME } from "@keel/abi";
import type { Location } from "./location.ts";
import type { Superblock } from "./superblock.ts";
import type { Vnode } from "./vnode.ts";

/** One line of /proc/mounts, with what mountinfo adds. */
export interface MountInfo {
  readonly id: number;
  readonly parentId: number;
  readonly dev: number;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  /** "rw,relatime,…" */
  readonly options: string;
  readonly flags: number;
}

export class Mount {
  readonly id: number;
  readonly fs: Superblock;
  readonly source: string;
  /** What shows at the mount point: the root of `fs`, or any directory of it (bind). */
  readonly root: Vnode;
  /** Null for the root of the whole tree. */
  readonly parent: Mount | null;
  /** The covered directory, in `parent`. */
  readonly mountpoint: Vnode | null;
  /** MS_… */
  flags: number;
  /** Open files reached through this mount: it is busy. */
  openFiles = 0;
  /** Those among them that may write: it cannot be made read-only. */
  writers = 0;
  /** Mounts inside this one. */
  children = 0;
  /** Unmounted lazily: gone from the tree, kept by its open files. */
  isDetached = false;
  /** The next mount that covers the same vnode, seen through another parent. */
  next: Mount | null = null;

  constructor(id: number, fs: Superblock, source: string, root: Vnode, at: Location | null, flags: number) {
    this.id = id;
    this.fs = fs;
    this.source = source;
    this.root = root;
    this.parent = at === null ? null : at.mount;
    this.mountpoint = at === null ? null : at.vnode;
    this.flags = flags;
  }

  get isReadOnly(): boolean {
    return (this.flags & MS_RDONLY) !== 0 || this.fs.isReadOnly;
  }

  /** Hangs the mount into the tree. */
  attach(): void {
    if (this.parent === null || this.mountpoint === null) return;
    this.next = this.mountpoint.mounted;
    this.mountpoint.mounted = this;
    this.mountpoint.hold();
    this.parent.children++;
  }

  /** Takes the mount out of the tree. */
  detach(): void {
    if (this.parent === null || this.mountpoint === null) return;
    if (this.mountpoint.mounted === this) this.mountpoint.mounted = this.next;
    else {
      let before = this.mountpoint.mounted;
      while (before !== null && before.next !== this) before = before.next;
      if (before !== null) before.next = this.next;
    }
    this.next = null;
    this.isDetached = true;
    this.mountpoint.drop();
    this.parent.children--;
  }

  info(): MountInfo {
    return {
      id: this.id,
      parentId: this.parent?.id ?? 0,
      dev: this.fs.dev,
      source: this.source,
      target: pathOf({ mount: this, vnode: this.root }, null),
      type: this.fs.type,
      options: this.options(),
      flags: this.flags,
    };
  }

  private options(): string {
    const words = [this.isReadOnly ? "ro" : "rw"];
    if ((this.flags & MS_NOSUID) !== 0) words.push("nosuid");
    if ((this.flags & MS_NODEV) !== 0) words.push("nodev");
    if ((this.flags & MS_NOEXEC) !== 0) words.push("noexec");
    if ((this.flags & MS_NOATIME) !== 0) words.push("noatime");
    else if ((this.flags & MS_STRICTATIME) === 0) words.push("relatime");
    const own = this.fs.options();
    if (own !== "") words.push(own);
    return words.join(",");
  }
}

/** The mount on top of `vnode` as seen through `mount`, or null if nothing covers it. */
export function mountOn(mount: Mount, vnode: Vnode): Mount | null {
  let found = vnode.mounted;
  while (found !== null && found.parent !== mount) found = found.next;
  return found;
}

/** The absolute path of a directory (or of any vnode that knows its parent), seen from `root`. */
export function pathOf(place: Location, root: Location | null): string {
  let mount = place.mount;
  let vnode = place.vnode;
  let path = "";
  for (;;) {
    if (root !== null && vnode === root.vnode && mount === root.mount) break;
    if (vnode === mount.root) {
      if (mount.parent === null || mount.mountpoint === null) break;
      vnode = mount.mountpoint;
      mount = mount.parent;
      continue;
    }
    if (vnode.parent === null) break;
    path = `/${vnode.name}${path}`;
    vnode = vnode.parent;
  }
  return path === "" ? "/" : path;
}
