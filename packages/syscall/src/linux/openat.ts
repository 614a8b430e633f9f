// openat: makes an open file and a descriptor for it. man 2 openat.

import { EMFILE, O_CLOEXEC, O_LARGEFILE, O_NOCTTY, O_PATH, SYS_openat } from "@keel/abi";
import type { File, Lookup } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { acquireTty } from "@keel/lwp";
import { creationMode, openFlags } from "../strace/file-format.ts";
import { dirfd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";
import { ttyOf } from "../tty-file.ts";

export const openat: Syscall = defineSyscall({
  nr: SYS_openat,
  name: "openat",
  args: [dirfd, path, openFlags, creationMode],
  run(ctx, dirfdArg, pathVa, flags, modeArg) {
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    const base = ctx.baseAt(dirfdArg, name);
    return typeof base === "number" ? base : open(ctx, base, name, flags | 0, modeArg | 0);
  },
});

function* open(
  ctx: SyscallContext,
  base: Lookup,
  name: string,
  flags: number,
  modeArg: number,
): Blocking<number> {
  const { files } = ctx.lwp;
  // A file must not be created or truncated for want of a descriptor.
  if (!files.hasRoom(1)) return -EMFILE;
  const file = yield* ctx.vfs.open(base, name, flags & ~O_CLOEXEC, modeArg);
  if (typeof file === "number") return file;
  // On 64-bit systems every file opened by name is a large one, as F_GETFL tells.
  if ((flags & O_PATH) === 0) file.flags |= O_LARGEFILE;
  const fd = files.add(file, (flags & O_CLOEXEC) !== 0);
  if (fd < 0) file.unref();
  else if ((flags & (O_NOCTTY | O_PATH)) === 0) adoptTerminal(ctx, file);
  return fd;
}

/** A session leader without a terminal gets the one it opens. */
function adoptTerminal(ctx: SyscallContext, file: File): void {
  const { lwp } = ctx;
  const tty = ttyOf(file);
  if (tty !== null && lwp.tty === null && lwp.pid === lwp.sid) acquireTty(lwp, tty);
}
