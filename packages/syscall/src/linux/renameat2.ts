// renameat2: moves a name. (riscv64 came too late for renameat.) man 2 rename.

import { SYS_renameat2 } from "@keel/abi";
import type { MayBlock } from "@keel/kernel";
import { renameFlags } from "../strace/file-format.ts";
import { dirfd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

function rename(
  ctx: SyscallContext,
  oldDirfd: number,
  oldVa: number,
  newDirfd: number,
  newVa: number,
  flags: number,
): MayBlock<number> {
  const oldPath = ctx.path(oldVa);
  if (typeof oldPath === "number") return oldPath;
  const newPath = ctx.path(newVa);
  if (typeof newPath === "number") return newPath;
  const oldBase = ctx.baseAt(oldDirfd, oldPath);
  if (typeof oldBase === "number") return oldBase;
  const newBase = ctx.baseAt(newDirfd, newPath);
  if (typeof newBase === "number") return newBase;
  return ctx.vfs.renameAt(oldBase, oldPath, newBase, newPath, flags);
}

export const renameat2: Syscall = defineSyscall({
  nr: SYS_renameat2,
  name: "renameat2",
  args: [dirfd, path, dirfd, path, renameFlags],
  level: "partial",
  note: "RENAME_EXCHANGE and RENAME_WHITEOUT are refused with EINVAL",
  run: (ctx, oldDirfd, oldVa, newDirfd, newVa, flags) =>
    rename(ctx, oldDirfd, oldVa, newDirfd, newVa, flags | 0),
});
