// brk: the end of the heap. It never fails: the result is where the end is now. man 2 brk.

import { SYS_brk } from "@keel/abi";
import { pointer } from "../strace/scalar-format.ts";
import { addressResult } from "../strace/strace.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const brk: Syscall = defineSyscall({
  nr: SYS_brk,
  name: "brk",
  args: [pointer],
  result: addressResult,
  run: (ctx, end) => ctx.aspace.setBrk(end),
});
