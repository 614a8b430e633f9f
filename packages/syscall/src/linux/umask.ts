// umask: the permission bits that new files do not get. man 2 umask.

import { SYS_umask } from "@keel/abi";
import { mode } from "../strace/scalar-format.ts";
import { octalResult } from "../strace/strace.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const umask: Syscall = defineSyscall({
  nr: SYS_umask,
  name: "umask",
  args: [mode],
  result: octalResult,
  run(ctx, mask) {
    const { fs } = ctx.lwp;
    const old = fs.umask;
    fs.umask = mask & 0o777;
    return old;
  },
});
