// A mounted file system, and the kind it is of. A FileSystemType is what `mount -t` names; its
// `mount` yields a Superblock, which owns the vnodes. One superblock can be mounted in several
// places (bind mounts); `shutdown` is called when the last place is gone.

import type { Kernel, MayBlock } from "@keel/kernel";
import type { Vnode } from "./vnode.ts";
import { wallClock } from "./wall-clock.ts";

/** What statfs(2) tells, in the order of the C structure. */
export interface Statfs {
  /** The magic number of the kind, such as TMPFS_MAGIC. */
  readonly type: number;
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
  readonly fsid: number;
  readonly namelen: number;
  readonly frsize: number;
  /** ST_… flags; the mount adds its own. */
  readonly flags: number;
}

export abstract class Superblock {
  /** The name of the kind: third column of /proc/mounts. */
  readonly type: string;
  readonly kernel: Kernel;
  /** Device number that stat reports; the Vfs hands it out at mount. */
  dev = 0;
  /** True when nothing here can ever be written, whatever the mount says. */
  isReadOnly = false;
  readonly nowNs: () => number;
  #lastIno = 0;

  constructor(type: string, kernel: Kernel) {
    this.type = type;
    this.kernel = kernel;
    this.nowNs = wallClock(kernel);
  }

  abstract get root(): Vnode;
  abstract statfs(): Statfs;

  /** An inode number that this file system has not used. */
  nextIno(): number {
    return ++this.#lastIno;
  }

  /** A vnode without a name was let go by its last user. */
  forget(_vnode: Vnode): void {}

  /** Options of the kind for /proc/mounts, such as "size=64k"; "" for none. */
  options(): string {
    return "";
  }

  /** Applies the options of `mount -o remount,…`. */
  remount(_data: string): MayBlock<number> {
    return 0;
  }

  /** Brings everything to stable storage. */
  sync(): MayBlock<number> {
    return 0;
  }

  /** The last mount is gone: gives back what the file system holds. */
  shutdown(): MayBlock<number> {
    return 0;
  }
}

export interface FileSystemType {
  readonly name: string;
  /** True if it needs no block device as source. */
  readonly nodev: boolean;
  /** `data` is the comma-separated option string of mount(2). */
  mount(kernel: Kernel, source: string, data: string): MayBlock<Superblock | number>;
}
