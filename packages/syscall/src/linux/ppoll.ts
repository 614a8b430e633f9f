// ppoll: waits until one of some descriptors is ready. man 2 poll.

import { EFAULT, EINVAL, POLLERR, POLLHUP, POLLNVAL, RLIMIT_NOFILE, SYS_ppoll } from "@keel/abi";
import { type Blocking, settle } from "@keel/kernel";
import { ERESTARTNOHAND, type SigSet } from "@keel/lwp";
import { relativeDeadline } from "../deadline.ts";
import { PollSet } from "../poll-set.ts";
import { readWaitMask } from "../signal-mask.ts";
import { pollDescriptors, pollResult } from "../strace/poll-format.ts";
import { long } from "../strace/scalar-format.ts";
import { signalSetIn } from "../strace/signal-format.ts";
import { timespecIn } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** struct pollfd: int fd, short events, short revents. */
const POLLFD_SIZE = 8;

export const ppoll: Syscall = defineSyscall({
  nr: SYS_ppoll,
  name: "ppoll",
  args: [pollDescriptors, long, timespecIn, signalSetIn, long],
  result: pollResult,
  onSignal: ERESTARTNOHAND,
  level: "partial",
  note: "the time left is not written back",
  run(ctx, va, count, timeoutVa, maskVa, maskSize) {
    if (count < 0 || count > ctx.lwp.limits.soft(RLIMIT_NOFILE)) return -EINVAL;
    const deadline = relativeDeadline(ctx, timeoutVa);
    if (deadline < 0) return deadline;
    const mask = readWaitMask(ctx, maskVa, maskSize);
    if (typeof mask === "number") return mask;
    const bytes = ctx.buffers.take(count * POLLFD_SIZE);
    const isReadable = ctx.aspace.copyIn(va, bytes) === 0 && ctx.canWrite(va, bytes.length);
    const ready = isReadable ? look(ctx, bytes) : -EFAULT;
    if (ready === 0 && (mask !== null || deadline > ctx.kernel.now())) {
      return wait(ctx, va, bytes, mask, deadline);
    }
    const result = ready >= 0 && ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : ready;
    ctx.buffers.give(bytes);
    return result;
  },
});

/** Fills in what can be said of each descriptor at once; how many there is something to say of. */
function look(ctx: SyscallContext, bytes: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(bytes.buffer, 0, bytes.length);
  let ready = 0;
  for (let at = 0; at < bytes.length; at += POLLFD_SIZE) {
    const fd = view.getInt32(at, true);
    const file = fd < 0 ? null : ctx.file(fd);
    let found = fd < 0 ? 0 : POLLNVAL;
    if (file !== null) found = file.poll() & (view.getUint16(at + 4, true) | POLLERR | POLLHUP);
    view.setInt16(at + 6, found, true);
    if (found !== 0) ready++;
  }
  return ready;
}

/** Nothing is ready: waits for the first. Descriptors that are closed meanwhile keep their files here. */
function* wait(
  ctx: SyscallContext,
  va: number,
  bytes: Uint8Array<ArrayBuffer>,
  mask: SigSet | null,
  deadline: number,
): Blocking<number> {
  const view = new DataView(bytes.buffer, 0, bytes.length);
  const set = new PollSet();
  const places: number[] = [];
  for (let at = 0; at < bytes.length; at += POLLFD_SIZE) {
    const file = ctx.file(view.getInt32(at, true));
    if (file === null) continue;
    set.add(file, view.getUint16(at + 4, true));
    places.push(at);
  }
  try {
    const ready = yield* settle(set.wait(ctx, mask, deadline));
    if (ready < 0) return ready;
    places.forEach((at, i) => view.setInt16(at + 6, set.found[i] ?? 0, true));
    return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : ready;
  } finally {
    ctx.buffers.give(bytes);
  }
}
