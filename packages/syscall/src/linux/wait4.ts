// wait4, waitid: what has become of a child. man 2 wait4, man 2 waitid.

import {
  CLD_EXITED,
  CONTINUED_STATUS,
  EFAULT,
  EINVAL,
  P_ALL,
  P_PGID,
  P_PID,
  SIGCONT,
  SYS_wait4,
  SYS_waitid,
  WALL,
  WCLONE,
  WCONTINUED,
  WEXITED,
  WNOHANG,
  WNOTHREAD,
  WNOWAIT,
  WSTOPPED,
  WUNTRACED,
} from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import {
  type ResourceUsage,
  SIGINFO_SIZE,
  SigInfo,
  type WaitFilter,
  type WaitResult,
  waitChild,
} from "@keel/lwp";
import { encodeRusage, RUSAGE_SIZE } from "../codec/rusage.ts";
import { usageOut } from "../strace/process-format.ts";
import { int } from "../strace/scalar-format.ts";
import { signalInfoOut, waitIdType, waitOptions, waitStatusOut } from "../strace/signal-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** Linux's own additions; here every child is waited for alike. */
const CHILD_KINDS: number = WALL | WCLONE | WNOTHREAD;

function putUsage(ctx: SyscallContext, va: number, usage: ResourceUsage): number {
  encodeRusage(ctx.view, usage);
  return ctx.writeStruct(va, RUSAGE_SIZE) < 0 ? -EFAULT : 0;
}

export const wait4: Syscall = defineSyscall({
  nr: SYS_wait4,
  name: "wait4",
  args: [int, waitStatusOut, waitOptions, usageOut],
  run(ctx, pidArg, statusVa, options, usageVa) {
    if ((options & ~(WNOHANG | WUNTRACED | WCONTINUED | CHILD_KINDS)) !== 0) return -EINVAL;
    // A child that has been reaped cannot be asked again: the addresses are checked before.
    if (statusVa !== 0 && !ctx.canWrite(statusVa, 4)) return -EFAULT;
    if (usageVa !== 0 && !ctx.canWrite(usageVa, RUSAGE_SIZE)) return -EFAULT;
    return waitFor(ctx, pidArg | 0, statusVa, options & (WNOHANG | WUNTRACED | WCONTINUED), usageVa);
  },
});

function* waitFor(
  ctx: SyscallContext,
  pid: number,
  statusVa: number,
  options: number,
  usageVa: number,
): Blocking<number> {
  const idType = pid > 0 ? P_PID : pid === -1 ? P_ALL : P_PGID;
  const id = pid === -1 ? 0 : Math.abs(pid);
  const result = yield* waitChild(ctx.thread, { idType, id, options: options | WEXITED });
  if (typeof result === "number") return result;
  if (result === null) return 0;
  if (statusVa !== 0 && ctx.aspace.write32(statusVa, result.status) < 0) return -EFAULT;
  if (usageVa !== 0 && putUsage(ctx, usageVa, result.usage) < 0) return -EFAULT;
  return result.pid;
}

export const waitid: Syscall = defineSyscall({
  nr: SYS_waitid,
  name: "waitid",
  args: [waitIdType, int, signalInfoOut, waitOptions, usageOut],
  level: "partial",
  note: "no P_PIDFD",
  run(ctx, idType, id, infoVa, options, usageVa) {
    const known = WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED;
    if ((options & ~(known | CHILD_KINDS)) !== 0) return -EINVAL;
    if ((options & (WEXITED | WSTOPPED | WCONTINUED)) === 0) return -EINVAL;
    if (idType !== P_ALL && idType !== P_PID && idType !== P_PGID) return -EINVAL;
    if (idType !== P_ALL && ((id | 0) < 0 || (idType === P_PID && (id | 0) === 0))) return -EINVAL;
    if (infoVa !== 0 && !ctx.canWrite(infoVa, SIGINFO_SIZE)) return -EFAULT;
    if (usageVa !== 0 && !ctx.canWrite(usageVa, RUSAGE_SIZE)) return -EFAULT;
    return waitForId(ctx, { idType, id: id | 0, options: options & known }, infoVa, usageVa);
  },
});

function* waitForId(
  ctx: SyscallContext,
  filter: WaitFilter,
  infoVa: number,
  usageVa: number,
): Blocking<number> {
  const result = yield* waitChild(ctx.thread, filter);
  if (typeof result === "number") return result;
  if (result !== null && usageVa !== 0 && putUsage(ctx, usageVa, result.usage) < 0) return -EFAULT;
  if (infoVa === 0) return 0;
  return ctx.aspace.copyOut(infoVa, childInfo(result)) < 0 ? -EFAULT : 0;
}

/** What waitid tells of a child: the siginfo_t of its SIGCHLD; all zeros when there was no news. */
function childInfo(result: WaitResult | null): Uint8Array {
  if (result === null) return new Uint8Array(SIGINFO_SIZE);
  const { code, pid, uid, status } = result;
  const reported = code === CLD_EXITED ? (status >> 8) & 0xff : signalOf(status);
  return SigInfo.child(code, pid, uid, reported, 0, 0).bytes;
}

/** The signal that ended, stopped or continued a child, out of its wait status. */
function signalOf(status: number): number {
  if (status === CONTINUED_STATUS) return SIGCONT;
  const sig = status & 0x7f;
  return sig === 0x7f ? (status >> 8) & 0xff : sig;
}
