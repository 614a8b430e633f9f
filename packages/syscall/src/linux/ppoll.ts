// ppoll: waits until one of some descriptors is ready. man 2 poll.

import { EFAULT, EINVAL, POLLNVAL, RLIMIT_NOFILE, SYS_ppoll } from "@keel/abi";
import { type Blocking, isBlocking, type MayBlock } from "@keel/kernel";
import { borrowSigmask, ERESTARTNOHAND } from "@keel/lwp";
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
    const bytes = new Uint8Array(count * POLLFD_SIZE);
    if (ctx.aspace.copyIn(va, bytes) < 0 || !ctx.canWrite(va, bytes.length)) return -EFAULT;
    const deadline = relativeDeadline(ctx, timeoutVa);
    if (deadline < 0) return deadline;
    const mask = readWaitMask(ctx, maskVa, maskSize);
    if (typeof mask === "number") return mask;
    if (mask !== null) borrowSigmask(ctx.thread, mask);
    return poll(ctx, va, bytes, deadline);
  },
});

function poll(ctx: SyscallContext, va: number, bytes: Uint8Array, deadline: number): MayBlock<number> {
  const view = new DataView(bytes.buffer);
  const set = new PollSet();
  /** The set's number of each entry that is in it; -1 for those that have their answer already. */
  const members: number[] = [];
  let invalid = 0;
  for (let offset = 0; offset < bytes.length; offset += POLLFD_SIZE) {
    const fd = view.getInt32(offset, true);
    const file = fd < 0 ? null : ctx.file(fd);
    view.setInt16(offset + 6, 0, true);
    if (file !== null) members.push(set.add(file, view.getUint16(offset + 4, true)));
    else {
      members.push(-1);
      if (fd < 0) continue;
      // Not open: an event by itself, so that there is nothing to wait for.
      view.setInt16(offset + 6, POLLNVAL, true);
      invalid++;
    }
  }
  const ready = set.wait(ctx.kernel, invalid > 0 ? 0 : deadline);
  const finish = (count: number): number => {
    if (count < 0) return count;
    members.forEach((member, i) => {
      if (member >= 0) view.setInt16(i * POLLFD_SIZE + 6, set.found[member] ?? 0, true);
    });
    return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : count + invalid;
  };
  return isBlocking(ready) ? then(ready, finish) : finish(ready);
}

function* then(waiting: Blocking<number>, finish: (count: number) => number): Blocking<number> {
  return finish(yield* waiting);
}
