// unlinkat: takes a name away, of a file or (AT_REMOVEDIR) of a directory. man 2 unlink.

import { AT_REMOVEDIR, EINVAL, SYS_unlinkat } from "@keel/abi";
import { unlinkFlags } from "../strace/file-format.ts";
import { dirfd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const unlinkat: Syscall = defineSyscall({
  nr: SYS_unlinkat,
  name: "unlinkat",
  args: [dirfd, path, unlinkFlags],
  run(ctx, dirfdArg, pathVa, flags) {
    if ((flags & ~AT_REMOVEDIR) !== 0) return -EINVAL;
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    const base = ctx.baseAt(dirfdArg, name);
    if (typeof base === "number") return base;
    return (flags & AT_REMOVEDIR) !== 0 ? ctx.vfs.rmdir(base, name) : ctx.vfs.unlink(base, name);
  },
});
