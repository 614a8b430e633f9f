// chdir, fchdir, chroot: where a process's paths begin. man 2 chdir, man 2 chroot.

import { EBADF, ENOTDIR, EPERM, SYS_chdir, SYS_chroot, SYS_fchdir, X_OK } from "@keel/abi";
import { accessAt, type Location } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { fd } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

function* directory(ctx: SyscallContext, name: string, use: (place: Location) => void): Blocking<number> {
  const place = yield* ctx.vfs.resolveDirectory(ctx.base, name);
  if (typeof place === "number") return place;
  use(place);
  return 0;
}

export const chdir: Syscall = defineSyscall({
  nr: SYS_chdir,
  name: "chdir",
  args: [path],
  run(ctx, pathVa) {
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    return directory(ctx, name, (place) => {
      ctx.lwp.fs.cwd = place;
    });
  },
});

export const fchdir: Syscall = defineSyscall({
  nr: SYS_fchdir,
  name: "fchdir",
  args: [fd],
  run(ctx, fdArg) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    if (file.location === null || !file.location.vnode.isDirectory) return -ENOTDIR;
    const denied = accessAt(ctx.base, file.location, X_OK);
    if (denied < 0) return denied;
    ctx.lwp.fs.cwd = file.location;
    return 0;
  },
});

export const chroot: Syscall = defineSyscall({
  nr: SYS_chroot,
  name: "chroot",
  args: [path],
  run(ctx, pathVa) {
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    if (ctx.lwp.credentials.euid !== 0) return -EPERM;
    return directory(ctx, name, (place) => {
      ctx.lwp.fs.root = place;
    });
  },
});
