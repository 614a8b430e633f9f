// The home of what has no name in the tree: pipes, and open files that were given from outside.
// It is mounted nowhere, but its vnodes have a Location like others, so that /proc/<pid>/fd can
// lead to them.

import { NAME_MAX, PIPEFS_MAGIC, S_IFDIR } from "@keel/abi";
import { defineService, type Kernel, type Service } from "@keel/kernel";
import { ROOT_OWNER } from "./attributes.ts";
import type { Location } from "./location.ts";
import { Mount } from "./mount.ts";
import { type Statfs, Superblock } from "./superblock.ts";
import { Vnode } from "./vnode.ts";

/** Its device number, out of the way of mounts, which count from 1. */
const ANONYMOUS_DEV = 0xff;

const ANONYMOUS_FS: Service<AnonymousFs> = defineService<AnonymousFs>("anonymous files");

export class AnonymousFs extends Superblock {
  readonly #mount: Mount;
  readonly #root: Vnode;

  private constructor(kernel: Kernel) {
    super("pipefs", kernel);
    this.dev = ANONYMOUS_DEV;
    this.#root = new AnonymousRoot(this, this.nextIno(), S_IFDIR, ROOT_OWNER);
    this.#mount = new Mount(0, this, "none", this.#root, null, 0);
  }

  /** The one of a kernel. */
  static of(kernel: Kernel): AnonymousFs {
    let fs = kernel.findService(ANONYMOUS_FS);
    if (fs === null) {
      fs = new AnonymousFs(kernel);
      kernel.provide(ANONYMOUS_FS, fs);
    }
    return fs;
  }

  override get root(): Vnode {
    return this.#root;
  }

  place(vnode: Vnode): Location {
    return { mount: this.#mount, vnode };
  }

  override statfs(): Statfs {
    return {
      type: PIPEFS_MAGIC,
      bsize: 4096,
      blocks: 0,
      bfree: 0,
      bavail: 0,
      files: 0,
      ffree: 0,
      fsid: this.dev,
      namelen: NAME_MAX,
      frsize: 4096,
      flags: 0,
    };
  }
}

class AnonymousRoot extends Vnode {}
