// mremap: grows, shrinks or moves a mapping. man 2 mremap.

import { SYS_mremap } from "@keel/abi";
import { remapFlags } from "../strace/memory-format.ts";
import { long, pointer } from "../strace/scalar-format.ts";
import { addressResult } from "../strace/strace.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const mremap: Syscall = defineSyscall({
  nr: SYS_mremap,
  name: "mremap",
  args: [pointer, long, long, remapFlags, pointer],
  result: addressResult,
  level: "partial",
  note: "an old length of 0 and MREMAP_DONTUNMAP are refused with EINVAL",
  run: (ctx, va, oldLength, newLength, flags, newVa) =>
    ctx.aspace.remap(va, oldLength, newLength, flags | 0, newVa),
});
