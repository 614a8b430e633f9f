// The pages of a host file as mmap sees them. A page that has moved into a frame is a copy: file
// calls keep the copy and the host in step, and what shared mappings stored goes to the host by
// `sync`, at the latest when the last mapping ends.

import { EACCES } from "@keel/abi";
import { PAGE_BYTES, type PageFrame, type PageSource } from "../page-source.ts";
import type { HostVnode } from "./host-vnode.ts";

interface Held {
  readonly frame: PageFrame;
  /** What the host has, to tell what stores have changed; null: nobody stores here. */
  readonly clean: Uint8Array | null;
}

export class HostPages implements PageSource {
  readonly vnode: HostVnode;
  readonly #held = new Map<number, Held>();
  readonly #buffer = new Uint8Array(PAGE_BYTES);
  #handle = -1;
  #users = 0;
  /** Of the host's file when the frames were filled. */
  #mtimeNs = 0;

  constructor(vnode: HostVnode) {
    this.vnode = vnode;
    this.#mtimeNs = vnode.mtimeNs;
  }

  ref(): void {
    this.vnode.hold();
    this.#users++;
    this.#openHandle();
  }

  unref(): void {
    this.#users--;
    if (this.#users === 0) this.#close();
    this.vnode.drop();
  }

  #openHandle(): number {
    if (this.#handle < 0) {
      this.#handle = this.vnode.openForMapping();
      if (this.#handle >= 0) this.vnode.handles.add(this.#handle);
    }
    return this.#handle;
  }

  #close(): void {
    this.sync();
    if (this.#handle < 0) return;
    this.vnode.handles.delete(this.#handle);
    this.vnode.host.close(this.#handle);
    this.#handle = -1;
  }

  /**
   * Before a new mapping: frames of a file that the host has changed since are let go, unless
   * a mapping stores into them.
   */
  revalidate(): void {
    this.vnode.refresh();
    if (this.vnode.mtimeNs === this.#mtimeNs) return;
    this.#mtimeNs = this.vnode.mtimeNs;
    for (const [index, held] of this.#held) {
      if (held.clean === null || this.#users === 0) this.disown(index);
    }
  }

  size(): number {
    return this.vnode.size;
  }

  pageBytes(index: number): Uint8Array | number {
    const held = this.#held.get(index);
    if (held !== undefined) return held.frame.bytes;
    const wasOpen = this.#handle >= 0;
    const handle = this.#openHandle();
    if (handle < 0) return handle;
    const count = this.vnode.host.read(handle, index * PAGE_BYTES, this.#buffer);
    if (!wasOpen && this.#users === 0) this.#close();
    return count < 0 ? count : this.#buffer.subarray(0, count);
  }

  frame(index: number): PageFrame | null {
    return this.#held.get(index)?.frame ?? null;
  }

  adopt(index: number, frame: PageFrame, isWritable: boolean): number {
    if (isWritable && this.vnode.fs.isReadOnly) return -EACCES;
    const bytes = this.pageBytes(index);
    if (typeof bytes === "number") return bytes;
    frame.bytes.set(bytes);
    frame.bytes.fill(0, bytes.length);
    const before = this.#held.get(index);
    const isStored = isWritable || (before !== undefined && before.clean !== null);
    this.#held.set(index, { frame, clean: isStored ? frame.bytes.slice() : null });
    if (before !== undefined && before.frame !== frame) before.frame.release();
    return 0;
  }

  disown(index: number): void {
    const held = this.#held.get(index);
    if (held === undefined) return;
    this.#flush(index, held);
    this.#held.delete(index);
    held.frame.release();
  }

  sync(): number {
    let first = 0;
    for (const [index, held] of this.#held) first = Math.min(first, this.#flush(index, held));
    return first;
  }

  /** Writes what stores have changed in one page, as far as the file goes. */
  #flush(index: number, held: Held): number {
    const { clean } = held;
    if (clean === null) return 0;
    const length = Math.min(PAGE_BYTES, this.vnode.size - index * PAGE_BYTES);
    const { bytes } = held.frame;
    let start = 0;
    while (start < length && bytes[start] === clean[start]) start++;
    if (start >= length) return 0;
    let end = length;
    while (bytes[end - 1] === clean[end - 1]) end--;
    const changed = bytes.subarray(start, end);
    const written = this.vnode.host.write(this.#openHandle(), index * PAGE_BYTES + start, changed);
    if (written < 0) return written;
    clean.set(changed, start);
    return 0;
  }

  // ---- told by file calls

  /** `buf` was read from the host at `pos`: puts over it what mappings have stored. */
  overlay(pos: number, buf: Uint8Array): void {
    this.#forRange(pos, buf.length, (held, inPage, inBuf, length) => {
      if (held.clean !== null) buf.set(held.frame.bytes.subarray(inPage, inPage + length), inBuf);
    });
  }

  /** `buf` was written to the host at `pos`: the frames follow. */
  written(pos: number, buf: Uint8Array): void {
    this.#forRange(pos, buf.length, (held, inPage, inBuf, length) => {
      const part = buf.subarray(inBuf, inBuf + length);
      held.frame.bytes.set(part, inPage);
      held.clean?.set(part, inPage);
      held.frame.changed(inPage, inPage + length);
    });
    if (this.#held.size > 0) this.vnode.refresh();
    this.#mtimeNs = this.vnode.mtimeNs;
  }

  /** The file was cut to `size`, or grown to it. */
  truncated(size: number): void {
    for (const [index, held] of this.#held) {
      const start = index * PAGE_BYTES;
      if (start >= size) {
        this.#held.delete(index);
        held.frame.release();
      } else if (size - start < PAGE_BYTES) {
        held.frame.bytes.fill(0, size - start);
        held.clean?.fill(0, size - start);
        held.frame.changed(size - start, PAGE_BYTES);
      }
    }
    this.vnode.refresh();
    this.#mtimeNs = this.vnode.mtimeNs;
  }

  #forRange(
    pos: number,
    length: number,
    visit: (held: Held, inPage: number, inBuf: number, length: number) => void,
  ): void {
    if (this.#held.size === 0) return;
    const last = Math.floor((pos + length - 1) / PAGE_BYTES);
    for (let index = Math.floor(pos / PAGE_BYTES); index <= last; index++) {
      const held = this.#held.get(index);
      if (held === undefined) continue;
      const start = Math.max(pos, index * PAGE_BYTES);
      const end = Math.min(pos + length, (index + 1) * PAGE_BYTES);
      visit(held, start - index * PAGE_BYTES, start - pos, end - start);
    }
  }
}
