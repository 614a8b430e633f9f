// Robust futexes: locks that a thread still holds when it ends are marked OWNER_DIED, and one waiter is woken, which
// then learns of it. The list is user memory, a claim like any other. man 2 get_robust_list.

import { FUTEX_BITSET_MATCH_ANY, FUTEX_OWNER_DIED, FUTEX_TID_MASK, FUTEX_WAITERS } from "@keel/abi";
import type { UserThread } from "./user-thread.ts";

/** A list that goes in circles must not keep the kernel. */
const ENTRIES_MAX = 2048;
/** Bit 0 of a pointer marks a priority-inheritance futex. */
const PI_BIT = 1;

export function releaseRobustFutexes(thread: UserThread): void {
  const head = thread.robustList;
  thread.robustList = 0;
  if (head === 0 || thread.lwp.aspace === null) return;
  const { aspace } = thread;
  const offset = aspace.readSigned64(head + 8);
  if (offset === null) return;
  const pending = aspace.read64(head + 16);
  let entry = aspace.read64(head);
  for (let count = 0; count < ENTRIES_MAX && entry > 0; count++) {
    const va = withoutPiBit(entry);
    if (va === head) break;
    const next = aspace.read64(va);
    if (entry !== pending) markDead(thread, va + offset, va !== entry);
    entry = next;
  }
  if (pending > 0) markDead(thread, withoutPiBit(pending) + offset, withoutPiBit(pending) !== pending);
}

function markDead(thread: UserThread, va: number, isPi: boolean): void {
  const word = thread.aspace.read32(va);
  if (word < 0 || va % 4 !== 0 || (word & FUTEX_TID_MASK) !== thread.tid) return;
  const hasWaiters = ((word & FUTEX_WAITERS) | 0) !== 0;
  if (thread.aspace.write32(va, (word & FUTEX_WAITERS) | FUTEX_OWNER_DIED) < 0) return;
  // Waiters of a priority-inheritance lock are handed it when the kernel thread ends.
  if (!isPi && hasWaiters)
    thread.lwp.system.futexes.wake(thread, { va, isPrivate: false }, 1, FUTEX_BITSET_MATCH_ANY);
}

function withoutPiBit(pointer: number): number {
  return pointer % 2 === PI_BIT ? pointer - PI_BIT : pointer;
}
