// AnonObject: zero-filled memory that several address spaces share: MAP_SHARED|MAP_ANONYMOUS, /dev/zero, System V
// segments. Its pages live until the last mapping goes.

import { EIO, ENOMEM } from "@keel/abi";
import type { MemObject } from "./mem-object.ts";
import type { MemorySystem } from "./memory-system.ts";

export class AnonObject implements MemObject {
  readonly name: string;
  private readonly mm: MemorySystem;
  private readonly pageCount: number;
  private readonly pages: Map<number, number> = new Map();
  private refs = 1;

  /** Made with one reference, the maker's. */
  constructor(mm: MemorySystem, name: string, pageCount: number) {
    this.mm = mm;
    this.name = name;
    this.pageCount = pageCount;
  }

  page(index: number, _isWrite: boolean): number {
    if (index < 0 || index >= this.pageCount) return -EIO;
    let pa = this.pages.get(index) ?? 0;
    if (pa === 0) {
      pa = this.mm.allocZeroed();
      if (pa === 0) return -ENOMEM;
      this.pages.set(index, pa);
    }
    this.mm.frames.ref(pa);
    return pa;
  }

  ref(): void {
    this.refs++;
  }

  unref(): void {
    if (--this.refs > 0) return;
    for (const pa of this.pages.values()) this.mm.frames.unref(pa);
    this.pages.clear();
  }

  get residentPages(): number {
    return this.pages.size;
  }
}
