// The vnodes of procfs, made from ProcNodes while a path is walked. Two walks to one path get
// two vnodes with one inode number; nothing is kept for processes that are gone.

import { EACCES, EIO, ENOENT, S_IFDIR, S_IFLNK, S_IFREG } from "@keel/abi";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { direntType, ROOT_OWNER, type SetAttr } from "../attributes.ts";
import { DirectoryFile, FIRST_COOKIE } from "../directory-file.ts";
import type { DirEntry } from "../dirent.ts";
import { File } from "../file.ts";
import type { Superblock } from "../superblock.ts";
import { type Jump, Vnode } from "../vnode.ts";
import type { ProcDir, ProcLink, ProcNode, ProcText } from "./proc-node.ts";

/** The vnode of `node`, which is `name` in `parent`. */
function makeVnode(parent: ProcDirectory, name: string, node: ProcNode): Vnode {
  const ino = inoOf(parent.ino, name);
  let vnode: Vnode;
  if (node.kind === "text") vnode = new ProcTextVnode(parent.fs, ino, node);
  else if (node.kind === "link") vnode = new ProcLinkVnode(parent.fs, ino, node);
  else vnode = new ProcDirectory(parent.fs, ino, node);
  vnode.parent = parent;
  vnode.name = name;
  return vnode;
}

/** An inode number that a path always gets again: a hash (FNV-1a) over its components. */
function inoOf(parentIno: number, name: string): number {
  let hash = parentIno ^ 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 0) + 2;
}

function modeOf(node: ProcNode): number {
  if (node.kind === "directory") return S_IFDIR | (node.permissions ?? 0o555);
  if (node.kind === "link") return S_IFLNK | (node.permissions ?? 0o777);
  return S_IFREG | (node.permissions ?? (node.write === undefined ? 0o444 : 0o644));
}

export class ProcDirectory extends Vnode {
  readonly #dir: ProcDir;

  constructor(fs: Superblock, ino: number, dir: ProcDir) {
    super(fs, ino, modeOf(dir), dir.owner ?? ROOT_OWNER);
    this.#dir = dir;
  }

  override lookup(name: string): Vnode | number {
    const node = this.#dir.find(name);
    return node === null ? -ENOENT : makeVnode(this, name, node);
  }

  /**
   * Names are numbered as they come: numeric ones (pids, descriptors) have their number in the
   * cookie, behind the others, so that a listing goes on behind a process that has ended.
   */
  override readdir(cookie: number): DirEntry | null {
    let bestName: string | null = null;
    let bestCookie = Number.POSITIVE_INFINITY;
    let index = FIRST_COOKIE;
    for (const name of this.#dir.names()) {
      const own = isNumeric(name) ? NUMERIC_COOKIES + Number(name) : index++;
      if (own < cookie || own >= bestCookie) continue;
      bestName = name;
      bestCookie = own;
    }
    if (bestName === null) return null;
    const node = this.#dir.find(bestName);
    // It ended between the list and the look: the listing goes on behind it.
    if (node === null) return this.readdir(bestCookie + 1);
    const ino = inoOf(this.ino, bestName);
    return { name: bestName, ino, type: direntType(modeOf(node)), nextCookie: bestCookie + 1 };
  }

  override setattr(_change: SetAttr): number {
    return -EACCES;
  }

  override open(flags: number): File {
    return new DirectoryFile(this, flags);
  }
}

const NUMERIC_COOKIES = 65536;

function isNumeric(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57 && /^\d+$/.test(name);
}

class ProcLinkVnode extends Vnode {
  readonly #link: ProcLink;

  constructor(fs: Superblock, ino: number, link: ProcLink) {
    super(fs, ino, modeOf(link), link.owner ?? ROOT_OWNER);
    this.#link = link;
  }

  override readlink(): string | number {
    return this.#link.target();
  }

  override jump(): Jump | number | null {
    return this.#link.jump === undefined ? null : this.#link.jump();
  }
}

class ProcTextVnode extends Vnode {
  readonly text: ProcText;

  constructor(fs: Superblock, ino: number, text: ProcText) {
    super(fs, ino, modeOf(text), text.owner ?? ROOT_OWNER);
    this.text = text;
  }

  override open(flags: number): File {
    return new ProcTextFile(this, flags);
  }

  /** Opening with O_TRUNC is how shells write; there is nothing to cut. */
  override setattr(change: SetAttr): number {
    return change.size === 0 && this.text.write !== undefined ? 0 : -EACCES;
  }
}

class ProcTextFile extends File {
  readonly #text: ProcText;
  #bytes = new Uint8Array(0);

  constructor(vnode: ProcTextVnode, flags: number) {
    super(vnode, flags);
    this.#text = vnode.text;
  }

  protected override readAt(pos: number, buf: Uint8Array): number {
    if (pos === 0) {
      const contents = this.#text.read();
      if (typeof contents === "number") return contents;
      this.#bytes = typeof contents === "string" ? utf8Encode(contents) : contents.slice();
    }
    const part = this.#bytes.subarray(pos, pos + buf.length);
    buf.set(part);
    return part.length;
  }

  protected override writeAt(_pos: number, buf: Uint8Array): number {
    if (this.#text.write === undefined) return -EIO;
    const result = this.#text.write(utf8Decode(buf));
    return result < 0 ? result : buf.length;
  }
}
