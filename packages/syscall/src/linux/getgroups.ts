// getgroups, setgroups: the further groups of a process. man 2 getgroups.

import { EFAULT, EINVAL, EPERM, NGROUPS_MAX, SYS_getgroups, SYS_setgroups } from "@keel/abi";
import { int, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const getgroups: Syscall = defineSyscall({
  nr: SYS_getgroups,
  name: "getgroups",
  args: [int, pointer],
  run(ctx, size, va) {
    const { groups } = ctx.lwp.credentials;
    if ((size | 0) < 0) return -EINVAL;
    if ((size | 0) === 0) return groups.length;
    if ((size | 0) < groups.length) return -EINVAL;
    const bytes = new Uint8Array(Uint32Array.from(groups).buffer);
    return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : groups.length;
  },
});

export const setgroups: Syscall = defineSyscall({
  nr: SYS_setgroups,
  name: "setgroups",
  args: [int, pointer],
  run(ctx, size, va) {
    const { credentials } = ctx.lwp;
    if (credentials.euid !== 0) return -EPERM;
    if (size >>> 0 > NGROUPS_MAX) return -EINVAL;
    const groups = new Uint32Array(size >>> 0);
    if (ctx.aspace.copyIn(va, new Uint8Array(groups.buffer)) < 0) return -EFAULT;
    credentials.groups = [...groups];
    return 0;
  },
});
