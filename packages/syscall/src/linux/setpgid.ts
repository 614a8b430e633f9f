// setpgid, getpgid, setsid, getsid: process groups and sessions. man 2 setpgid, man 2 setsid.

import { ESRCH, SYS_getpgid, SYS_getsid, SYS_setpgid, SYS_setsid } from "@keel/abi";
import { type Lwp, setpgid as changeGroup, setsid as beginSession } from "@keel/lwp";
import { int } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** A process by number; 0 is the caller. */
function lwpOf(ctx: SyscallContext, pid: number): Lwp | null {
  return (pid | 0) === 0 ? ctx.lwp : ctx.system.find(pid | 0);
}

export const setpgid: Syscall = defineSyscall({
  nr: SYS_setpgid,
  name: "setpgid",
  args: [int, int],
  run: (ctx, pid, pgid) => changeGroup(ctx.lwp, pid | 0, pgid | 0),
});

export const getpgid: Syscall = defineSyscall({
  nr: SYS_getpgid,
  name: "getpgid",
  args: [int],
  run: (ctx, pid) => lwpOf(ctx, pid)?.pgid ?? -ESRCH,
});

export const setsid: Syscall = defineSyscall({
  nr: SYS_setsid,
  name: "setsid",
  args: [],
  run: (ctx) => beginSession(ctx.lwp),
});

export const getsid: Syscall = defineSyscall({
  nr: SYS_getsid,
  name: "getsid",
  args: [int],
  run: (ctx, pid) => lwpOf(ctx, pid)?.sid ?? -ESRCH,
});
