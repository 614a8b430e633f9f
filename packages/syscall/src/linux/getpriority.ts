// getpriority, setpriority: nice values. man 2 getpriority. The kernel answers 20 less the nice
// value, so that no answer looks like an error.

import {
  EACCES,
  EINVAL,
  ESRCH,
  PRIO_PGRP,
  PRIO_PROCESS,
  PRIO_USER,
  SYS_getpriority,
  SYS_setpriority,
} from "@keel/abi";
import type { Lwp } from "@keel/lwp";
import { priorityWhich } from "../strace/process-format.ts";
import { int } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

const NICE_MIN = -20;
const NICE_MAX = 19;

/** The processes that `which` and `who` mean; null for a `which` that is none. */
function processes(ctx: SyscallContext, which: number, who: number): Lwp[] | null {
  const { lwp, system } = ctx;
  switch (which) {
    case PRIO_PROCESS: {
      const found = who === 0 ? lwp : (system.findThread(who)?.lwp ?? null);
      return found === null ? [] : [found];
    }
    case PRIO_PGRP: {
      const pgid = who === 0 ? lwp.pgid : who;
      return [...system.lwps()].filter((other) => other.pgid === pgid);
    }
    case PRIO_USER: {
      const uid = who === 0 ? lwp.credentials.uid : who;
      return [...system.lwps()].filter((other) => other.credentials.uid === uid);
    }
    default:
      return null;
  }
}

export const getpriority: Syscall = defineSyscall({
  nr: SYS_getpriority,
  name: "getpriority",
  args: [priorityWhich, int],
  run(ctx, which, who) {
    const found = processes(ctx, which | 0, who | 0);
    if (found === null) return -EINVAL;
    return found.length === 0 ? -ESRCH : 20 - Math.min(...found.map((lwp) => lwp.nice));
  },
});

export const setpriority: Syscall = defineSyscall({
  nr: SYS_setpriority,
  name: "setpriority",
  args: [priorityWhich, int, int],
  level: "partial",
  note: "kept and shown; does not change how much a process runs",
  run(ctx, which, who, value) {
    const found = processes(ctx, which | 0, who | 0);
    if (found === null) return -EINVAL;
    if (found.length === 0) return -ESRCH;
    const nice = Math.max(NICE_MIN, Math.min(NICE_MAX, value | 0));
    const isRoot = ctx.lwp.credentials.euid === 0;
    if (!isRoot && found.some((lwp) => nice < lwp.nice)) return -EACCES;
    for (const lwp of found) lwp.nice = nice;
    return 0;
  },
});
