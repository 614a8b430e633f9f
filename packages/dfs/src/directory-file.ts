// An open directory: entries for getdents, with "." and ".." first whatever the file system
// stores. The position is the cookie of the next entry, so that seekdir and telldir work and
// removing entries while reading neither skips nor repeats the others.

import { DT_DIR, EINVAL, EISDIR, ENOENT, O_DIRECTORY, SEEK_CUR, SEEK_SET } from "@keel/abi";
import type { MayBlock } from "@keel/kernel";
import type { DirEntry } from "./dirent.ts";
import { File } from "./file.ts";
import type { Vnode } from "./vnode.ts";

/** The cookie of the first entry that a file system itself supplies. */
export const FIRST_COOKIE = 2;

export class DirectoryFile extends File {
  readonly #directory: Vnode;

  constructor(directory: Vnode, flags: number) {
    super(directory, flags | O_DIRECTORY);
    this.#directory = directory;
  }

  override read(_buf: Uint8Array): MayBlock<number> {
    return -EISDIR;
  }

  override pread(_buf: Uint8Array, _pos: number): MayBlock<number> {
    return -EISDIR;
  }

  override readdir(): MayBlock<DirEntry | null | number> {
    if (this.#directory.nlink === 0) return -ENOENT;
    const cookie = this.pos;
    if (cookie === 0) return { name: ".", ino: this.#directory.ino, type: DT_DIR, nextCookie: 1 };
    if (cookie === 1) return { name: "..", ino: this.#parentIno(), type: DT_DIR, nextCookie: FIRST_COOKIE };
    if (cookie === FIRST_COOKIE) this.accessed();
    return this.#directory.readdir(cookie);
  }

  /** The root of a mount has the parent of the directory it covers. */
  #parentIno(): number {
    let vnode = this.#directory;
    let mount = this.location?.mount ?? null;
    while (mount !== null && vnode === mount.root && mount.mountpoint !== null) {
      vnode = mount.mountpoint;
      mount = mount.parent;
    }
    return (vnode.parent ?? vnode).ino;
  }

  override seek(offset: number, whence: number): number {
    if (whence !== SEEK_SET && whence !== SEEK_CUR) return -EINVAL;
    return super.seek(offset, whence);
  }
}
