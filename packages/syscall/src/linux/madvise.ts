// madvise: what a program expects of its memory. MADV_DONTNEED and MADV_FREE give pages back, the
// other hints are checked and mean nothing here. man 2 madvise.

import {
  EINVAL,
  ENOMEM,
  MADV_COLD,
  MADV_DODUMP,
  MADV_DOFORK,
  MADV_DONTDUMP,
  MADV_DONTNEED,
  MADV_FREE,
  MADV_HUGEPAGE,
  MADV_NOHUGEPAGE,
  MADV_NORMAL,
  MADV_PAGEOUT,
  MADV_RANDOM,
  MADV_SEQUENTIAL,
  MADV_WILLNEED,
  PAGE_SIZE,
  SYS_madvise,
} from "@keel/abi";
import { pageUp } from "@keel/mm";
import { advice } from "../strace/memory-format.ts";
import { long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

const HINTS: ReadonlySet<number> = new Set([
  MADV_NORMAL,
  MADV_RANDOM,
  MADV_SEQUENTIAL,
  MADV_WILLNEED,
  MADV_DOFORK,
  MADV_HUGEPAGE,
  MADV_NOHUGEPAGE,
  MADV_DONTDUMP,
  MADV_DODUMP,
  MADV_COLD,
  MADV_PAGEOUT,
]);

export const madvise: Syscall = defineSyscall({
  nr: SYS_madvise,
  name: "madvise",
  args: [pointer, long, advice],
  level: "partial",
  note: "no MADV_DONTFORK, MADV_WIPEONFORK, MADV_REMOVE",
  run(ctx, va, length, adviceArg) {
    const kind = adviceArg | 0;
    if (va % PAGE_SIZE !== 0 || length < 0) return -EINVAL;
    if (kind === MADV_DONTNEED || kind === MADV_FREE) return ctx.aspace.discard(va, length);
    if (!HINTS.has(kind)) return -EINVAL;
    return ctx.aspace.isCovered(va, va + pageUp(length)) ? 0 : -ENOMEM;
  },
});
