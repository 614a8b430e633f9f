// mprotect: what may be done with pages. man 2 mprotect.

import { SYS_mprotect } from "@keel/abi";
import { protection } from "../strace/memory-format.ts";
import { long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const mprotect: Syscall = defineSyscall({
  nr: SYS_mprotect,
  name: "mprotect",
  args: [pointer, long, protection],
  run: (ctx, va, length, prot) => ctx.aspace.protect(va, length, prot | 0),
});
