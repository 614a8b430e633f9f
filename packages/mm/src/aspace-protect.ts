// mprotect: other rights for pages that are mapped. Contents stay, also under PROT_NONE.

import {
  EACCES,
  EINVAL,
  ENOMEM,
  PAGE_SIZE,
  PROT_EXEC,
  PROT_GROWSDOWN,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import type { Aspace } from "./aspace.ts";
import { MAX_AREAS, pageUp, USER_TOP } from "./layout.ts";

export const PROT_ALL: number = PROT_READ | PROT_WRITE | PROT_EXEC;

/** See Aspace.protect. */
export function protectRange(space: Aspace, va: number, length: number, prot: number): number {
  if (va % PAGE_SIZE !== 0 || va < 0 || length < 0 || (prot & ~(PROT_ALL | PROT_GROWSDOWN)) !== 0)
    return -EINVAL;
  const end = va + pageUp(length);
  if (end > USER_TOP) return -ENOMEM;
  if (length === 0) return 0;
  let start = va;
  if ((prot & PROT_GROWSDOWN) !== 0) {
    const stack = space.list.find(va);
    if (stack === null || !stack.growsDown) return -EINVAL;
    start = stack.start;
  }
  const wanted = normalProt(prot & PROT_ALL);
  const error = checkProtect(space, start, end, wanted);
  if (error < 0) return error;
  doProtect(space, start, end, wanted);
  return 0;
}

/** Sv39 has no pages that can be written and not read. */
export function normalProt(prot: number): number {
  return (prot & PROT_WRITE) !== 0 ? prot | PROT_READ : prot;
}

function checkProtect(space: Aspace, start: number, end: number, prot: number): number {
  const { list } = space;
  if (!space.isCovered(start, end)) return -ENOMEM;
  if (list.count + list.cutsFor(start, end) > MAX_AREAS) return -ENOMEM;
  for (const area of list.overlapping(start, end)) if ((prot & ~area.maxProt) !== 0) return -EACCES;
  return 0;
}

function doProtect(space: Aspace, start: number, end: number, prot: number): void {
  const { table } = space;
  let changed = 0;
  for (const area of space.list.carve(start, end)) {
    area.prot = prot;
    // Entries are taken back to invalid; the next touch writes them with the new rights.
    table.forEach(area.start, area.end, (index, va) => {
      table.revoke(index);
      space.flushPage(va, ++changed);
    });
  }
  space.flushRest(changed);
  space.list.mergeAround(start, end);
}
