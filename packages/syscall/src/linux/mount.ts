// mount, umount2: the tree of file systems. man 2 mount.

import { EPERM, SYS_mount, SYS_umount2 } from "@keel/abi";
import { mountFlags, umountFlags } from "../strace/file-format.ts";
import { path, string } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** Old programs put this into the upper half of the flags. */
const MS_MGC_VAL = 0xc0ed_0000;
const MS_MGC_MSK = 0xffff_0000;

/** A string that may be absent. */
function optional(ctx: SyscallContext, va: number): string | number {
  return va === 0 ? "" : ctx.path(va);
}

export const mount: Syscall = defineSyscall({
  nr: SYS_mount,
  name: "mount",
  args: [string, path, string, mountFlags, string],
  level: "partial",
  note: "no MS_MOVE; mount propagation is accepted and means nothing",
  run(ctx, sourceVa, targetVa, typeVa, flagsArg, dataVa) {
    const source = optional(ctx, sourceVa);
    if (typeof source === "number") return source;
    const target = ctx.path(targetVa);
    if (typeof target === "number") return target;
    const type = optional(ctx, typeVa);
    if (typeof type === "number") return type;
    const data = optional(ctx, dataVa);
    if (typeof data === "number") return data;
    if (ctx.lwp.credentials.euid !== 0) return -EPERM;
    const isOldStyle = (flagsArg & MS_MGC_MSK) >>> 0 === MS_MGC_VAL;
    const flags = isOldStyle ? flagsArg & ~MS_MGC_MSK : flagsArg | 0;
    return ctx.vfs.mount(source, target, type, flags, data, ctx.base);
  },
});

export const umount2: Syscall = defineSyscall({
  nr: SYS_umount2,
  name: "umount2",
  args: [path, umountFlags],
  run(ctx, targetVa, flags) {
    const target = ctx.path(targetVa);
    if (typeof target === "number") return target;
    if (ctx.lwp.credentials.euid !== 0) return -EPERM;
    return ctx.vfs.umount(target, flags | 0, ctx.base);
  },
});
