// A regular file in memory, its open file description, and its pages as mmap sees them.

import {
  EBADF,
  EINVAL,
  ENXIO,
  EOPNOTSUPP,
  FALLOC_FL_KEEP_SIZE,
  FALLOC_FL_PUNCH_HOLE,
  S_IFREG,
} from "@keel/abi";
import type { MayBlock } from "@keel/kernel";
import type { Owner, SetAttr } from "../attributes.ts";
import { File } from "../file.ts";
import { PAGE_BYTES, type PageFrame, type PageSource } from "../page-source.ts";
import { Vnode } from "../vnode.ts";
import type { RamSuperblock } from "./ramfs.ts";
import { PageStore } from "./page-store.ts";

export class RamRegular extends Vnode {
  readonly store: PageStore;
  /** Made by O_TMPFILE and nameless so far: it may still get a name. */
  isNameable = false;
  #source: RamPages | null = null;

  constructor(fs: RamSuperblock, ino: number, permissions: number, owner: Owner) {
    super(fs, ino, S_IFREG | permissions, owner);
    this.store = new PageStore(fs);
  }

  override get size(): number {
    return this.store.size;
  }

  override get blocks(): number {
    return (this.store.pageCount * PAGE_BYTES) / 512;
  }

  override setattr(change: SetAttr): number {
    if (change.size !== undefined) {
      const error = this.store.truncate(change.size);
      if (error < 0) return error;
      this.modified();
    }
    this.applyAttributes(change);
    return 0;
  }

  /** Contents that are not copied until they are written; nobody else may write them. */
  override setContents(bytes: Uint8Array): number {
    return this.store.setImage(bytes);
  }

  override open(flags: number): File {
    return new RamFile(this, flags);
  }

  override memObject(): PageSource {
    this.#source ??= new RamPages(this);
    return this.#source;
  }

  /** The contents have changed. */
  modified(): void {
    const now = this.fs.nowNs();
    this.mtimeNs = now;
    this.ctimeNs = now;
  }

  protected override evict(): void {
    this.store.clear();
    super.evict();
  }
}

class RamFile extends File {
  readonly #vnode: RamRegular;

  constructor(vnode: RamRegular, flags: number) {
    super(vnode, flags);
    this.#vnode = vnode;
  }

  protected override readAt(pos: number, buf: Uint8Array): number {
    const count = this.#vnode.store.read(pos, buf);
    this.accessed();
    return count;
  }

  protected override writeAt(pos: number, buf: Uint8Array): number {
    if (buf.length === 0) return 0;
    const count = this.#vnode.store.write(pos, buf);
    if (count > 0) this.#vnode.modified();
    return count;
  }

  protected override end(): number {
    return this.#vnode.store.size;
  }

  protected override nextData(pos: number): number {
    const at = this.#vnode.store.nextData(pos);
    return at < 0 ? -ENXIO : at;
  }

  protected override nextHole(pos: number): number {
    return this.#vnode.store.nextHole(pos);
  }

  override allocate(mode: number, offset: number, length: number): MayBlock<number> {
    if (!this.isWritable) return -EBADF;
    if (offset < 0 || length <= 0) return -EINVAL;
    const { store } = this.#vnode;
    if (mode === (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE)) {
      this.#vnode.modified();
      return store.punch(offset, length);
    }
    if ((mode & ~FALLOC_FL_KEEP_SIZE) !== 0) return -EOPNOTSUPP;
    const error = store.allocate(offset, length);
    if (error < 0 || mode === FALLOC_FL_KEEP_SIZE || offset + length <= store.size) return error;
    return this.#vnode.setattr({ size: offset + length });
  }
}

class RamPages implements PageSource {
  readonly vnode: RamRegular;

  constructor(vnode: RamRegular) {
    this.vnode = vnode;
  }

  size(): number {
    return this.vnode.store.size;
  }

  pageBytes(index: number): Uint8Array {
    return this.vnode.store.page(index);
  }

  frame(index: number): PageFrame | null {
    return this.vnode.store.frame(index);
  }

  adopt(index: number, frame: PageFrame, _isWritable: boolean): number {
    return this.vnode.store.adopt(index, frame);
  }

  disown(index: number): void {
    this.vnode.store.disown(index);
  }

  sync(): number {
    return 0;
  }

  ref(): void {
    this.vnode.hold();
  }

  unref(): void {
    this.vnode.drop();
  }
}
