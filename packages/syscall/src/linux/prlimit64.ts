// prlimit64, getrlimit, setrlimit: how much a process may use. man 2 getrlimit.

import {
  EFAULT,
  EINVAL,
  EPERM,
  ESRCH,
  RLIMIT_AS,
  RLIMIT_DATA,
  RLIMIT_NOFILE,
  RLIMIT_STACK,
  SYS_getrlimit,
  SYS_prlimit64,
  SYS_setrlimit,
} from "@keel/abi";
import type { Lwp } from "@keel/lwp";
import { decodeRlimit, encodeRlimit, RLIMIT_SIZE } from "../codec/rlimit.ts";
import { limitIn, limitOut, resource } from "../strace/process-format.ts";
import { int } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** The most descriptors that any process may have. */
const NOFILE_MAX = 1 << 20;

function change(ctx: SyscallContext, lwp: Lwp, kind: number, newVa: number, oldVa: number): number {
  const old = lwp.limits.get(kind);
  if (old === null) return -EINVAL;
  let wanted: { cur: number; max: number } | null = null;
  if (newVa !== 0) {
    if (!ctx.readStruct(newVa, RLIMIT_SIZE)) return -EFAULT;
    wanted = decodeRlimit(ctx.view);
    const { cur, max } = wanted;
    if (cur > max) return -EINVAL;
    if (max > old.hard && ctx.lwp.credentials.euid !== 0) return -EPERM;
    if (kind === RLIMIT_NOFILE && max > NOFILE_MAX) return -EPERM;
  }
  if (oldVa !== 0) {
    encodeRlimit(ctx.view, old.soft, old.hard);
    if (ctx.writeStruct(oldVa, RLIMIT_SIZE) < 0) return -EFAULT;
  }
  if (wanted !== null) apply(lwp, kind, wanted.cur, wanted.max);
  return 0;
}

/** Keeps the limit, and tells the rooms that enforce it. */
function apply(lwp: Lwp, kind: number, soft: number, hard: number): void {
  lwp.limits.set(kind, { soft, hard });
  if (kind === RLIMIT_NOFILE) lwp.files.limit = soft;
  const { aspace } = lwp;
  if (aspace === null) return;
  if (kind === RLIMIT_AS) aspace.sizeLimit = soft;
  if (kind === RLIMIT_DATA) aspace.dataLimit = soft;
  if (kind === RLIMIT_STACK) aspace.stackLimit = soft;
}

export const prlimit64: Syscall = defineSyscall({
  nr: SYS_prlimit64,
  name: "prlimit64",
  args: [int, resource, limitIn, limitOut],
  level: "partial",
  note: "AS, DATA, STACK, NOFILE and SIGPENDING are enforced, the others kept",
  run(ctx, pid, kind, newVa, oldVa) {
    const lwp = (pid | 0) === 0 ? ctx.lwp : ctx.system.find(pid | 0);
    return lwp === null ? -ESRCH : change(ctx, lwp, kind | 0, newVa, oldVa);
  },
});

export const getrlimit: Syscall = defineSyscall({
  nr: SYS_getrlimit,
  name: "getrlimit",
  args: [resource, limitOut],
  run: (ctx, kind, va) => (va === 0 ? -EFAULT : change(ctx, ctx.lwp, kind | 0, 0, va)),
});

export const setrlimit: Syscall = defineSyscall({
  nr: SYS_setrlimit,
  name: "setrlimit",
  args: [resource, limitIn],
  level: "partial",
  note: "as prlimit64",
  run: (ctx, kind, va) => (va === 0 ? -EFAULT : change(ctx, ctx.lwp, kind | 0, va, 0)),
});
