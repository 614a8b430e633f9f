// pselect6: waits until one of three sets of descriptors is ready. man 2 select.

import {
  EBADF,
  EFAULT,
  EINVAL,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  POLLPRI,
  POLLRDBAND,
  POLLRDNORM,
  POLLWRBAND,
  POLLWRNORM,
  RLIMIT_NOFILE,
  SYS_pselect6,
} from "@keel/abi";
import { type Blocking, isBlocking } from "@keel/kernel";
import { ERESTARTNOHAND } from "@keel/lwp";
import { relativeDeadline } from "../deadline.ts";
import { PollSet } from "../poll-set.ts";
import { readMaskPair } from "../signal-mask.ts";
import { descriptorSetIn } from "../strace/poll-format.ts";
import { int, pointer } from "../strace/scalar-format.ts";
import { timespecIn } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** What select calls readable, writable, exceptional, in poll's events. */
const KINDS: readonly number[] = [
  POLLRDNORM | POLLRDBAND | POLLIN | POLLHUP | POLLERR,
  POLLWRBAND | POLLWRNORM | POLLOUT | POLLERR,
  POLLPRI,
];

/** One of the three sets: where it is and its bits; null pointer, no set. */
interface DescriptorSet {
  readonly va: number;
  readonly bytes: Uint8Array;
}

/** A file in the poll set and what it was asked for. */
interface Member {
  readonly fd: number;
  readonly kind: number;
  readonly number: number;
}

export const pselect6: Syscall = defineSyscall({
  nr: SYS_pselect6,
  name: "pselect6",
  args: [int, descriptorSetIn, descriptorSetIn, descriptorSetIn, timespecIn, pointer],
  onSignal: ERESTARTNOHAND,
  level: "partial",
  note: "the time left is not written back",
  run(ctx, countArg, readVa, writeVa, exceptVa, timeoutVa, maskVa) {
    if ((countArg | 0) < 0) return -EINVAL;
    const count = Math.min(countArg | 0, ctx.lwp.limits.soft(RLIMIT_NOFILE));
    const sets: (DescriptorSet | null)[] = [];
    for (const va of [readVa, writeVa, exceptVa]) {
      const set = readSet(ctx, va, count);
      if (typeof set === "number") return set;
      sets.push(set);
    }
    const deadline = relativeDeadline(ctx, timeoutVa);
    if (deadline < 0) return deadline;
    const mask = readMaskPair(ctx, maskVa);
    if (typeof mask === "number") return mask;

    const polled = new PollSet();
    const members = memberList(ctx, sets, count, polled);
    if (members === null) return -EBADF;
    const ready = polled.wait(ctx, mask, deadline);
    if (isBlocking(ready)) return finishLater(ctx, sets, members, polled, ready);
    return finish(ctx, sets, members, polled, ready);
  },
});

function readSet(ctx: SyscallContext, va: number, count: number): DescriptorSet | null | number {
  if (va === 0) return null;
  const bytes = new Uint8Array(Math.ceil(count / 64) * 8);
  if (ctx.aspace.copyIn(va, bytes) < 0 || !ctx.canWrite(va, bytes.length)) return -EFAULT;
  return { va, bytes };
}

/** Every bit that is set, with its file in `polled`; null when one is no open descriptor. */
function memberList(
  ctx: SyscallContext,
  sets: readonly (DescriptorSet | null)[],
  count: number,
  polled: PollSet,
): Member[] | null {
  const members: Member[] = [];
  for (let fd = 0; fd < count; fd++) {
    for (let kind = 0; kind < KINDS.length; kind++) {
      if (((((sets[kind]?.bytes[fd >> 3] ?? 0) as number) >> (fd & 7)) & 1) === 0) continue;
      const file = ctx.file(fd);
      if (file === null) return null;
      members.push({ fd, kind, number: polled.add(file, KINDS[kind] as number) });
    }
  }
  return members;
}

/** Writes back the bits of those that are ready; their number is the result. */
function finish(
  ctx: SyscallContext,
  sets: readonly (DescriptorSet | null)[],
  members: readonly Member[],
  polled: PollSet,
  ready: number,
): number {
  if (ready < 0) return ready;
  for (const set of sets) set?.bytes.fill(0);
  let count = 0;
  for (const { fd, kind, number } of members) {
    const bytes = sets[kind]?.bytes;
    if (bytes === undefined || ((polled.found[number] ?? 0) & (KINDS[kind] as number)) === 0) continue;
    bytes[fd >> 3] = (bytes[fd >> 3] as number) | (1 << (fd & 7));
    count++;
  }
  for (const set of sets) {
    if (set !== null && ctx.aspace.copyOut(set.va, set.bytes) < 0) return -EFAULT;
  }
  return count;
}

function* finishLater(
  ctx: SyscallContext,
  sets: readonly (DescriptorSet | null)[],
  members: readonly Member[],
  polled: PollSet,
  waiting: Blocking<number>,
): Blocking<number> {
  return finish(ctx, sets, members, polled, yield* waiting);
}
