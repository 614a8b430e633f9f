// epoll_create1, epoll_ctl, epoll_pwait, epoll_pwait2: waiting for many files. man 7 epoll.

import {
  EBADF,
  EFAULT,
  EINVAL,
  EMFILE,
  EPERM,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EINTR,
  ETIMEDOUT,
  SYS_epoll_create1,
  SYS_epoll_ctl,
  SYS_epoll_pwait,
  SYS_epoll_pwait2,
} from "@keel/abi";
import { type File, isDirectory, isRegular } from "@keel/dfs";
import { type Blocking, type MayBlock, WAIT_INTERRUPTIBLE, waitAny } from "@keel/kernel";
import { borrowSigmask } from "@keel/lwp";
import { relativeDeadline } from "../deadline.ts";
import { EpollFile, type EpollReport } from "../files/epoll-file.ts";
import { readWaitMask } from "../signal-mask.ts";
import { fdFlags } from "../strace/file-format.ts";
import { oneOf } from "../strace/flag-table.ts";
import { fd, int, long, pointer } from "../strace/scalar-format.ts";
import { signalSetIn } from "../strace/signal-format.ts";
import { timespecIn } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** struct epoll_event of riscv64: u32 events, padding, u64 data. */
const EVENT_SIZE = 16;
/** More than this no caller has room for honestly: INT_MAX / EVENT_SIZE on Linux. */
const EVENTS_MAX = 1 << 20;
/** Events collected at a time. */
const BATCH = 256;
const NS_PER_MS = 1_000_000;

export const epollCreate1: Syscall = defineSyscall({
  nr: SYS_epoll_create1,
  name: "epoll_create1",
  args: [fdFlags],
  run(ctx, flags) {
    if ((flags & ~EPOLL_CLOEXEC) !== 0) return -EINVAL;
    const { files } = ctx.lwp;
    return files.hasRoom(1) ? files.add(new EpollFile(ctx.kernel), (flags & EPOLL_CLOEXEC) !== 0) : -EMFILE;
  },
});

/** Files without readiness cannot be waited for. */
function hasReadiness(file: File): boolean {
  const mode = file.vnode?.mode ?? 0;
  return !isRegular(mode) && !isDirectory(mode);
}

export const epollCtl: Syscall = defineSyscall({
  nr: SYS_epoll_ctl,
  name: "epoll_ctl",
  args: [
    fd,
    oneOf(
      [
        ["EPOLL_CTL_ADD", EPOLL_CTL_ADD],
        ["EPOLL_CTL_DEL", EPOLL_CTL_DEL],
        ["EPOLL_CTL_MOD", EPOLL_CTL_MOD],
      ],
      "EPOLL_CTL_???",
    ),
    fd,
    pointer,
  ],
  level: "partial",
  note: "an entry goes with its descriptor, even if a copy of that is still open",
  run(ctx, epollFd, operation, fdArg, eventVa) {
    if ((operation | 0) !== EPOLL_CTL_DEL && !ctx.readStruct(eventVa, EVENT_SIZE)) return -EFAULT;
    const epoll = ctx.file(epollFd);
    const file = ctx.file(fdArg);
    if (epoll === null || file === null) return -EBADF;
    if (!hasReadiness(file)) return -EPERM;
    if (!(epoll instanceof EpollFile) || file === epoll) return -EINVAL;
    const { view } = ctx;
    const interest = {
      events: view.getUint32(0, true),
      dataLo: view.getInt32(8, true),
      dataHi: view.getInt32(12, true),
    };
    switch (operation | 0) {
      case EPOLL_CTL_ADD:
        return epoll.add(fdArg | 0, file, interest);
      case EPOLL_CTL_MOD:
        return epoll.modify(fdArg | 0, file, interest);
      case EPOLL_CTL_DEL:
        return epoll.remove(fdArg | 0, file);
      default:
        return -EINVAL;
    }
  },
});

function waitFor(
  ctx: SyscallContext,
  epollFd: number,
  va: number,
  limit: number,
  deadline: number,
  maskVa: number,
  maskSize: number,
): MayBlock<number> {
  if (limit <= 0 || limit > EVENTS_MAX) return -EINVAL;
  if (deadline < 0) return deadline;
  const epoll = ctx.file(epollFd);
  if (epoll === null) return -EBADF;
  if (!(epoll instanceof EpollFile)) return -EINVAL;
  if (ctx.writable(va, limit * EVENT_SIZE) < EVENT_SIZE) return -EFAULT;
  const mask = readWaitMask(ctx, maskVa, maskSize);
  if (typeof mask === "number") return mask;
  const ready = collect(ctx, epoll, va, limit);
  if (ready !== 0) return ready;
  if (mask !== null) borrowSigmask(ctx.thread, mask);
  if (ctx.thread.hasPendingSignal) return -EINTR;
  return deadline <= ctx.kernel.now() ? 0 : waitSlow(ctx, epoll, va, limit, deadline);
}

function* waitSlow(
  ctx: SyscallContext,
  epoll: EpollFile,
  va: number,
  limit: number,
  deadline: number,
): Blocking<number> {
  for (;;) {
    const woken = yield* waitAny(ctx.kernel, epoll.waitQueues(), WAIT_INTERRUPTIBLE, deadline);
    const ready = collect(ctx, epoll, va, limit);
    if (ready !== 0) return ready;
    if (woken === -ETIMEDOUT) return 0;
    if (woken < 0) return woken;
  }
}

/** Writes what is ready to the user; how many, or -EFAULT. */
function collect(ctx: SyscallContext, epoll: EpollFile, va: number, limit: number): number {
  const { files } = ctx.lwp;
  const reports = epoll.collect(Math.min(limit, BATCH), (fdNumber, file) => files.get(fdNumber) === file);
  const bytes = new Uint8Array(reports.length * EVENT_SIZE);
  const view = new DataView(bytes.buffer);
  reports.forEach((report: EpollReport, i) => {
    view.setUint32(i * EVENT_SIZE, report.events, true);
    view.setInt32(i * EVENT_SIZE + 8, report.dataLo, true);
    view.setInt32(i * EVENT_SIZE + 12, report.dataHi, true);
  });
  return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : reports.length;
}

export const epollPwait: Syscall = defineSyscall({
  nr: SYS_epoll_pwait,
  name: "epoll_pwait",
  args: [fd, pointer, int, int, signalSetIn, long],
  onSignal: EINTR,
  run(ctx, epollFd, va, limit, timeoutMs, maskVa, maskSize) {
    const ms = timeoutMs | 0;
    const deadline = ms < 0 ? Infinity : ctx.kernel.now() + ms * NS_PER_MS;
    return waitFor(ctx, epollFd, va, limit | 0, deadline, maskVa, maskSize);
  },
});

export const epollPwait2: Syscall = defineSyscall({
  nr: SYS_epoll_pwait2,
  name: "epoll_pwait2",
  args: [fd, pointer, int, timespecIn, signalSetIn, long],
  onSignal: EINTR,
  run: (ctx, epollFd, va, limit, timeoutVa, maskVa, maskSize) =>
    waitFor(ctx, epollFd, va, limit | 0, relativeDeadline(ctx, timeoutVa), maskVa, maskSize),
});
