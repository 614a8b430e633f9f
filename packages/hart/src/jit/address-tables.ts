// How translated code finds the RAM behind an address: two direct-mapped tables, for reading and
// for writing, of 64-bit sums. The entry of a page holds its offset in RAM minus its address, so
// that `address + entry` is an offset in RAM; one test of the bits of that sum that must be zero
// covers the tag, the permission, the end of RAM and alignment, since any other address with the
// same entry differs by a multiple of what the table spans. An empty entry leads to the first
// page beyond the window for every address that it serves: the lowest of those bits is then set.
//
// They hold part of what the TLB of the address space at hand holds (they hear of its insertions
// and follow its flushes) and are emptied when another one is run.

import type { HartMemory } from "../memory.ts";
import { PAGE_SHIFT, PAGE_SIZE } from "../sv39.ts";
import { TLB_READ, TLB_WRITE, type TlbMirror } from "../tlb.ts";
import type { JitLayout } from "./layout.ts";

/** Pages that a table may know at a time; beyond that it starts over. */
const JOURNAL = 16384;

class AddressTable {
  private readonly words: Int32Array;
  private readonly mask: number;
  private readonly window: number;
  /** Entries in use, with the page they lead to. An entry may occur twice. */
  private readonly used = new Int32Array(JOURNAL);
  private readonly pages = new Int32Array(JOURNAL);
  private count = 0;

  constructor(memory: WebAssembly.Memory, offset: number, layout: JitLayout) {
    this.words = new Int32Array(memory.buffer, offset, layout.entries * 2);
    this.mask = layout.entries - 1;
    this.window = layout.window;
    for (let i = 0; i < layout.entries; i++) this.clear(i);
  }

  /** The page of the address hi:lo is at this offset in RAM. */
  insert(lo: number, hi: number, page: number): void {
    const i = this.indexOf(lo, hi);
    if (this.count === JOURNAL) this.flush();
    this.used[this.count] = i;
    this.pages[this.count++] = page;
    const first = lo & -PAGE_SIZE;
    this.words[2 * i] = page - first;
    this.words[2 * i + 1] = (0 - hi - (page >>> 0 < first >>> 0 ? 1 : 0)) | 0;
  }

  drop(lo: number, hi: number): void {
    this.clear(this.indexOf(lo, hi));
  }

  /** Forgets every address that leads to the page at this offset in RAM. */
  dropPage(page: number): void {
    for (let j = 0; j < this.count; j++) {
      if (this.pages[j] === page) this.clear(this.used[j]);
    }
  }

  flush(): void {
    for (let j = 0; j < this.count; j++) this.clear(this.used[j]);
    this.count = 0;
  }

  /** Offsets in RAM of the pages that may be known; some more than once. */
  known(): Int32Array {
    return this.pages.subarray(0, this.count);
  }

  private indexOf(lo: number, hi: number): number {
    return ((lo >>> PAGE_SHIFT) | (hi << (32 - PAGE_SHIFT))) & this.mask;
  }

  private clear(i: number): void {
    const sum = this.window - i * PAGE_SIZE;
    this.words[2 * i] = sum | 0;
    this.words[2 * i + 1] = sum < 0 ? -1 : 0;
  }
}

export class AddressTables implements TlbMirror {
  readonly reads: AddressTable;
  readonly writes: AddressTable;
  /** Called when address translation for fetching may have changed: all of it, or of one page. */
  onFlush: () => void = () => {};
  onFlushPage: (lo: number, hi: number) => void = () => {};
  private readonly ramOffset: number;

  constructor(memory: HartMemory, layout: JitLayout) {
    this.reads = new AddressTable(memory.memory, layout.readTable, layout);
    this.writes = new AddressTable(memory.memory, layout.writeTable, layout);
    this.ramOffset = memory.ramOffset;
  }

  insert(section: number, lo: number, hi: number, byteAddress: number): void {
    const page = (byteAddress - this.ramOffset) & -PAGE_SIZE;
    if (section === TLB_READ) this.reads.insert(lo, hi, page);
    else if (section === TLB_WRITE) this.writes.insert(lo, hi, page);
  }

  dropWrites(byteAddress: number): void {
    this.writes.dropPage(byteAddress - this.ramOffset);
  }

  flushPage(lo: number, hi: number): void {
    this.reads.drop(lo, hi);
    this.writes.drop(lo, hi);
    this.onFlushPage(lo, hi);
  }

  flush(): void {
    this.reads.flush();
    this.writes.flush();
    this.onFlush();
  }
}
