// fork of an address space: areas are copied, private pages are shared read-only until one side writes.

import { ENOMEM } from "@keel/abi";
import { PTE_D, PTE_W } from "@keel/hart";
import { Aspace } from "./aspace.ts";
import type { Varea } from "./varea.ts";

/** See Aspace.fork. */
export function forkAspace(parent: Aspace): Aspace | number {
  const child = Aspace.create(parent.mm);
  if (typeof child === "number") return child;
  copySettings(parent, child);
  let error = 0;
  for (const area of parent.list) {
    child.addArea(area.cloneFor(area.start, area.end));
    // What the object can hand out again comes with the child's own faults.
    const isRefillable = area.object !== null && (area.isShared || !area.hasCopies);
    if (!isRefillable) error = copyPages(parent, child, area);
    if (error < 0) break;
  }
  parent.mm.hart.flushTlb(parent.asid);
  if (error === 0) return child;
  child.destroy();
  return error;
}

function copySettings(parent: Aspace, child: Aspace): void {
  child.brkStart = parent.brkStart;
  child.brk = parent.brk;
  child.sizeLimit = parent.sizeLimit;
  child.dataLimit = parent.dataLimit;
  child.stackLimit = parent.stackLimit;
  child.mmapBase = parent.mmapBase;
}

function copyPages(parent: Aspace, child: Aspace, area: Varea): number {
  const { mm, table } = parent;
  let error = 0;
  let count = 0;
  table.forEach(area.start, area.end, (index, va) => {
    if (error < 0) return;
    const target = child.table.ensure(va);
    if (target < 0) {
      error = -ENOMEM;
      return;
    }
    mm.words[index] = (mm.words[index] as number) & ~(PTE_W | PTE_D);
    mm.words[target] = mm.words[index] as number;
    mm.words[target + 1] = mm.words[index + 1] as number;
    mm.frames.ref(table.paOf(index));
    count++;
  });
  child.countResident(count);
  return error;
}
