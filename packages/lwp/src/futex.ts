// FutexTable: the kernel side of user-space locks. A private futex is known by its address space and address; one in
// shared memory by the place in RAM it lies at. Between looking at the word and entering the queue nothing else
// runs, which is all the atomicity a futex needs. man 2 futex.

import {
  EAGAIN,
  EFAULT,
  EINVAL,
  ENOSYS,
  FUTEX_OP_ADD,
  FUTEX_OP_ANDN,
  FUTEX_OP_CMP_EQ,
  FUTEX_OP_CMP_GE,
  FUTEX_OP_CMP_GT,
  FUTEX_OP_CMP_LE,
  FUTEX_OP_CMP_LT,
  FUTEX_OP_CMP_NE,
  FUTEX_OP_OR,
  FUTEX_OP_SET,
  FUTEX_OP_XOR,
  PAGE_SIZE,
} from "@keel/abi";
import { type Blocking, WAIT_INTERRUPTIBLE } from "@keel/kernel";
import { ACCESS_READ, ACCESS_WRITE, type Aspace } from "@keel/mm";
import { FutexPiTable } from "./futex-pi.ts";
import type { FutexQueue, FutexWaiter } from "./futex-waiter.ts";
import type { UserThread } from "./user-thread.ts";

/** FUTEX_WAKE_OP: the argument is a number of bits to shift 1 by. */
const OPARG_SHIFT = 8;

/** Where a futex word is: its address, and whether FUTEX_PRIVATE_FLAG was given. */
export interface FutexWord {
  readonly va: number;
  readonly isPrivate: boolean;
}

/** What two threads that mean the same futex agree on. */
export interface FutexKey {
  /** null for shared memory. */
  readonly space: Aspace | null;
  /** Virtual address in `space`, or physical address. */
  readonly address: number;
}

export class FutexTable {
  readonly pi: FutexPiTable = new FutexPiTable();
  private readonly shared: Map<number, FutexQueue> = new Map();
  private readonly spaces: Map<Aspace, Map<number, FutexQueue>> = new Map();

  /** FUTEX_WAIT(_BITSET): 0, -EAGAIN (the word is not `expected`), -ETIMEDOUT, -EINTR, -EFAULT, -EINVAL. */
  *wait(
    thread: UserThread,
    word: FutexWord,
    expected: number,
    bitset: number,
    deadlineNs: number,
  ): Blocking<number> {
    if (bitset === 0) return -EINVAL;
    const key = keyOf(thread, word, ACCESS_READ);
    if (typeof key === "number") return key;
    const value = thread.aspace.read32(word.va);
    if (value < 0) return value;
    if (value !== expected >>> 0) return -EAGAIN;
    const waiter = thread.futexWaiter;
    waiter.bitset = bitset;
    this.enter(waiter, key);
    try {
      for (;;) {
        const woken = yield* waiter.sleep.wait(WAIT_INTERRUPTIBLE, deadlineNs);
        if (waiter.queue === null) return 0;
        if (woken < 0) return woken;
      }
    } finally {
      leave(waiter);
    }
  }

  /** FUTEX_WAKE(_BITSET): how many were woken. */
  wake(thread: UserThread, word: FutexWord, count: number, bitset: number): number {
    if (bitset === 0) return -EINVAL;
    const key = keyOf(thread, word, ACCESS_READ);
    if (typeof key === "number") return key;
    return wakeIn(this.find(key), count, bitset);
  }

  /** FUTEX_REQUEUE, FUTEX_CMP_REQUEUE (`expected` null: no compare): woken plus moved, or -EAGAIN. */
  requeue(
    thread: UserThread,
    from: FutexWord,
    to: FutexWord,
    wakeCount: number,
    moveCount: number,
    expected: number | null,
  ): number {
    if (wakeCount < 0 || moveCount < 0) return -EINVAL;
    const source = keyOf(thread, from, ACCESS_READ);
    const target = keyOf(thread, to, ACCESS_READ);
    if (typeof source === "number") return source;
    if (typeof target === "number") return target;
    if (expected !== null) {
      const value = thread.aspace.read32(from.va);
      if (value < 0) return value;
      if (value !== expected >>> 0) return -EAGAIN;
    }
    const queue = this.find(source);
    if (queue === null) return 0;
    const woken = wakeIn(queue, wakeCount, -1);
    const moving = queue.waiters.slice(0, moveCount);
    for (const waiter of moving) {
      leave(waiter);
      this.enter(waiter, target);
    }
    return woken + moving.length;
  }

  /** FUTEX_WAKE_OP: changes the second word, wakes on the first, and on the second if its old value says so. */
  wakeOp(
    thread: UserThread,
    first: FutexWord,
    second: FutexWord,
    count: number,
    secondCount: number,
    operation: number,
  ): number {
    const key = keyOf(thread, first, ACCESS_READ);
    const secondKey = keyOf(thread, second, ACCESS_WRITE);
    if (typeof key === "number") return key;
    if (typeof secondKey === "number") return secondKey;
    const old = thread.aspace.read32(second.va);
    if (old < 0) return old;
    const changed = operate(operation, old);
    if (changed === null) return -ENOSYS;
    if (thread.aspace.write32(second.va, changed) < 0) return -EFAULT;
    const woken = wakeIn(this.find(key), count, -1);
    return compares(operation, old | 0) ? woken + wakeIn(this.find(secondKey), secondCount, -1) : woken;
  }

  /** FUTEX_LOCK_PI: 0, -EDEADLK, -ETIMEDOUT, -EINTR, -ESRCH (the owner is gone). `deadlineNs` on the kernel's clock. */
  lockPi(thread: UserThread, word: FutexWord, deadlineNs: number): Blocking<number> {
    return this.pi.lock(thread, word, deadlineNs);
  }

  /** FUTEX_TRYLOCK_PI: 0, -EAGAIN, -EDEADLK. */
  tryLockPi(thread: UserThread, word: FutexWord): number {
    return this.pi.tryLock(thread, word);
  }

  /** FUTEX_UNLOCK_PI: 0 or -EPERM (the caller does not own it). */
  unlockPi(thread: UserThread, word: FutexWord): number {
    return this.pi.unlock(thread, word);
  }

  // ---- queues

  private find(key: FutexKey): FutexQueue | null {
    const table = key.space === null ? this.shared : this.spaces.get(key.space);
    return table?.get(key.address) ?? null;
  }

  private enter(waiter: FutexWaiter, key: FutexKey): void {
    const queue = this.find(key) ?? this.makeQueue(key);
    const { waiters } = queue;
    const priority = waiter.thread.thread.currentPriority;
    let place = waiters.length;
    while (place > 0 && (waiters[place - 1] as FutexWaiter).thread.thread.currentPriority > priority) place--;
    waiters.splice(place, 0, waiter);
    waiter.queue = queue;
    if (key.space === null) {
      waiter.heldFrame = key.address - (key.address % PAGE_SIZE);
      waiter.thread.lwp.system.mm.frames.ref(waiter.heldFrame);
    }
  }

  private makeQueue(key: FutexKey): FutexQueue {
    const { space, address } = key;
    if (space === null) {
      const queue: FutexQueue = { waiters: [], drop: () => this.shared.delete(address) };
      this.shared.set(address, queue);
      return queue;
    }
    let table = this.spaces.get(space);
    if (table === undefined) {
      table = new Map();
      this.spaces.set(space, table);
    }
    const queues = table;
    const drop = (): void => {
      queues.delete(address);
      if (queues.size === 0) this.spaces.delete(space);
    };
    const queue: FutexQueue = { waiters: [], drop };
    queues.set(address, queue);
    return queue;
  }
}

/** The futex at `word`, or -EINVAL (not aligned), -EFAULT. */
export function keyOf(thread: UserThread, word: FutexWord, access: number): FutexKey | number {
  const { aspace } = thread;
  const { va } = word;
  if (va % 4 !== 0) return -EINVAL;
  const error = aspace.touch(va, 4, access);
  if (error < 0) return error;
  const isShared = !word.isPrivate && aspace.list.find(va)?.isShared === true;
  if (!isShared) return { space: aspace, address: va };
  const address = aspace.physical(va, access);
  return address < 0 ? address : { space: null, address };
}

function wakeIn(queue: FutexQueue | null, count: number, bitset: number): number {
  if (queue === null) return 0;
  let woken = 0;
  for (const waiter of queue.waiters.slice()) {
    if (woken >= count) break;
    if ((waiter.bitset & bitset) === 0) continue;
    leave(waiter);
    waiter.sleep.wakeup();
    woken++;
  }
  return woken;
}

/** Takes a waiter out of its queue, if it stands in one. */
function leave(waiter: FutexWaiter): void {
  const { queue } = waiter;
  if (queue === null) return;
  queue.waiters.splice(queue.waiters.indexOf(waiter), 1);
  if (queue.waiters.length === 0) queue.drop();
  waiter.queue = null;
  if (waiter.heldFrame === 0) return;
  waiter.thread.lwp.system.mm.frames.unref(waiter.heldFrame);
  waiter.heldFrame = 0;
}

// ---- FUTEX_WAKE_OP's little language: op:4 cmp:4 oparg:12 cmparg:12

function operate(operation: number, old: number): number | null {
  const op = (operation >>> 28) & 15;
  const raw = (operation << 8) >> 20;
  const arg = (op & OPARG_SHIFT) !== 0 ? 1 << (raw & 31) : raw;
  switch (op & ~OPARG_SHIFT) {
    case FUTEX_OP_SET:
      return arg;
    case FUTEX_OP_ADD:
      return old + arg;
    case FUTEX_OP_OR:
      return old | arg;
    case FUTEX_OP_ANDN:
      return old & ~arg;
    case FUTEX_OP_XOR:
      return old ^ arg;
    default:
      return null;
  }
}

function compares(operation: number, old: number): boolean {
  const arg = (operation << 20) >> 20;
  switch ((operation >>> 24) & 15) {
    case FUTEX_OP_CMP_EQ:
      return old === arg;
    case FUTEX_OP_CMP_NE:
      return old !== arg;
    case FUTEX_OP_CMP_LT:
      return old < arg;
    case FUTEX_OP_CMP_LE:
      return old <= arg;
    case FUTEX_OP_CMP_GT:
      return old > arg;
    case FUTEX_OP_CMP_GE:
      return old >= arg;
    default:
      return false;
  }
}
