// The contents of a file in memory: 4 KiB pages, allocated when written, so that a file has
// holes where nothing was. What came with a boot image is not copied: `image` shows a part of
// the image as the beginning of the file, and a page of it is copied when it is first written.
// A page can move into a frame of guest memory (see PageFrame) and is then read and written there.
//
// Invariant: bytes of the last page beyond `size` are zero, but for what a mapping stored there;
// they are cleared again before the file grows over them.
// @hotpath

import { EFBIG, ENOSPC } from "@keel/abi";
import { PAGE_BYTES, type PageFrame } from "../page-source.ts";

/** Counts the pages of one file system against its limit. */
export interface PageBudget {
  /** Takes pages; false, and none taken, if there are not as many left. */
  take(count: number): boolean;
  give(count: number): void;
}

const NO_IMAGE: Uint8Array = new Uint8Array(0);
const HOLE: Uint8Array = new Uint8Array(0);
/** 8 TiB: page numbers stay small integers. */
const SIZE_MAX = 2 ** 43;

export class PageStore {
  size = 0;
  readonly #budget: PageBudget;
  readonly #pages = new Map<number, Uint8Array>();
  /** All pages are below this. */
  #endPage = 0;
  /** The pages among them that live in guest memory. */
  #frames: Map<number, PageFrame> | null = null;
  #image = NO_IMAGE;

  constructor(budget: PageBudget) {
    this.#budget = budget;
  }

  /** Pages that count against the limit. */
  get pageCount(): number {
    let count = this.#imagePages();
    for (const index of this.#pages.keys()) if (index * PAGE_BYTES >= this.#image.length) count++;
    return count;
  }

  #imagePages(): number {
    return Math.ceil(this.#image.length / PAGE_BYTES);
  }

  /** Makes `bytes` the contents, uncopied; nobody may change them from now on. 0 or -ENOSPC. */
  setImage(bytes: Uint8Array): number {
    this.truncate(0);
    if (!this.#budget.take(Math.ceil(bytes.length / PAGE_BYTES))) return -ENOSPC;
    this.#image = bytes;
    this.size = bytes.length;
    return 0;
  }

  /** Copies into `buf` from `pos` on; bytes copied, 0 at or beyond the end. */
  read(pos: number, buf: Uint8Array): number {
    const count = Math.min(buf.length, this.size - pos);
    if (count <= 0) return 0;
    if (this.#pages.size === 0 && pos + count <= this.#image.length) {
      buf.set(this.#image.subarray(pos, pos + count));
      return count;
    }
    let done = 0;
    while (done < count) {
      const at = pos + done;
      const index = Math.floor(at / PAGE_BYTES);
      const offset = at - index * PAGE_BYTES;
      const length = Math.min(PAGE_BYTES - offset, count - done);
      const page = this.page(index);
      if (offset >= page.length) buf.fill(0, done, done + length);
      else if (offset === 0 && page.length === length) buf.set(page, done);
      else {
        const part = page.subarray(offset, offset + length);
        buf.set(part, done);
        if (part.length < length) buf.fill(0, done + part.length, done + length);
      }
      done += length;
    }
    return count;
  }

  /** What page `index` holds, up to 4096 bytes, for reading: the rest is zero. */
  page(index: number): Uint8Array {
    const page = this.#pages.get(index);
    if (page !== undefined) return page;
    const start = index * PAGE_BYTES;
    return start < this.#image.length ? this.#image.subarray(start, start + PAGE_BYTES) : HOLE;
  }

  /** Copies `buf` in at `pos`. Bytes written, fewer if space runs out on the way, or -errno. */
  write(pos: number, buf: Uint8Array): number {
    const count = buf.length;
    if (pos + count > SIZE_MAX) return -EFBIG;
    if (pos > this.size) this.#clearTail();
    let done = 0;
    while (done < count) {
      const at = pos + done;
      const index = Math.floor(at / PAGE_BYTES);
      const offset = at - index * PAGE_BYTES;
      const length = Math.min(PAGE_BYTES - offset, count - done);
      const page = this.#pages.get(index) ?? this.#newPage(index);
      if (page === null) break;
      page.set(length === count ? buf : buf.subarray(done, done + length), offset);
      if (this.#frames !== null) this.#frames.get(index)?.changed(offset, offset + length);
      done += length;
    }
    if (done === 0 && count > 0) return -ENOSPC;
    if (pos + done > this.size) this.size = pos + done;
    return done;
  }

  /** A page of its own for `index`, holding what was read there; null when there is no space. */
  #newPage(index: number): Uint8Array | null {
    const start = index * PAGE_BYTES;
    const isNew = start >= this.#image.length;
    if (isNew && !this.#budget.take(1)) return null;
    const page = new Uint8Array(PAGE_BYTES);
    if (!isNew) page.set(this.#image.subarray(start, start + PAGE_BYTES));
    this.#setPage(index, page);
    return page;
  }

  #setPage(index: number, page: Uint8Array): void {
    this.#pages.set(index, page);
    if (index >= this.#endPage) this.#endPage = index + 1;
  }

  /** Sets the size; what is cut off is gone, what is added reads as zero. 0 or -EFBIG. */
  truncate(size: number): number {
    if (size > SIZE_MAX) return -EFBIG;
    if (size >= this.size) {
      this.#clearTail();
      this.size = size;
      return 0;
    }
    const keptPages = Math.ceil(size / PAGE_BYTES);
    this.#dropPages(keptPages);
    if (size < this.#image.length) {
      this.#budget.give(this.#imagePages() - keptPages);
      this.#image = this.#image.subarray(0, size);
    }
    this.size = size;
    this.#clearTail();
    return 0;
  }

  /** Zeroes what the last page has beyond the end. */
  #clearTail(): void {
    const offset = this.size % PAGE_BYTES;
    if (offset === 0) return;
    const index = (this.size - offset) / PAGE_BYTES;
    const page = this.#pages.get(index);
    if (page === undefined) return;
    page.fill(0, offset);
    this.#frames?.get(index)?.changed(offset, PAGE_BYTES);
  }

  /** Lets the pages from `first` on go, those reserved beyond the end too. */
  #dropPages(first: number): void {
    if (this.#endPage - first > this.#pages.size) {
      for (const index of this.#pages.keys()) if (index >= first) this.#dropPage(index);
    } else for (let index = first; index < this.#endPage; index++) this.#dropPage(index);
    this.#endPage = Math.min(this.#endPage, first);
  }

  #dropPage(index: number): void {
    if (!this.#pages.delete(index)) return;
    if (index * PAGE_BYTES >= this.#image.length) this.#budget.give(1);
    const frame = this.#frames?.get(index);
    if (frame === undefined) return;
    this.#frames?.delete(index);
    frame.release();
  }

  /** Gives all space back; the store is empty afterwards. */
  clear(): void {
    this.truncate(0);
    this.#dropPages(0);
  }

  // ---- holes

  /** Reserves space for [pos, pos + length), so that writing there cannot fail. 0 or -errno. */
  allocate(pos: number, length: number): number {
    const end = Math.ceil((pos + length) / PAGE_BYTES);
    if (pos + length > SIZE_MAX) return -EFBIG;
    const made: number[] = [];
    for (let index = Math.floor(pos / PAGE_BYTES); index < end; index++) {
      if (this.#pages.has(index) || index * PAGE_BYTES < this.#image.length) continue;
      if (this.#newPage(index) !== null) {
        made.push(index);
        continue;
      }
      for (const one of made) this.#dropPage(one);
      return -ENOSPC;
    }
    return 0;
  }

  /** Makes [pos, pos + length) read as zero and gives whole pages back. 0 or -ENOSPC. */
  punch(pos: number, length: number): number {
    const end = Math.min(pos + length, this.size);
    if (pos >= end) return 0;
    const firstWhole = Math.ceil(pos / PAGE_BYTES);
    const endWhole = Math.floor(end / PAGE_BYTES);
    if (firstWhole > endWhole) return this.#zero(pos, end);
    const head = this.#zero(pos, firstWhole * PAGE_BYTES);
    const tail = this.#zero(endWhole * PAGE_BYTES, end);
    for (let index = firstWhole; index < endWhole; index++) {
      if (index * PAGE_BYTES >= this.#image.length) this.#dropPage(index);
      else if (this.#zero(index * PAGE_BYTES, (index + 1) * PAGE_BYTES) < 0) return -ENOSPC;
    }
    return Math.min(head, tail);
  }

  /** Zeroes a range within one page; a hole stays one. */
  #zero(start: number, end: number): number {
    if (start >= end) return 0;
    const index = Math.floor(start / PAGE_BYTES);
    if (this.page(index).length === 0) return 0;
    const page = this.#pages.get(index) ?? this.#newPage(index);
    if (page === null) return -ENOSPC;
    const offset = start - index * PAGE_BYTES;
    page.fill(0, offset, end - index * PAGE_BYTES);
    this.#frames?.get(index)?.changed(offset, end - index * PAGE_BYTES);
    return 0;
  }

  /** The first byte at or after `pos` that is in no hole; -1 if only a hole follows. */
  nextData(pos: number): number {
    if (pos < this.#image.length) return pos;
    let first = Number.POSITIVE_INFINITY;
    const from = Math.floor(pos / PAGE_BYTES);
    for (const index of this.#pages.keys()) if (index >= from && index < first) first = index;
    const at = Math.max(pos, first * PAGE_BYTES);
    return at < this.size ? at : -1;
  }

  /** The start of the first hole at or after `pos`; the end of the file if there is none. */
  nextHole(pos: number): number {
    let index = Math.floor(pos / PAGE_BYTES);
    while (index * PAGE_BYTES < this.size && this.page(index).length > 0) index++;
    return Math.min(Math.max(pos, index * PAGE_BYTES), this.size);
  }

  // ---- pages in guest memory

  frame(index: number): PageFrame | null {
    return this.#frames?.get(index) ?? null;
  }

  /** Moves page `index` into a frame, a hole too. 0 or -ENOSPC; nothing has happened then. */
  adopt(index: number, frame: PageFrame): number {
    const present = this.page(index);
    const isNew = !this.#pages.has(index) && index * PAGE_BYTES >= this.#image.length;
    if (isNew && !this.#budget.take(1)) return -ENOSPC;
    frame.bytes.set(present);
    frame.bytes.fill(0, present.length);
    this.#setPage(index, frame.bytes);
    this.#frames ??= new Map();
    const before = this.#frames.get(index);
    this.#frames.set(index, frame);
    before?.release();
    return 0;
  }

  /** Moves page `index` out of its frame, keeping what it holds. */
  disown(index: number): void {
    const frame = this.#frames?.get(index);
    if (frame === undefined) return;
    this.#pages.set(index, frame.bytes.slice());
    this.#frames?.delete(index);
    frame.release();
  }
}
