// Page faults: what a touch of a page does. Zero pages and object pages come on the first touch, private
// copies on the first write, the stack grows down.

import { EACCES, EFAULT, ENOMEM, MAP_GROWSDOWN, PROT_EXEC, PROT_READ, PROT_WRITE } from "@keel/abi";
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from "@keel/hart";
import type { Aspace } from "./aspace.ts";
import { pageDown, STACK_GUARD, USER_TOP } from "./layout.ts";
import { PTE_OWNED } from "./page-table.ts";
import type { Varea } from "./varea.ts";

/** How memory is touched: one of the PROT_ bits. */
export type Access = number;
export const ACCESS_READ: Access = PROT_READ;
export const ACCESS_WRITE: Access = PROT_WRITE;
export const ACCESS_EXEC: Access = PROT_EXEC;

/** See Aspace.fault. */
export function faultPage(space: Aspace, va: number, access: Access): number {
  if (!(va >= 0 && va < USER_TOP)) return -EFAULT;
  const area = space.list.find(va) ?? growStack(space, va);
  if (area === null) return -EFAULT;
  if ((area.prot & access) === 0) return -EACCES;
  const index = space.table.ensure(va);
  if (index < 0) return -ENOMEM;
  const isOwned = ((space.mm.words[index] as number) & PTE_OWNED) !== 0;
  const error = isOwned
    ? refreshEntry(space, area, va, access, index)
    : fillEntry(space, area, va, access, index);
  if (error === 0) space.faultCount++;
  return error;
}

/** The page is not there yet. */
function fillEntry(space: Aspace, area: Varea, va: number, access: Access, index: number): number {
  const { mm } = space;
  const isWrite = access === ACCESS_WRITE;
  let pa: number;
  let isWritable = true;
  if (area.object === null) {
    pa = mm.allocZeroed();
    if (pa === 0) return -ENOMEM;
  } else {
    pa = area.object.page(area.pageIndex(va), isWrite && area.isShared);
    if (pa < 0) return pa;
    isWritable = isWrite;
    if (isWrite && !area.isShared) {
      const copy = mm.allocCopy(pa);
      mm.frames.unref(pa);
      if (copy === 0) return -ENOMEM;
      pa = copy;
      area.hasCopies = true;
    }
  }
  writeEntry(space, area, index, pa, isWritable);
  space.countResident(1);
  return 0;
}

/** The page is there, but not with the right that is asked for: copy on write, or after mprotect, or not at all stale. */
function refreshEntry(space: Aspace, area: Varea, va: number, access: Access, index: number): number {
  const { mm, table } = space;
  let pa = table.paOf(index);
  let isWritable = ((mm.words[index] as number) & PTE_D) !== 0;
  if (access === ACCESS_WRITE && !isWritable) {
    const own = area.isShared ? claimShared(space, area, va, pa) : claimPrivate(space, area, pa);
    if (own < 0) return own;
    pa = own;
    isWritable = true;
  }
  writeEntry(space, area, index, pa, isWritable);
  mm.hart.flushTlb(space.asid, pageDown(va));
  return 0;
}

/** A frame that only this space uses, in place of `pa`. */
function claimPrivate(space: Aspace, area: Varea, pa: number): number {
  const { mm } = space;
  area.hasCopies ||= area.object !== null;
  if (mm.frames.refCount(pa) === 1) return pa;
  const copy = mm.allocCopy(pa);
  if (copy === 0) return -ENOMEM;
  mm.frames.unref(pa);
  return copy;
}

/** The object's frame, now that it is about to be written: the object may answer with another one. */
function claimShared(space: Aspace, area: Varea, va: number, pa: number): number {
  if (area.object === null) return pa;
  const frame = area.object.page(area.pageIndex(va), true);
  if (frame < 0) return frame;
  space.mm.frames.unref(pa);
  return frame;
}

/**
 * Writes the entry with the area's rights. PTE_D says that the frame may be written as far as the object and other
 * owners go; it stays while mprotect takes PTE_W away. A is always set, since the hart faults on A = 0 (Svade).
 */
function writeEntry(space: Aspace, area: Varea, index: number, pa: number, isWritable: boolean): void {
  let flags = PTE_OWNED | PTE_U | PTE_A;
  if (area.prot !== 0) flags |= PTE_V;
  if ((area.prot & PROT_READ) !== 0) flags |= PTE_R;
  if ((area.prot & PROT_EXEC) !== 0) flags |= PTE_X;
  if (isWritable) flags |= (area.prot & PROT_WRITE) !== 0 ? PTE_W | PTE_D : PTE_D;
  space.table.write(index, pa, flags);
  if ((area.prot & PROT_EXEC) !== 0) space.mm.markCode(pa);
}

/** A touch below a growing area, within the stack limit and clear of what lies beneath, extends it. */
function growStack(space: Aspace, va: number): Varea | null {
  const area = space.list.findAbove(va);
  if (area === null || !area.growsDown) return null;
  const start = pageDown(va);
  if (area.end - start > space.stackLimit || space.virtualSize + area.start - start > space.sizeLimit)
    return null;
  const below = space.list.findBelow(va);
  if (below !== null && (below.flags & MAP_GROWSDOWN) === 0 && start - below.end < STACK_GUARD) return null;
  space.virtualSize += area.start - start;
  if (area.object !== null) area.offset -= area.start - start;
  area.start = start;
  return area;
}
