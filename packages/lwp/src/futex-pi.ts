// Futexes with priority inheritance: as long as nobody waits they live in user space only; the first waiter makes a
// kernel Mutex that its owner holds, so that the kernel's own inheritance, through chains, does the rest. The word
// keeps the owner's tid, and FUTEX_WAITERS while the kernel has to be asked. man 2 futex, "Priority-inheritance".

import { EAGAIN, EDEADLK, EPERM, ESRCH, FUTEX_OWNER_DIED, FUTEX_TID_MASK, FUTEX_WAITERS } from "@keel/abi";
import { type Blocking, Mutex, WAIT_INTERRUPTIBLE, WAITING_FOREVER } from "@keel/kernel";
import { ACCESS_WRITE, type Aspace } from "@keel/mm";
import { type FutexKey, type FutexWord, keyOf } from "./futex.ts";
import { type UserThread, userThreadOf } from "./user-thread.ts";

/** One contended futex. */
interface PiState {
  readonly mutex: Mutex;
  /** Threads inside lockPi; at 0 the state goes. */
  users: number;
  readonly drop: () => void;
}

export class FutexPiTable {
  private readonly shared: Map<number, PiState> = new Map();
  private readonly spaces: Map<Aspace, Map<number, PiState>> = new Map();

  /** FUTEX_LOCK_PI: 0, -EDEADLK, -ETIMEDOUT, -EINTR, -ESRCH (the owner is gone). `deadlineNs` on the kernel's clock. */
  *lock(thread: UserThread, word: FutexWord, deadlineNs: number): Blocking<number> {
    const key = keyOf(thread, word, ACCESS_WRITE);
    if (typeof key === "number") return key;
    const taken = this.tryTake(thread, word, key);
    if (taken !== -EAGAIN) return taken;
    const state = this.stateFor(thread, word, key);
    if (typeof state === "number") return state;
    state.users++;
    try {
      const result = yield* state.mutex.take(ticksUntil(thread, deadlineNs), WAIT_INTERRUPTIBLE);
      if (result === 0) this.claim(thread, word);
      return result;
    } finally {
      if (--state.users === 0 && state.mutex.owner === null) state.drop();
    }
  }

  /** FUTEX_TRYLOCK_PI: 0, -EAGAIN, -EDEADLK. */
  tryLock(thread: UserThread, word: FutexWord): number {
    const key = keyOf(thread, word, ACCESS_WRITE);
    return typeof key === "number" ? key : this.tryTake(thread, word, key);
  }

  /** FUTEX_UNLOCK_PI: 0 or -EPERM (the caller does not own it). Hands it to the most urgent waiter. */
  unlock(thread: UserThread, word: FutexWord): number {
    const key = keyOf(thread, word, ACCESS_WRITE);
    if (typeof key === "number") return key;
    const value = thread.aspace.read32(word.va);
    if (value < 0) return value;
    if ((value & FUTEX_TID_MASK) !== thread.tid) return -EPERM;
    const state = this.find(key);
    if (state === null || state.mutex.owner !== thread.thread) return thread.aspace.write32(word.va, 0);
    const next = userThreadOf(state.mutex.waiters.first());
    const error = thread.aspace.write32(word.va, next === null ? 0 : next.tid | FUTEX_WAITERS);
    if (error < 0) return error;
    state.mutex.release();
    if (next === null && state.users === 0) state.drop();
    return 0;
  }

  /** An address space is about to go: so do the futexes in it. */
  forget(space: Aspace): void {
    for (const state of this.spaces.get(space)?.values() ?? []) state.mutex.detach();
    this.spaces.delete(space);
  }

  /** Takes a free futex: 0, -EAGAIN (another has it), -EDEADLK (the caller has it). */
  private tryTake(thread: UserThread, word: FutexWord, key: FutexKey): number {
    const value = thread.aspace.read32(word.va);
    if (value < 0) return value;
    const owner = value & FUTEX_TID_MASK;
    if (owner === thread.tid) return -EDEADLK;
    const state = this.find(key);
    // Its owner died, and nobody waited.
    if (state !== null && state.users === 0 && state.mutex.owner === null) state.drop();
    else if (state !== null) return -EAGAIN;
    if (owner !== 0) return -EAGAIN;
    // A dead owner's mark stays: the new one has to make the lock consistent.
    return thread.aspace.write32(word.va, thread.tid | (value & FUTEX_OWNER_DIED));
  }

  /** The state of a futex that another thread holds; made on its behalf when there is none. */
  private stateFor(thread: UserThread, word: FutexWord, key: FutexKey): PiState | number {
    const value = thread.aspace.read32(word.va);
    if (value < 0) return value;
    const known = this.find(key);
    const owner = thread.lwp.system.findThread(value & FUTEX_TID_MASK);
    if (known === null && owner === null) return -ESRCH;
    const error = thread.aspace.write32(word.va, value | FUTEX_WAITERS);
    if (error < 0) return error;
    if (known !== null) return known;
    const mutex = new Mutex(thread.thread.kernel, "futex");
    mutex.owner = (owner as UserThread).thread;
    mutex.hold = 1;
    mutex.owner.takenMutexes.insertHead(mutex.takenLink);
    return this.enter(key, mutex);
  }

  /** The mutex was handed over: the word says so. */
  private claim(thread: UserThread, word: FutexWord): void {
    const value = thread.aspace.read32(word.va);
    const died = value < 0 ? 0 : value & FUTEX_OWNER_DIED;
    // While the kernel keeps the state the owner has to ask it to unlock.
    thread.aspace.write32(word.va, thread.tid | died | FUTEX_WAITERS);
  }

  private find(key: FutexKey): PiState | null {
    const table = key.space === null ? this.shared : this.spaces.get(key.space);
    return table?.get(key.address) ?? null;
  }

  private enter(key: FutexKey, mutex: Mutex): PiState {
    const table = this.tableFor(key);
    const { space, address } = key;
    const drop = (): void => {
      if (table.get(address) !== state) return;
      table.delete(address);
      if (space !== null && table.size === 0) this.spaces.delete(space);
      mutex.detach();
    };
    const state: PiState = { mutex, users: 0, drop };
    table.set(address, state);
    return state;
  }

  private tableFor(key: FutexKey): Map<number, PiState> {
    if (key.space === null) return this.shared;
    let table = this.spaces.get(key.space);
    if (table === undefined) {
      table = new Map();
      this.spaces.set(key.space, table);
    }
    return table;
  }
}

/** Mutexes count time-outs in ticks. */
function ticksUntil(thread: UserThread, deadlineNs: number): number {
  const { kernel } = thread.thread;
  if (deadlineNs === Infinity) return WAITING_FOREVER;
  return Math.max(0, Math.ceil(deadlineNs / kernel.tickNs) - kernel.tick());
}
