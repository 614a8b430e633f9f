// FrameAllocator: the page frames of guest RAM, for whoever needs physical memory: page tables, user pages,
// the page cache. A buddy allocator (RT-Thread's rt_pages_alloc/free/ref_*): blocks of 2^order frames, a freed
// block merges with its twin. Order-0 frames carry a reference count and go back when it drops to zero.

import { PAGE_SIZE } from "@keel/abi";
import { assert } from "@keel/klib";

/** Blocks reach 2^11 frames, 8 MiB, as RT_PAGE_MAX_ORDER says. */
export const MAX_ORDER = 11;

const NONE = -1;

/** Someone who can give frames back under pressure. */
export interface Reclaimer {
  /** Asked for `pageCount` frames, frees what it can; answers how many. */
  reclaim(pageCount: number): number;
  /** How many it could free now. */
  reclaimable(): number;
}

export class FrameAllocator {
  /** Physical address of the first frame. */
  readonly base: number;
  readonly totalPages: number;
  freePages: number = 0;
  /** The fewest free frames there have ever been. */
  minFreePages: number;
  /** Called with the address of each order-0 frame whose last reference went. Set by MemorySystem. */
  onFree: ((pa: number) => void) | null = null;

  /** By frame: order of the free block that begins here, or NONE. */
  private readonly freeOrder: Int8Array;
  /** By frame: references; 0 for a free frame. A larger block counts on its first frame. */
  private readonly refs: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** By order: first free block, or NONE. */
  private readonly heads: Int32Array = new Int32Array(MAX_ORDER + 1).fill(NONE);
  private readonly reclaimers: Reclaimer[] = [];
  private countdown: number = Infinity;

  /** Manages [base, base + size); both multiples of the page size. */
  constructor(base: number, size: number) {
    assert(base % PAGE_SIZE === 0 && size % PAGE_SIZE === 0 && base > 0, "RAM must be whole pages, not at 0");
    this.base = base;
    this.totalPages = size / PAGE_SIZE;
    this.freeOrder = new Int8Array(this.totalPages).fill(NONE);
    this.refs = new Int32Array(this.totalPages);
    this.next = new Int32Array(this.totalPages).fill(NONE);
    this.previous = new Int32Array(this.totalPages).fill(NONE);
    this.fillLists();
    this.minFreePages = this.freePages;
  }

  /** The most frames that were ever in use at once. */
  get maxUsedPages(): number {
    return this.totalPages - this.minFreePages;
  }

  /** A block of 2^order frames, contents unspecified, one reference: its physical address, or 0 when there is none. */
  alloc(order: number = 0): number {
    if (--this.countdown < 0) {
      this.countdown = Infinity;
      return 0;
    }
    let frame = this.takeBlock(order);
    if (frame === NONE && this.reclaim(1 << order)) frame = this.takeBlock(order);
    if (frame === NONE) return 0;
    this.refs[frame] = 1;
    this.freePages -= 1 << order;
    if (this.freePages < this.minFreePages) this.minFreePages = this.freePages;
    return this.base + frame * PAGE_SIZE;
  }

  /** Gives a block back, whatever its references. Order 0: use `unref`. */
  free(pa: number, order: number): void {
    const frame = this.frameOf(pa);
    assert((this.refs[frame] as number) > 0, "freeing a frame that is free");
    this.refs[frame] = 0;
    this.freePages += 1 << order;
    this.mergeBlock(frame, order);
  }

  /** One more owner of an order-0 frame. */
  ref(pa: number): void {
    const frame = this.frameOf(pa);
    assert((this.refs[frame] as number) > 0, "reference to a free frame");
    this.refs[frame] = (this.refs[frame] as number) + 1;
  }

  /** One owner less; the last one frees the frame. */
  unref(pa: number): void {
    const frame = this.frameOf(pa);
    const left = (this.refs[frame] as number) - 1;
    assert(left >= 0, "more owners left a frame than it had");
    this.refs[frame] = left;
    if (left > 0) return;
    this.freePages++;
    this.onFree?.(pa);
    this.mergeBlock(frame, 0);
  }

  refCount(pa: number): number {
    return this.refs[this.frameOf(pa)] as number;
  }

  addReclaimer(reclaimer: Reclaimer): void {
    this.reclaimers.push(reclaimer);
  }

  /** Frames in use that could be freed at once. */
  get reclaimablePages(): number {
    return this.reclaimers.reduce((sum, reclaimer) => sum + reclaimer.reclaimable(), 0);
  }

  /** Fault injection for tests: after `count` more allocations that work, one fails. Infinity: none. */
  failAfter(count: number): void {
    this.countdown = count;
  }

  /** Free blocks by order, for `list page` and tests. */
  freeBlocks(): number[] {
    const counts: number[] = [];
    for (let order = 0; order <= MAX_ORDER; order++) {
      let count = 0;
      for (let f = this.heads[order] as number; f !== NONE; f = this.next[f] as number) count++;
      counts.push(count);
    }
    return counts;
  }

  private frameOf(pa: number): number {
    const frame = (pa - this.base) / PAGE_SIZE;
    assert(frame >= 0 && frame < this.totalPages && Number.isInteger(frame), "no frame of this memory");
    return frame;
  }

  /** Cuts the whole region into the largest aligned blocks, low addresses first out. */
  private fillLists(): void {
    const starts: [number, number][] = [];
    let frame = 0;
    while (frame < this.totalPages) {
      let order = MAX_ORDER;
      while (frame % (1 << order) !== 0 || frame + (1 << order) > this.totalPages) order--;
      starts.push([frame, order]);
      frame += 1 << order;
    }
    for (const [start, order] of starts.reverse()) this.push(start, order);
    this.freePages = this.totalPages;
  }

  private takeBlock(order: number): number {
    let have = order;
    while (have <= MAX_ORDER && this.heads[have] === NONE) have++;
    if (have > MAX_ORDER) return NONE;
    const frame = this.heads[have] as number;
    this.remove(frame, have);
    while (have > order) {
      have--;
      this.push(frame + (1 << have), have);
    }
    return frame;
  }

  private mergeBlock(start: number, startOrder: number): void {
    let frame = start;
    let order = startOrder;
    while (order < MAX_ORDER) {
      const twin = frame ^ (1 << order);
      if (twin >= this.totalPages || this.freeOrder[twin] !== order) break;
      this.remove(twin, order);
      frame = Math.min(frame, twin);
      order++;
    }
    this.push(frame, order);
  }

  private push(frame: number, order: number): void {
    const head = this.heads[order] as number;
    this.next[frame] = head;
    this.previous[frame] = NONE;
    if (head !== NONE) this.previous[head] = frame;
    this.heads[order] = frame;
    this.freeOrder[frame] = order;
  }

  private remove(frame: number, order: number): void {
    const next = this.next[frame] as number;
    const previous = this.previous[frame] as number;
    if (previous === NONE) this.heads[order] = next;
    else this.next[previous] = next;
    if (next !== NONE) this.previous[next] = previous;
    this.freeOrder[frame] = NONE;
  }

  private reclaim(pageCount: number): boolean {
    let freed = 0;
    for (const reclaimer of this.reclaimers) {
      freed += reclaimer.reclaim(pageCount - freed);
      if (freed >= pageCount) break;
    }
    return freed > 0;
  }
}
