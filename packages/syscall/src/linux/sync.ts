// sync, syncfs, fsync, fdatasync, sync_file_range: bring written data to where it stays. man 2 sync, man 2 fsync.

import {
  EBADF,
  EINVAL,
  SYS_fdatasync,
  SYS_fsync,
  SYS_sync,
  SYS_sync_file_range,
  SYS_syncfs,
} from "@keel/abi";
import type { Blocking, MayBlock } from "@keel/kernel";
import { fd, hex, long } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

function syncFile(ctx: SyscallContext, fdArg: number): MayBlock<number> {
  const file = ctx.file(fdArg);
  return file === null ? -EBADF : file.sync();
}

export const sync: Syscall = defineSyscall({
  nr: SYS_sync,
  name: "sync",
  args: [],
  run: syncAll,
});

function* syncAll(ctx: SyscallContext): Blocking<number> {
  yield* ctx.vfs.sync();
  return 0;
}

export const syncfs: Syscall = defineSyscall({
  nr: SYS_syncfs,
  name: "syncfs",
  args: [fd],
  run(ctx, fdArg) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    return file.location === null ? 0 : file.location.mount.fs.sync();
  },
});

export const fsync: Syscall = defineSyscall({
  nr: SYS_fsync,
  name: "fsync",
  args: [fd],
  run: syncFile,
});

export const fdatasync: Syscall = defineSyscall({
  nr: SYS_fdatasync,
  name: "fdatasync",
  args: [fd],
  run: syncFile,
});

export const syncFileRange: Syscall = defineSyscall({
  nr: SYS_sync_file_range,
  name: "sync_file_range",
  args: [fd, long, long, hex],
  level: "partial",
  note: "the whole file",
  run: (ctx, fdArg, offset, length) => (offset < 0 || length < 0 ? -EINVAL : syncFile(ctx, fdArg)),
});
