// mincore: which pages of a range are in memory. man 2 mincore.

import { EFAULT, EINVAL, ENOMEM, PAGE_SIZE, SYS_mincore } from "@keel/abi";
import { pageUp } from "@keel/mm";
import { long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const mincore: Syscall = defineSyscall({
  nr: SYS_mincore,
  name: "mincore",
  args: [pointer, long, pointer],
  run(ctx, va, length, vectorVa) {
    if (va % PAGE_SIZE !== 0 || va < 0 || length < 0) return -EINVAL;
    const { aspace } = ctx;
    const pages = pageUp(length) / PAGE_SIZE;
    if (ctx.writable(vectorVa, pages) < pages) return -EFAULT;
    if (!aspace.isCovered(va, va + pageUp(length))) return -ENOMEM;
    const vector = new Uint8Array(pages);
    for (let i = 0; i < pages; i++) vector[i] = aspace.table.find(va + i * PAGE_SIZE) >= 0 ? 1 : 0;
    return aspace.copyOut(vectorVa, vector) < 0 ? -EFAULT : 0;
  },
});
