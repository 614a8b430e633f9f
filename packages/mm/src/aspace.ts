// Aspace: the address space of a process: its areas, its page table, and what is done to them. RT-Thread's
// rt_aspace with the calls of mmap, munmap, mprotect, mremap and brk. Pages come on the first touch.
//
// Nothing here blocks. One hart runs at a time, and mappings change only while no guest code runs; there are no
// locks. Shared between processes by reference (vfork, CLONE_VM): `ref`, `unref`.

import {
  EEXIST,
  EINVAL,
  ENOMEM,
  EPERM,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_GROWSDOWN,
  MAP_LOCKED,
  MAP_NORESERVE,
  MAP_POPULATE,
  MAP_PRIVATE,
  MAP_SHARED,
  MAP_SHARED_VALIDATE,
  MAP_TYPE,
  PAGE_SIZE,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import { AnonObject } from "./anon-object.ts";
import { forkAspace } from "./aspace-fork.ts";
import { type Access, faultPage } from "./aspace-fault.ts";
import { normalProt, PROT_ALL, protectRange } from "./aspace-protect.ts";
import { remapArea } from "./aspace-remap.ts";
import { MAX_AREAS, MMAP_BASE, pageDown, pageUp, USER_BOTTOM, USER_TOP } from "./layout.ts";
import type { MemObject } from "./mem-object.ts";
import type { MemorySystem } from "./memory-system.ts";
import { PageTable } from "./page-table.ts";
import { UserMemory } from "./user-memory.ts";
import { Varea } from "./varea.ts";
import { VareaList } from "./varea-list.ts";

/** Above this many pages one flush of the whole space is cheaper than one per page. */
const FLUSH_PAGES_MAX = 32;

export interface MapOptions {
  /** A wish, or with MAP_FIXED a demand. Absent or 0: anywhere. */
  readonly va?: number;
  /** In bytes; rounded up to whole pages. */
  readonly length: number;
  /** PROT_… */
  readonly prot: number;
  /** MAP_… */
  readonly flags: number;
  /** What to map; absent: zero memory. The caller keeps its own reference. */
  readonly object?: MemObject;
  /** Byte offset in the object, a multiple of the page size. */
  readonly offset?: number;
  readonly name?: string;
  /** The most that `protect` may allow later; everything when absent. */
  readonly maxProt?: number;
}

export class Aspace extends UserMemory {
  readonly mm: MemorySystem;
  readonly table: PageTable;
  readonly asid: number;
  readonly list: VareaList = new VareaList();

  /** Frames mapped now, shared ones counted too, tables not. */
  residentPages: number = 0;
  maxResidentPages: number = 0;
  /** Bytes in areas. */
  virtualSize: number = 0;
  /** Page faults answered with a page. */
  faultCount: number = 0;

  brkStart: number = 0;
  brk: number = 0;
  /** RLIMIT_AS, RLIMIT_DATA (the heap), RLIMIT_STACK, in bytes. */
  sizeLimit: number = Infinity;
  dataLimit: number = Infinity;
  stackLimit: number = 8 << 20;
  /** Mappings go downward from here. */
  mmapBase: number = MMAP_BASE;

  private users = 1;

  private constructor(mm: MemorySystem, table: PageTable, asid: number) {
    super(mm, table);
    this.mm = mm;
    this.table = table;
    this.asid = asid;
  }

  /** An empty space, or -ENOMEM. */
  static create(mm: MemorySystem): Aspace | number {
    const asid = mm.asids.alloc();
    if (asid === 0) return -ENOMEM;
    const table = PageTable.create(mm);
    if (table === null) {
      mm.asids.free(asid);
      return -ENOMEM;
    }
    return new Aspace(mm, table, asid);
  }

  /** Physical page number of the root table, for satp. */
  get rootPpn(): number {
    return this.table.rootPa / PAGE_SIZE;
  }

  /** The areas in order of addresses. */
  areas(): Iterable<Varea> {
    return this.list;
  }

  ref(): this {
    this.users++;
    return this;
  }

  /** The last user destroys the space. */
  unref(): void {
    if (--this.users === 0) this.destroy();
  }

  get isShared(): boolean {
    return this.users > 1;
  }

  /**
   * mmap: the address, or -EINVAL, -ENOMEM (no room, too large, a limit), -EEXIST (MAP_FIXED_NOREPLACE), -EPERM (below
   * USER_BOTTOM). Nothing has changed after an error.
   */
  map(o: MapOptions): number {
    const length = pageUp(o.length);
    const kind = o.flags & MAP_TYPE;
    if (!(o.length > 0) || (o.offset ?? 0) % PAGE_SIZE !== 0 || (o.offset ?? 0) < 0) return -EINVAL;
    if (kind !== MAP_SHARED && kind !== MAP_PRIVATE && kind !== MAP_SHARED_VALIDATE) return -EINVAL;
    if (length > USER_TOP) return -ENOMEM;
    const va = this.choose(o, length);
    if (va < 0) return va;
    const error = this.checkRoom(o, va, length);
    if (error < 0) return error;
    return this.doMap(o, va, length, kind === MAP_PRIVATE ? MAP_PRIVATE : MAP_SHARED);
  }

  /** munmap: 0 or -EINVAL, -ENOMEM (too many areas). Unmapped parts of the range do not matter. */
  unmap(va: number, length: number): number {
    const end = va + pageUp(length);
    if (va % PAGE_SIZE !== 0 || !(length > 0) || va < 0 || end > USER_TOP) return -EINVAL;
    if (this.list.count + this.list.cutsFor(va, end) > MAX_AREAS) return -ENOMEM;
    this.doUnmap(va, end);
    return 0;
  }

  /** mprotect: 0, -EINVAL, -ENOMEM (a hole in the range, too many areas), -EACCES (beyond maxProt). */
  protect(va: number, length: number, prot: number): number {
    return protectRange(this, va, length, prot);
  }

  /** mremap: the address, or -EINVAL, -EFAULT (not one area), -ENOMEM. */
  remap(va: number, oldLength: number, newLength: number, flags: number, newVa: number = 0): number {
    return remapArea(this, va, oldLength, newLength, flags, newVa);
  }

  /** Begins the heap at `start`, page aligned: exec calls it once. */
  initBrk(start: number): void {
    this.brkStart = start;
    this.brk = start;
  }

  /** brk: the end of the heap after the call, which is unchanged when `newBrk` cannot be had (as Linux answers). */
  setBrk(newBrk: number): number {
    if (newBrk < this.brkStart || newBrk - this.brkStart > this.dataLimit || newBrk > USER_TOP)
      return this.brk;
    const oldEnd = pageUp(this.brk);
    const newEnd = pageUp(newBrk);
    if (newEnd < oldEnd) this.doUnmap(newEnd, oldEnd);
    if (newEnd > oldEnd) {
      // One page is left free between heap and the next mapping, so that overruns fault.
      if (!this.list.isFree(oldEnd, newEnd + PAGE_SIZE)) return this.brk;
      const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
      const prot = PROT_READ | PROT_WRITE;
      if (this.map({ va: oldEnd, length: newEnd - oldEnd, prot, flags, name: "[heap]" }) < 0) return this.brk;
    }
    this.brk = newBrk;
    return newBrk;
  }

  /** A copy for a child: private pages shared until one of the two writes. -ENOMEM leaves this space as it was. */
  fork(): Aspace | number {
    return forkAspace(this);
  }

  /** Gives back every frame, table and identifier. */
  destroy(): void {
    for (const area of this.list) {
      this.release(area.start, area.end);
      area.object?.unref();
    }
    this.list.clear();
    this.virtualSize = 0;
    this.table.destroy();
    this.mm.hart.flushTlb(this.asid);
    this.mm.asids.free(this.asid);
  }

  /**
   * Answers a page fault or a wish for access: 0, -EFAULT (nothing there: SEGV_MAPERR), -EACCES (SEGV_ACCERR), -ENOMEM,
   * -EIO (beyond a file's end: SIGBUS).
   */
  override fault(va: number, access: Access): number {
    return faultPage(this, va, access);
  }

  /** madvise MADV_DONTNEED: private pages are dropped, and read as zeros or from the object again. 0, -EINVAL, -ENOMEM (a hole). */
  discard(va: number, length: number): number {
    const end = va + pageUp(length);
    if (va % PAGE_SIZE !== 0 || length < 0 || va < 0 || end > USER_TOP) return -EINVAL;
    this.release(va, end);
    return this.isCovered(va, end) ? 0 : -ENOMEM;
  }

  /** msync: what shared mappings of the range have changed goes to its object. 0, -EINVAL, -ENOMEM (a hole), -EIO. */
  sync(va: number, length: number): number {
    const end = va + pageUp(length);
    if (va % PAGE_SIZE !== 0 || length < 0 || va < 0 || end > USER_TOP) return -EINVAL;
    let result = 0;
    for (const area of this.list.overlapping(va, end)) {
      if (!area.isShared || area.object?.sync === undefined) continue;
      const from = Math.max(va, area.start);
      const pages = (Math.min(end, area.end) - from) / PAGE_SIZE;
      result = Math.min(result, area.object.sync(area.pageIndex(from), pages));
    }
    return result === 0 && !this.isCovered(va, end) ? -ENOMEM : result;
  }

  /** True when every page of [start, end) lies in some area. */
  isCovered(start: number, end: number): boolean {
    let va = start;
    for (const area of this.list.overlapping(start, end)) {
      if (area.start > va) return false;
      va = area.end;
    }
    return va >= end;
  }

  /** Touches every page of the range as `access`, stopping at the first that cannot be had (MAP_POPULATE). */
  populate(start: number, end: number, access: Access): number {
    for (let va = pageDown(start); va < end; va += PAGE_SIZE) {
      const error = this.fault(va, access);
      if (error < 0) return error;
    }
    return 0;
  }

  // ---- for the other files of this package

  /** Drops the frames of [start, end); the areas stay. */
  release(start: number, end: number): void {
    const { table, mm } = this;
    let dropped = 0;
    table.forEach(start, end, (index, va) => {
      const pa = table.paOf(index);
      table.clear(index);
      this.flushPage(va, ++dropped);
      mm.frames.unref(pa);
    });
    this.residentPages -= dropped;
    this.flushRest(dropped);
  }

  /** Removes areas, pages and tables of [start, end). Cannot fail. */
  doUnmap(start: number, end: number): void {
    for (const area of this.list.carve(start, end)) {
      this.release(area.start, area.end);
      this.list.remove(area);
      this.virtualSize -= area.length;
      area.object?.unref();
    }
    const floor = this.list.findBelow(start)?.end ?? 0;
    const ceiling = this.list.findAbove(start)?.start ?? USER_TOP;
    this.table.prune(start, end, floor, ceiling);
  }

  addArea(area: Varea): void {
    this.virtualSize += area.length;
    this.list.insert(area);
  }

  countResident(pages: number): void {
    this.residentPages += pages;
    if (this.residentPages > this.maxResidentPages) this.maxResidentPages = this.residentPages;
  }

  /** An address for `length` bytes below mmapBase, or above it when that is full; -ENOMEM. */
  findFree(length: number): number {
    const low = this.list.findGapBelow(length, USER_BOTTOM, this.mmapBase);
    const va = low >= 0 ? low : this.list.findGapBelow(length, USER_BOTTOM, USER_TOP - PAGE_SIZE);
    return va < 0 ? -ENOMEM : va;
  }

  /** After clearing or narrowing entry number `count` of one operation. */
  flushPage(va: number, count: number): void {
    if (count <= FLUSH_PAGES_MAX) this.mm.hart.flushTlb(this.asid, va);
  }

  /** At the end of an operation that changed `count` entries. */
  flushRest(count: number): void {
    if (count > FLUSH_PAGES_MAX) this.mm.hart.flushTlb(this.asid);
  }

  // ---- map

  private choose(o: MapOptions, length: number): number {
    const va = o.va ?? 0;
    if ((o.flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) !== 0) {
      if (va % PAGE_SIZE !== 0 || va < 0) return -EINVAL;
      if (va + length > USER_TOP) return -ENOMEM;
      if (va < USER_BOTTOM) return -EPERM;
      const isTaken = !this.list.isFree(va, va + length);
      return isTaken && (o.flags & MAP_FIXED_NOREPLACE) !== 0 ? -EEXIST : va;
    }
    const hint = pageDown(va);
    if (hint >= USER_BOTTOM && hint + length <= USER_TOP && this.list.isFree(hint, hint + length))
      return hint;
    return this.findFree(length);
  }

  private checkRoom(o: MapOptions, va: number, length: number): number {
    let replaced = 0;
    for (const area of this.list.overlapping(va, va + length)) {
      replaced += Math.min(area.end, va + length) - Math.max(area.start, va);
    }
    if (this.virtualSize - replaced + length > this.sizeLimit) return -ENOMEM;
    if (this.list.count + this.list.cutsFor(va, va + length) >= MAX_AREAS) return -ENOMEM;
    // What can never be paged in is refused now, unless asked for (Linux: overcommit heuristic).
    const isCommitted =
      o.object === undefined && (o.prot & PROT_WRITE) !== 0 && (o.flags & MAP_NORESERVE) === 0;
    return isCommitted && length > this.mm.frames.totalPages * PAGE_SIZE ? -ENOMEM : 0;
  }

  private doMap(o: MapOptions, va: number, length: number, sharing: number): number {
    this.doUnmap(va, va + length);
    let object = o.object ?? null;
    object?.ref();
    if (object === null && sharing === MAP_SHARED) {
      object = new AnonObject(this.mm, o.name ?? "/dev/zero (deleted)", length / PAGE_SIZE);
    }
    const area = new Varea({
      start: va,
      end: va + length,
      prot: normalProt(o.prot & PROT_ALL),
      maxProt: normalProt(o.maxProt ?? PROT_ALL),
      flags: sharing | (o.flags & MAP_GROWSDOWN),
      object,
      offset: o.object === undefined ? 0 : (o.offset ?? 0),
      name: o.name ?? object?.name ?? "",
    });
    this.addArea(area);
    if ((o.flags & (MAP_POPULATE | MAP_LOCKED)) !== 0 && o.prot !== 0) {
      const access =
        (o.prot & PROT_WRITE) !== 0 ? PROT_WRITE : (o.prot & PROT_READ) !== 0 ? PROT_READ : PROT_EXEC;
      this.populate(va, va + length, access);
    }
    return va;
  }
}
