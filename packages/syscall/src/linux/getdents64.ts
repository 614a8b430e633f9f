// getdents64: the entries of an open directory. man 2 getdents64.

import { EBADF, EFAULT, ENOTDIR, SYS_getdents64 } from "@keel/abi";
import { type File, getdents64 as packEntries } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { direntsOut } from "../strace/file-format.ts";
import { fd, uint } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** No directory needs more at once; a longer buffer is filled in several calls. */
const MAX_BUFFER = 64 << 10;

export const getdents64: Syscall = defineSyscall({
  nr: SYS_getdents64,
  name: "getdents64",
  args: [fd, direntsOut, uint],
  run(ctx, fdArg, va, count) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    if (file.vnode === null || !file.vnode.isDirectory) return -ENOTDIR;
    const room = ctx.writable(va, Math.min(count >>> 0, MAX_BUFFER));
    return room === 0 && count !== 0 ? -EFAULT : fill(ctx, file, va, room);
  },
});

function* fill(ctx: SyscallContext, file: File, va: number, room: number): Blocking<number> {
  const position = file.pos;
  const buffer = new Uint8Array(room);
  const used = yield* packEntries(file, buffer);
  if (used > 0 && ctx.aspace.copyOut(va, buffer.subarray(0, used)) < 0) {
    file.pos = position;
    return -EFAULT;
  }
  return used;
}
