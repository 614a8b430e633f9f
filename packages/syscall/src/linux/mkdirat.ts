// mkdirat, mknodat: new directories, devices, FIFOs. man 2 mkdir, man 2 mknod.

import { SYS_mkdirat, SYS_mknodat } from "@keel/abi";
import { fileMode } from "../strace/file-format.ts";
import { device, dirfd, mode } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const mkdirat: Syscall = defineSyscall({
  nr: SYS_mkdirat,
  name: "mkdirat",
  args: [dirfd, path, mode],
  run(ctx, dirfdArg, pathVa, modeArg) {
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    const base = ctx.baseAt(dirfdArg, name);
    return typeof base === "number" ? base : ctx.vfs.mkdir(base, name, modeArg | 0);
  },
});

export const mknodat: Syscall = defineSyscall({
  nr: SYS_mknodat,
  name: "mknodat",
  args: [dirfd, path, fileMode, device],
  run(ctx, dirfdArg, pathVa, modeArg, dev) {
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    const base = ctx.baseAt(dirfdArg, name);
    return typeof base === "number" ? base : ctx.vfs.mknod(base, name, modeArg | 0, dev >>> 0);
  },
});
