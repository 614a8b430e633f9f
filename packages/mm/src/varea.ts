// Varea: a run of pages with one purpose: same rights, same object behind. RT-Thread's rt_varea. The areas of a
// space never overlap.

import { MAP_GROWSDOWN, MAP_SHARED, PAGE_SIZE } from "@keel/abi";
import type { MemObject } from "./mem-object.ts";

export interface VareaOptions {
  readonly start: number;
  readonly end: number;
  readonly prot: number;
  /** The most `protect` may give: without PROT_WRITE for a file that is open for reading only and mapped shared. */
  readonly maxProt: number;
  /** MAP_SHARED or MAP_PRIVATE, and MAP_GROWSDOWN. */
  readonly flags: number;
  /** null: private zero memory. A reference moves in. */
  readonly object: MemObject | null;
  /** Byte offset in the object of `start`. */
  readonly offset: number;
  readonly name: string;
}

export class Varea {
  start: number;
  end: number;
  prot: number;
  readonly maxProt: number;
  readonly flags: number;
  readonly object: MemObject | null;
  offset: number;
  readonly name: string;
  /** A private copy of a page of the object was made here: fork has to hand pages on. */
  hasCopies: boolean = false;

  constructor(options: VareaOptions) {
    this.start = options.start;
    this.end = options.end;
    this.prot = options.prot;
    this.maxProt = options.maxProt;
    this.flags = options.flags;
    this.object = options.object;
    this.offset = options.offset;
    this.name = options.name;
  }

  get length(): number {
    return this.end - this.start;
  }

  get isShared(): boolean {
    return (this.flags & MAP_SHARED) !== 0;
  }

  get growsDown(): boolean {
    return (this.flags & MAP_GROWSDOWN) !== 0;
  }

  /** Which page of the object stands behind `va`. */
  pageIndex(va: number): number {
    return Math.floor((va - this.start + this.offset) / PAGE_SIZE);
  }

  /** The same purpose for another range; takes a reference of its own on the object. */
  cloneFor(start: number, end: number): Varea {
    this.object?.ref();
    const clone = new Varea({
      ...this,
      start,
      end,
      offset: this.object === null ? 0 : this.offset + start - this.start,
    });
    clone.hasCopies = this.hasCopies;
    return clone;
  }

  /** True when `next`, which begins where this ends, may be made one with it. */
  joins(next: Varea): boolean {
    return (
      this.end === next.start &&
      this.prot === next.prot &&
      this.maxProt === next.maxProt &&
      this.flags === next.flags &&
      this.object === next.object &&
      this.name === next.name &&
      (this.object === null || this.offset + this.length === next.offset)
    );
  }
}
