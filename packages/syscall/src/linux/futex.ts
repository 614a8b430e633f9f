// futex: what user-space locks wait with. man 2 futex. The operations are lwp's FutexTable; here
// they are told apart, and their times made deadlines.

import {
  CLOCK_MONOTONIC,
  CLOCK_REALTIME,
  EINTR,
  EINVAL,
  ENOSYS,
  FUTEX_BITSET_MATCH_ANY,
  FUTEX_CLOCK_REALTIME,
  FUTEX_CMP_REQUEUE,
  FUTEX_LOCK_PI,
  FUTEX_LOCK_PI2,
  FUTEX_PRIVATE_FLAG,
  FUTEX_REQUEUE,
  FUTEX_TRYLOCK_PI,
  FUTEX_UNLOCK_PI,
  FUTEX_WAIT,
  FUTEX_WAIT_BITSET,
  FUTEX_WAKE,
  FUTEX_WAKE_BITSET,
  FUTEX_WAKE_OP,
  SYS_futex,
} from "@keel/abi";
import type { Blocking, MayBlock } from "@keel/kernel";
import { ERESTART_RESTARTBLOCK, ERESTARTSYS, type FutexWord } from "@keel/lwp";
import { absoluteDeadline, relativeDeadline } from "../deadline.ts";
import { futexOperation, futexTimeout } from "../strace/process-format.ts";
import { hex, int, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

const MODIFIERS: number = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME;

export const futex: Syscall = defineSyscall({
  nr: SYS_futex,
  name: "futex",
  args: [pointer, futexOperation, int, futexTimeout, pointer, hex],
  onSignal: EINTR,
  level: "partial",
  note: "no FUTEX_FD and no requeueing to PI futexes",
  run(ctx, va, operation, value, fourth, secondVa, third) {
    const { futexes } = ctx.system;
    const { thread } = ctx;
    const isPrivate = (operation & FUTEX_PRIVATE_FLAG) !== 0;
    const isRealtime = (operation & FUTEX_CLOCK_REALTIME) !== 0;
    const word: FutexWord = { va, isPrivate };
    const second: FutexWord = { va: secondVa, isPrivate };
    if (va % 4 !== 0) return -EINVAL;
    switch (operation & ~MODIFIERS) {
      case FUTEX_WAIT:
        return wait(ctx, word, value, FUTEX_BITSET_MATCH_ANY, relativeDeadline(ctx, fourth));
      case FUTEX_WAIT_BITSET: {
        const clock = isRealtime ? CLOCK_REALTIME : CLOCK_MONOTONIC;
        return wait(ctx, word, value, third, absoluteDeadline(ctx, fourth, clock));
      }
      case FUTEX_WAKE:
        return futexes.wake(thread, word, value | 0, FUTEX_BITSET_MATCH_ANY | 0);
      case FUTEX_WAKE_BITSET:
        return (third | 0) === 0 ? -EINVAL : futexes.wake(thread, word, value | 0, third | 0);
      case FUTEX_REQUEUE:
        return futexes.requeue(thread, word, second, value | 0, fourth | 0, null);
      case FUTEX_CMP_REQUEUE:
        return futexes.requeue(thread, word, second, value | 0, fourth | 0, third >>> 0);
      case FUTEX_WAKE_OP:
        return futexes.wakeOp(thread, word, second, value | 0, fourth | 0, third | 0);
      case FUTEX_LOCK_PI:
        return lockPi(ctx, word, absoluteDeadline(ctx, fourth, CLOCK_REALTIME));
      case FUTEX_LOCK_PI2:
        return lockPi(
          ctx,
          word,
          absoluteDeadline(ctx, fourth, isRealtime ? CLOCK_REALTIME : CLOCK_MONOTONIC),
        );
      case FUTEX_TRYLOCK_PI:
        return futexes.tryLockPi(thread, word);
      case FUTEX_UNLOCK_PI:
        return futexes.unlockPi(thread, word);
      default:
        return -ENOSYS;
    }
  },
});

function wait(
  ctx: SyscallContext,
  word: FutexWord,
  value: number,
  bitset: number,
  deadline: number,
): MayBlock<number> {
  if (deadline < 0) return deadline;
  if ((bitset | 0) === 0) return -EINVAL;
  return waitUntil(ctx, word, value >>> 0, bitset | 0, deadline);
}

/** A signal without a handler lets the wait go on, and its time run on. */
function* waitUntil(
  ctx: SyscallContext,
  word: FutexWord,
  value: number,
  bitset: number,
  deadline: number,
): Blocking<number> {
  const result = yield* ctx.system.futexes.wait(ctx.thread, word, value, bitset, deadline);
  if (result !== -EINTR) return result;
  if (deadline === Infinity) return -ERESTARTSYS;
  ctx.thread.restartCall = () => waitUntil(ctx, word, value, bitset, deadline);
  return -ERESTART_RESTARTBLOCK;
}

function lockPi(ctx: SyscallContext, word: FutexWord, deadline: number): MayBlock<number> {
  return deadline < 0 ? deadline : ctx.system.futexes.lockPi(ctx.thread, word, deadline);
}
