// hostfs: shows a folder of the host in the tree. The host side gives the folder as a HostDir;
// the guest sees its files as root's, and can make, change and remove what the host lets it.
//
// DEVIATION: there are no owners (everything is root's, chown to another is EPERM), and no FIFOs,
// sockets and devices: those of the host are listed and cannot be opened.

import { HOSTFS_SUPER_MAGIC, NAME_MAX } from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import { type FileSystemType, type Statfs, Superblock } from "../superblock.ts";
import type { HostDir, HostStat } from "./host-dir.ts";
import { HostVnode } from "./host-vnode.ts";

export class HostSuperblock extends Superblock {
  readonly host: HostDir;
  readonly #root: HostVnode;
  /** A file that was just made, still open from that: whatever its mode, its maker may write it. */
  #fresh: { readonly vnode: HostVnode; readonly handle: number } | null = null;

  constructor(type: string, kernel: Kernel, host: HostDir, rootStat: HostStat) {
    super(type, kernel);
    this.host = host;
    this.isReadOnly = host.isReadOnly;
    this.#root = new HostVnode(this, rootStat, null, "");
  }

  override get root(): HostVnode {
    return this.#root;
  }

  keepFresh(vnode: HostVnode, handle: number): void {
    this.dropFresh();
    this.#fresh = { vnode, handle };
  }

  /** The handle that `vnode` was made with, to be used once; or null. */
  takeFresh(vnode: HostVnode): number | null {
    const fresh = this.#fresh;
    if (fresh === null || fresh.vnode !== vnode) return null;
    this.#fresh = null;
    return fresh.handle;
  }

  dropFresh(): void {
    if (this.#fresh !== null) this.host.close(this.#fresh.handle);
    this.#fresh = null;
  }

  override statfs(): Statfs {
    const space = this.host.space();
    const known = typeof space === "number" ? NO_SPACE : space;
    return {
      type: HOSTFS_SUPER_MAGIC,
      bsize: known.blockSize,
      blocks: known.blocks,
      bfree: known.blocksFree,
      bavail: known.blocksFree,
      files: known.files,
      ffree: known.filesFree,
      fsid: this.dev,
      namelen: NAME_MAX,
      frsize: known.blockSize,
      flags: 0,
    };
  }

  override shutdown(): number {
    this.dropFresh();
    return 0;
  }
}

const NO_SPACE = { blockSize: 4096, blocks: 0, blocksFree: 0, files: 0, filesFree: 0 };

/**
 * The kind "hostfs". `find` gives the folder that the source of a mount names, or -errno; what
 * may be mounted is its decision.
 */
export function hostFs(find: (source: string) => HostDir | number): FileSystemType {
  return {
    name: "hostfs",
    nodev: true,
    mount(kernel: Kernel, source: string): Superblock | number {
      const host = find(source);
      if (typeof host === "number") return host;
      const stat = host.lstat("");
      return typeof stat === "number" ? stat : new HostSuperblock("hostfs", kernel, host, stat);
    },
  };
}
