// A symbolic link whose target is kept in memory.

import { S_IFLNK } from "@keel/abi";
import type { Owner } from "./attributes.ts";
import { utf8Length } from "./path-name.ts";
import type { Superblock } from "./superblock.ts";
import { Vnode } from "./vnode.ts";

export class SymlinkVnode extends Vnode {
  readonly #target: string;

  constructor(fs: Superblock, ino: number, target: string, owner: Owner) {
    super(fs, ino, S_IFLNK | 0o777, owner);
    this.#target = target;
  }

  override get size(): number {
    return utf8Length(this.#target);
  }

  override readlink(): string {
    return this.#target;
  }
}
