// FutexTable: the kernel side of user-space locks. man 2 futex. A private futex is known by its address space and
// address; one in shared memory by the frame it lies in.

import { ENOSYS } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import type { UserThread } from "./user-thread.ts";

/** Where a futex word is: its address, and whether FUTEX_PRIVATE_FLAG was given. */
export interface FutexWord {
  readonly va: number;
  readonly isPrivate: boolean;
}

export class FutexTable {
  /** FUTEX_WAIT(_BITSET): 0, -EAGAIN (the word is not `expected`), -ETIMEDOUT, -EINTR (becomes a restart), -EFAULT, -EINVAL. */
  *wait(
    _thread: UserThread,
    _word: FutexWord,
    _expected: number,
    _bitset: number,
    _deadlineNs: number,
  ): Blocking<number> {
    return -ENOSYS;
  }

  /** FUTEX_WAKE(_BITSET): how many were woken. */
  wake(_thread: UserThread, _word: FutexWord, _count: number, _bitset: number): number {
    return -ENOSYS;
  }

  /** FUTEX_REQUEUE, FUTEX_CMP_REQUEUE (`expected` null: no compare): woken plus moved, or -EAGAIN. */
  requeue(
    _thread: UserThread,
    _from: FutexWord,
    _to: FutexWord,
    _wakeCount: number,
    _moveCount: number,
    _expected: number | null,
  ): number {
    return -ENOSYS;
  }

  /** FUTEX_WAKE_OP. `operation` is the call's val3. */
  wakeOp(
    _thread: UserThread,
    _first: FutexWord,
    _second: FutexWord,
    _count: number,
    _secondCount: number,
    _operation: number,
  ): number {
    return -ENOSYS;
  }

  /** FUTEX_LOCK_PI: 0, -EDEADLK, -ETIMEDOUT, -ESRCH (the owner is gone). `deadlineNs` on the kernel's clock. */
  *lockPi(_thread: UserThread, _word: FutexWord, _deadlineNs: number): Blocking<number> {
    return -ENOSYS;
  }

  /** FUTEX_TRYLOCK_PI: 0 or -EAGAIN. */
  tryLockPi(_thread: UserThread, _word: FutexWord): number {
    return -ENOSYS;
  }

  /** FUTEX_UNLOCK_PI: 0 or -EPERM (the caller does not own it). */
  unlockPi(_thread: UserThread, _word: FutexWord): number {
    return -ENOSYS;
  }
}
