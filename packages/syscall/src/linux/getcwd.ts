// getcwd: the path of the working directory; the length with its 0 is the result. man 2 getcwd.

import { EFAULT, ERANGE, SYS_getcwd } from "@keel/abi";
import { utf8Encode } from "@keel/klib";
import { long } from "../strace/scalar-format.ts";
import { stringOut } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const getcwd: Syscall = defineSyscall({
  nr: SYS_getcwd,
  name: "getcwd",
  args: [stringOut, long],
  run(ctx, va, size) {
    const path = ctx.vfs.getcwd(ctx.base);
    if (typeof path === "number") return path;
    const bytes = utf8Encode(`${path}\0`);
    if (size >= 0 && size < bytes.length) return -ERANGE;
    return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : bytes.length;
  },
});
