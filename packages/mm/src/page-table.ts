// PageTable: a real Sv39 table in guest RAM, the one the hart walks. RISC-V Privileged 4.3 and 4.4.
// Only 4 KiB leaves. An entry that owns a frame has PTE_OWNED set even while PROT_NONE keeps it invalid.
// @hotpath: find.

import { PAGE_SIZE } from "@keel/abi";
import { PTE_R, PTE_V, PTE_W, PTE_X } from "@keel/hart";
import type { MemorySystem } from "./memory-system.ts";

/** Software bit (RSW bit 0): the entry holds a reference on its frame. */
export const PTE_OWNED = 0x100;

const ENTRIES = 512;
const LEAF_SPAN: number = ENTRIES * PAGE_SIZE;
const MIDDLE_SPAN: number = ENTRIES * LEAF_SPAN;

export class PageTable {
  readonly rootPa: number;
  /** Frames the tables take, the root counted. */
  tablePages: number = 1;
  private readonly mm: MemorySystem;
  private readonly words: Int32Array;

  private constructor(mm: MemorySystem, rootPa: number) {
    this.mm = mm;
    this.words = mm.words;
    this.rootPa = rootPa;
  }

  /** An empty table, or null when there is no frame for its root. */
  static create(mm: MemorySystem): PageTable | null {
    const rootPa = mm.allocZeroed();
    return rootPa === 0 ? null : new PageTable(mm, rootPa);
  }

  /** Index in `mm.words` of the low word of va's leaf entry, or -1 when a table on the way is missing. */
  find(va: number): number {
    const vpn = Math.floor(va / PAGE_SIZE);
    const middle = this.child(this.wordOf(this.rootPa) + (vpn >>> 18) * 2);
    if (middle < 0) return -1;
    const leaf = this.child(middle + ((vpn >>> 9) & 511) * 2);
    return leaf < 0 ? -1 : leaf + (vpn & 511) * 2;
  }

  /** As find, making the tables that are missing; -1 when memory is exhausted. */
  ensure(va: number): number {
    const vpn = Math.floor(va / PAGE_SIZE);
    const middle = this.ensureChild(this.wordOf(this.rootPa) + (vpn >>> 18) * 2);
    if (middle < 0) return -1;
    const leaf = this.ensureChild(middle + ((vpn >>> 9) & 511) * 2);
    return leaf < 0 ? -1 : leaf + (vpn & 511) * 2;
  }

  /** Calls `visit` for each entry in [start, end) that owns a frame, in order of addresses. */
  forEach(start: number, end: number, visit: (index: number, va: number) => void): void {
    let va = start;
    while (va < end) {
      const index = this.find(va);
      const leafEnd = Math.min(end, va - (va % LEAF_SPAN) + LEAF_SPAN);
      if (index < 0) {
        va = leafEnd;
        continue;
      }
      for (let i = index; va < leafEnd; i += 2, va += PAGE_SIZE) {
        if (((this.words[i] as number) & PTE_OWNED) !== 0) visit(i, va);
      }
    }
  }

  /** Writes an entry. `flags` are the low ten bits. */
  write(index: number, pa: number, flags: number): void {
    const ppn = pa / PAGE_SIZE;
    this.words[index] = (ppn << 10) | flags;
    this.words[index + 1] = Math.floor(ppn / 0x40_0000);
  }

  clear(index: number): void {
    this.words[index] = 0;
    this.words[index + 1] = 0;
  }

  /** Takes the rights of an entry away; its frame stays its own. */
  revoke(index: number): void {
    this.words[index] = (this.words[index] as number) & ~(PTE_V | PTE_R | PTE_W | PTE_X);
  }

  /** Physical address in an entry. */
  paOf(index: number): number {
    const lo = (this.words[index] as number) >>> 10;
    return (lo + ((this.words[index + 1] as number) & 0x3f_ffff) * 0x40_0000) * PAGE_SIZE;
  }

  /** Frees the tables that lie wholly in the unmapped hole [floor, ceiling) and touch [start, end). */
  prune(start: number, end: number, floor: number, ceiling: number): void {
    const root = this.wordOf(this.rootPa);
    for (let base = start - (start % MIDDLE_SPAN); base < end; base += MIDDLE_SPAN) {
      const entry = root + (base / MIDDLE_SPAN) * 2;
      const middle = this.child(entry);
      if (middle < 0) continue;
      this.pruneLeaves(middle, base, start, end, floor, ceiling);
      if (base >= floor && base + MIDDLE_SPAN <= ceiling) this.freeTable(entry);
    }
  }

  /** Frees every table, the root last. The entries must own nothing any more. */
  destroy(): void {
    this.prune(0, (MIDDLE_SPAN * ENTRIES) / 2, 0, (MIDDLE_SPAN * ENTRIES) / 2);
    this.mm.frames.unref(this.rootPa);
    this.tablePages--;
  }

  private pruneLeaves(
    middle: number,
    base: number,
    start: number,
    end: number,
    floor: number,
    ceiling: number,
  ): void {
    const first = Math.max(0, Math.floor((start - base) / LEAF_SPAN));
    const last = Math.min(ENTRIES, Math.ceil((end - base) / LEAF_SPAN));
    for (let i = first; i < last; i++) {
      const leafBase = base + i * LEAF_SPAN;
      if (leafBase < floor || leafBase + LEAF_SPAN > ceiling) continue;
      if (this.child(middle + i * 2) >= 0) this.freeTable(middle + i * 2);
    }
  }

  private freeTable(entry: number): void {
    this.mm.frames.unref(this.paOf(entry));
    this.tablePages--;
    this.clear(entry);
  }

  private wordOf(pa: number): number {
    return (pa - this.mm.ramBase) / 4;
  }

  /** Word index of the table that a pointer entry names, or -1. */
  private child(entry: number): number {
    return ((this.words[entry] as number) & PTE_V) === 0 ? -1 : this.wordOf(this.paOf(entry));
  }

  private ensureChild(entry: number): number {
    const have = this.child(entry);
    if (have >= 0) return have;
    const pa = this.mm.allocZeroed();
    if (pa === 0) return -1;
    this.tablePages++;
    this.write(entry, pa, PTE_V);
    return this.wordOf(pa);
  }
}
