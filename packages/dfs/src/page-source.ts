// A file as mmap sees it: a row of 4 KiB pages, each of which can be given a home in guest
// memory. Once a page is at home in a frame, read and write go to that frame too, so that
// shared mappings, private read-only mappings and the file calls all see the same bytes.
// dfs knows nothing of frames; who maps files (lwp) brings them as PageFrame.

import type { Vnode } from "./vnode.ts";

/** A frame of guest memory that holds one page of a file. */
export interface PageFrame {
  /** How its owner calls the frame: its physical address. */
  readonly pa: number;
  /** The 4096 bytes of the frame. */
  readonly bytes: Uint8Array;
  /** A file call changed bytes [start, end) of the page: code translated from it is stale. */
  changed(start: number, end: number): void;
  /** The file has let the frame go and no longer touches `bytes`. */
  release(): void;
}

export interface PageSource {
  readonly vnode: Vnode;
  /** Size of the file in bytes; a page that starts at or beyond it does not exist (SIGBUS). */
  size(): number;
  /**
   * What page `index` holds now, for reading only and valid until the next call: up to 4096
   * bytes, what is missing reads as zero. -EIO if it cannot be had.
   */
  pageBytes(index: number): Uint8Array | number;
  /** The frame page `index` is at home in, or null. */
  frame(index: number): PageFrame | null;
  /**
   * Copies page `index` into the frame, which is its home from now on. `isWritable`: stores
   * will reach the frame, so that the page needs space of its own in the file (-ENOSPC).
   */
  adopt(index: number, frame: PageFrame, isWritable: boolean): number;
  /** Takes page `index` out of its frame, contents kept, and releases the frame. */
  disown(index: number): void;
  /** Makes what shared mappings stored reach the file (msync, munmap). */
  sync(): number;
  /** A mapping begins or ends: an unlinked file lives while it is mapped. */
  ref(): void;
  unref(): void;
}

export const PAGE_BYTES = 4096;
