// mremap: an area shrinks, grows in place, or moves with its pages. man 2 mremap.

import { EFAULT, EINVAL, ENOMEM, MREMAP_FIXED, MREMAP_MAYMOVE, PAGE_SIZE } from "@keel/abi";
import type { Aspace } from "./aspace.ts";
import { MAX_AREAS, pageUp, USER_BOTTOM, USER_TOP } from "./layout.ts";
import type { Varea } from "./varea.ts";

/** See Aspace.remap. DEVIATION: an old length of 0 (a second view of a shared area) and MREMAP_DONTUNMAP are -EINVAL. */
export function remapArea(
  space: Aspace,
  va: number,
  oldLength: number,
  newLength: number,
  flags: number,
  newVa: number,
): number {
  const oldSize = pageUp(oldLength);
  const newSize = pageUp(newLength);
  const error = checkRemap(space, va, oldSize, newSize, flags, newVa);
  if (error < 0) return error;
  if ((flags & MREMAP_FIXED) === 0) {
    if (newSize <= oldSize) return shrink(space, va, oldSize, newSize);
    if (growInPlace(space, va, oldSize, newSize)) return va;
    if ((flags & MREMAP_MAYMOVE) === 0) return -ENOMEM;
  }
  const target = (flags & MREMAP_FIXED) !== 0 ? newVa : space.findFree(newSize);
  return target < 0 ? target : move(space, va, oldSize, newSize, target, (flags & MREMAP_FIXED) !== 0);
}

function checkRemap(
  space: Aspace,
  va: number,
  oldSize: number,
  newSize: number,
  flags: number,
  newVa: number,
): number {
  if (va % PAGE_SIZE !== 0 || va < 0 || !(oldSize > 0) || !(newSize > 0)) return -EINVAL;
  if ((flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED)) !== 0) return -EINVAL;
  if (va + oldSize > USER_TOP || newSize > USER_TOP) return -EINVAL;
  if ((flags & MREMAP_FIXED) !== 0) {
    if ((flags & MREMAP_MAYMOVE) === 0 || newVa % PAGE_SIZE !== 0 || newVa < USER_BOTTOM) return -EINVAL;
    if (newVa + newSize > USER_TOP || (newVa < va + oldSize && va < newVa + newSize)) return -EINVAL;
  }
  const area = space.list.find(va);
  if (area === null || area.end < va + oldSize) return -EFAULT;
  if (newSize > oldSize && space.virtualSize + newSize - oldSize > space.sizeLimit) return -ENOMEM;
  return space.list.count + 3 > MAX_AREAS ? -ENOMEM : 0;
}

function shrink(space: Aspace, va: number, oldSize: number, newSize: number): number {
  if (newSize < oldSize) space.doUnmap(va + newSize, va + oldSize);
  return va;
}

function growInPlace(space: Aspace, va: number, oldSize: number, newSize: number): boolean {
  const area = space.list.find(va) as Varea;
  if (area.end !== va + oldSize || va + newSize > USER_TOP || !space.list.isFree(area.end, va + newSize))
    return false;
  space.addArea(area.cloneFor(area.end, va + newSize));
  return true;
}

/** Tables for the new place are made first: after that nothing can fail. */
function move(
  space: Aspace,
  va: number,
  oldSize: number,
  newSize: number,
  target: number,
  isReplacing: boolean,
): number {
  const { table, mm } = space;
  const kept = Math.min(oldSize, newSize);
  let isShort = false;
  table.forEach(va, va + kept, (_index, from) => {
    isShort ||= table.ensure(target + from - va) < 0;
  });
  if (isShort) {
    const floor = space.list.findBelow(target)?.end ?? 0;
    table.prune(target, target + newSize, floor, space.list.findAbove(target)?.start ?? USER_TOP);
    return -ENOMEM;
  }
  if (isReplacing) clearTarget(space, target, newSize);
  const area = space.list.find(va) as Varea;
  const moved = area.cloneFor(va, va + newSize);
  moved.start = target;
  moved.end = target + newSize;
  let count = 0;
  table.forEach(va, va + kept, (index, from) => {
    const to = table.find(target + from - va);
    mm.words[to] = mm.words[index] as number;
    mm.words[to + 1] = mm.words[index + 1] as number;
    table.clear(index);
    space.flushPage(from, ++count);
  });
  space.flushRest(count);
  space.doUnmap(va, va + oldSize);
  space.addArea(moved);
  return target;
}

/** Unmaps what MREMAP_FIXED lands on, keeping the tables made for the move. */
function clearTarget(space: Aspace, target: number, size: number): void {
  for (const area of space.list.carve(target, target + size)) {
    space.release(area.start, area.end);
    space.list.remove(area);
    space.virtualSize -= area.length;
    area.object?.unref();
  }
}
