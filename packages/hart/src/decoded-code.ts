// Decoded code, by physical page, so that processes share what they share in RAM. A page has a
// two-word slot (record.ts) for every halfword, filled when the instruction there first runs:
// the slot of the instruction at offset `o` is at `base + o`, and pc moves as the slots do.
//
// Whoever changes bytes of a page with decoded code says so (`invalidate`); the hart's own stores
// come here by themselves, because such a page is never in the TLB for writing.

import { OP_LEAVE_PAGE, OP_UNDECODED } from "./isa/operations.ts";
import { PAGE_SIZE } from "./sv39.ts";

/** Words from one page's base to the next: the slots, and two that lead out of the page. */
const STRIDE: number = PAGE_SIZE + 8;
const FIRST_CAPACITY = 16;
/** 1024 pages are 4 MiB of code and 16 MiB of records; beyond that all is decoded afresh. */
const MAX_CAPACITY = 1024;

/** Base of the page that holds one instruction that crosses into the next page. */
export const CROSSING_BASE = 0;

/** Someone who made something of code and must hear when its bytes change. */
export interface CodeWatcher {
  /** Bytes [first, end) of RAM change, in page `page` with decoded code. */
  changed(page: number, first: number, end: number): void;
  /** Everything is forgotten. */
  flushed(): void;
}

export class DecodedCode {
  watcher: CodeWatcher | null = null;
  /** The slots. Replaced when more pages are needed. */
  records: Int32Array = new Int32Array(FIRST_CAPACITY * STRIDE);
  /** Base by page of RAM, 0 for pages without decoded code. */
  private readonly bases: Int32Array;
  /** Page of RAM by base / STRIDE. */
  private readonly pages = new Int32Array(MAX_CAPACITY);
  /** Pages in use, the first for crossing instructions. */
  private count = 1;
  private readonly onFlush: () => void;

  /** `onFlush` is called when bases that someone may have kept are no longer good. */
  constructor(ramPages: number, onFlush: () => void) {
    this.bases = new Int32Array(ramPages);
    this.onFlush = onFlush;
    this.clearCrossing();
  }

  hasCode(page: number): boolean {
    return this.bases[page] !== 0;
  }

  /** The base for this page of RAM, or 0: `add` it. */
  baseOf(page: number): number {
    return this.bases[page];
  }

  /** Which page of RAM a base belongs to. */
  pageOf(base: number): number {
    return this.pages[base / STRIDE];
  }

  /** Makes room for a page that has none. */
  add(page: number): number {
    if (this.count === MAX_CAPACITY) this.flush();
    if ((this.count + 1) * STRIDE > this.records.length) {
      const larger = new Int32Array(this.records.length * 2);
      larger.set(this.records);
      this.records = larger;
    }
    const base = this.count * STRIDE;
    this.pages[this.count] = page;
    this.bases[page] = base;
    this.count++;
    this.records.fill(OP_UNDECODED, base, base + PAGE_SIZE);
    this.records.fill(OP_LEAVE_PAGE, base + PAGE_SIZE, base + STRIDE);
    return base;
  }

  /** Forgets what was decoded from bytes [offset, offset + length) of RAM. */
  invalidate(offset: number, length: number): void {
    // An instruction may start one halfword before.
    const first = Math.max(0, offset - 2);
    const end = Math.min(offset + length, this.bases.length * PAGE_SIZE);
    for (let page = first >>> 12; page << 12 < end; page++) {
      const base = this.bases[page];
      if (base === 0) continue;
      if (this.watcher !== null) this.watcher.changed(page, offset, end);
      const from = Math.max(0, first - page * PAGE_SIZE) & ~1;
      const to = Math.min(PAGE_SIZE, end - page * PAGE_SIZE + 1) & ~1;
      this.records.fill(OP_UNDECODED, base + from, base + to);
    }
  }

  /** Forgets everything. */
  flush(): void {
    this.bases.fill(0);
    this.count = 1;
    this.clearCrossing();
    this.onFlush();
    if (this.watcher !== null) this.watcher.flushed();
  }

  private clearCrossing(): void {
    this.records.fill(OP_LEAVE_PAGE, CROSSING_BASE, CROSSING_BASE + STRIDE);
  }
}
