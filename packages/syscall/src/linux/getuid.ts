// getuid, geteuid, getgid, getegid, getresuid, getresgid: whom a process acts for. man 2 getresuid.

import {
  EFAULT,
  SYS_getegid,
  SYS_geteuid,
  SYS_getgid,
  SYS_getresgid,
  SYS_getresuid,
  SYS_getuid,
} from "@keel/abi";
import { intOut } from "../strace/process-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** Writes three identifiers to three addresses; all are checked before. */
function putThree(ctx: SyscallContext, addresses: readonly number[], values: readonly number[]): number {
  for (const va of addresses) if (!ctx.canWrite(va, 4)) return -EFAULT;
  addresses.forEach((va, i) => ctx.aspace.write32(va, values[i] as number));
  return 0;
}

export const getuid: Syscall = defineSyscall({
  nr: SYS_getuid,
  name: "getuid",
  args: [],
  run: (ctx) => ctx.lwp.credentials.uid,
});

export const geteuid: Syscall = defineSyscall({
  nr: SYS_geteuid,
  name: "geteuid",
  args: [],
  run: (ctx) => ctx.lwp.credentials.euid,
});

export const getgid: Syscall = defineSyscall({
  nr: SYS_getgid,
  name: "getgid",
  args: [],
  run: (ctx) => ctx.lwp.credentials.gid,
});

export const getegid: Syscall = defineSyscall({
  nr: SYS_getegid,
  name: "getegid",
  args: [],
  run: (ctx) => ctx.lwp.credentials.egid,
});

export const getresuid: Syscall = defineSyscall({
  nr: SYS_getresuid,
  name: "getresuid",
  args: [intOut, intOut, intOut],
  run(ctx, realVa, effectiveVa, savedVa) {
    const { uid, euid, suid } = ctx.lwp.credentials;
    return putThree(ctx, [realVa, effectiveVa, savedVa], [uid, euid, suid]);
  },
});

export const getresgid: Syscall = defineSyscall({
  nr: SYS_getresgid,
  name: "getresgid",
  args: [intOut, intOut, intOut],
  run(ctx, realVa, effectiveVa, savedVa) {
    const { gid, egid, sgid } = ctx.lwp.credentials;
    return putThree(ctx, [realVa, effectiveVa, savedVa], [gid, egid, sgid]);
  },
});
