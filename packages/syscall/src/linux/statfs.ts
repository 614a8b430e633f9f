// statfs, fstatfs: how full a file system is. man 2 statfs.

import { EBADF, EFAULT, ENOSYS, SYS_fstatfs, SYS_statfs } from "@keel/abi";
import { type Statfs, statfsOf } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { encodeStatfs, STATFS_SIZE } from "../codec/statfs.ts";
import { statfsOut } from "../strace/file-format.ts";
import { fd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

function putStatfs(ctx: SyscallContext, va: number, stats: Statfs): number {
  encodeStatfs(ctx.view, stats);
  return ctx.writeStruct(va, STATFS_SIZE) < 0 ? -EFAULT : 0;
}

export const statfs: Syscall = defineSyscall({
  nr: SYS_statfs,
  name: "statfs",
  args: [path, statfsOut],
  run(ctx, pathVa, va) {
    const name = ctx.path(pathVa);
    return typeof name === "number" ? name : statfsPath(ctx, name, va);
  },
});

function* statfsPath(ctx: SyscallContext, name: string, va: number): Blocking<number> {
  const stats = yield* ctx.vfs.statfs(ctx.base, name);
  return typeof stats === "number" ? stats : putStatfs(ctx, va, stats);
}

export const fstatfs: Syscall = defineSyscall({
  nr: SYS_fstatfs,
  name: "fstatfs",
  args: [fd, statfsOut],
  run(ctx, fdArg, va) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    return file.location === null ? -ENOSYS : putStatfs(ctx, va, statfsOf(file.location.mount));
  },
});
