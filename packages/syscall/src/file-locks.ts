// FileLocks: advisory locks on files: fcntl record locks, which belong to a process (or, F_OFD_…,
// to an open file) and cover bytes, and flock locks, which belong to an open file and cover all of
// it. The two kinds do not see each other, as on Linux.

import { EAGAIN, EDEADLK } from "@keel/abi";
import type { File, Vnode } from "@keel/dfs";
import {
  type Blocking,
  type Kernel,
  type MayBlock,
  WAIT_INTERRUPTIBLE,
  WaitQueue,
  waitAny,
} from "@keel/kernel";
import { Lwp, type LwpSystem } from "@keel/lwp";
import { type RecordLock, RecordLocks } from "./record-locks.ts";

/** A process, or an open file: who a record lock belongs to. */
export type LockOwner = Lwp | File;

/** The locks of one file. */
class VnodeLocks {
  readonly records: RecordLocks<LockOwner> = new RecordLocks();
  /** Holders of flock locks: several shared ones or one exclusive one. */
  readonly holders: Map<File, boolean> = new Map();
  /** Woken when a lock goes. */
  readonly queue: WaitQueue;

  constructor(kernel: Kernel) {
    this.queue = new WaitQueue(kernel);
  }

  flockConflict(file: File, isExclusive: boolean): boolean {
    for (const [holder, holdsExclusive] of this.holders) {
      if (holder !== file && (isExclusive || holdsExclusive)) return true;
    }
    return false;
  }
}

export class FileLocks {
  private readonly system: LwpSystem;
  private readonly kernel: Kernel;
  private readonly byVnode: WeakMap<Vnode, VnodeLocks> = new WeakMap();
  /** Who waits for whose record lock: a cycle in it would be a deadlock. */
  private readonly waitsFor: Map<LockOwner, LockOwner> = new Map();

  constructor(system: LwpSystem) {
    this.system = system;
    this.kernel = system.kernel;
  }

  /** The lock that stands in the way of this one, or null. */
  conflict(vnode: Vnode, wanted: RecordLock<LockOwner>): RecordLock<LockOwner> | null {
    const locks = this.byVnode.get(vnode);
    if (locks === undefined) return null;
    if (locks.records.prune(isGone)) locks.queue.wakeupAll();
    return locks.records.conflict(wanted.owner, wanted.start, wanted.end, wanted.isExclusive);
  }

  /** F_SETLK: 0 or -EAGAIN. */
  trySet(vnode: Vnode, wanted: RecordLock<LockOwner>): number {
    if (this.conflict(vnode, wanted) !== null) return -EAGAIN;
    const locks = this.locksOf(vnode);
    locks.records.add(wanted);
    // A write lock that became a read lock lets readers in.
    if (!wanted.isExclusive) locks.queue.wakeupAll();
    return 0;
  }

  /** F_SETLKW: waits until it can have the range. 0, -EINTR, -EDEADLK. */
  set(vnode: Vnode, wanted: RecordLock<LockOwner>): MayBlock<number> {
    return this.trySet(vnode, wanted) === 0 ? 0 : this.setSlow(vnode, wanted);
  }

  private *setSlow(vnode: Vnode, wanted: RecordLock<LockOwner>): Blocking<number> {
    const locks = this.locksOf(vnode);
    for (;;) {
      const obstacle = this.conflict(vnode, wanted);
      if (obstacle === null) return this.trySet(vnode, wanted);
      if (this.wouldDeadlock(wanted.owner, obstacle.owner)) return -EDEADLK;
      this.waitsFor.set(wanted.owner, obstacle.owner);
      try {
        const queues = [locks.queue];
        // A process that ends gives up its locks without coming by here.
        if (obstacle.owner instanceof Lwp) queues.push(obstacle.owner.threadQueue);
        const result = yield* waitAny(this.kernel, queues, WAIT_INTERRUPTIBLE, Infinity);
        if (result < 0) return result;
      } finally {
        this.waitsFor.delete(wanted.owner);
      }
    }
  }

  private wouldDeadlock(waiter: LockOwner, holder: LockOwner): boolean {
    let next: LockOwner | undefined = holder;
    while (next !== undefined && next !== waiter) next = this.waitsFor.get(next);
    return next === waiter;
  }

  /** F_UNLCK. */
  unset(vnode: Vnode, owner: LockOwner, start: number, end: number): void {
    const locks = this.byVnode.get(vnode);
    if (locks?.records.remove(owner, start, end)) locks.queue.wakeupAll();
  }

  /**
   * A process has closed a descriptor of `file`: POSIX takes all its record locks on what it names away, and with
   * the last descriptor of the open file goes its flock lock.
   */
  descriptorClosed(lwp: Lwp, file: File): void {
    const { vnode } = file;
    const locks = vnode === null ? undefined : this.byVnode.get(vnode);
    if (vnode === null || locks === undefined) return;
    this.unset(vnode, lwp, 0, Infinity);
    if (locks.holders.has(file) && this.usersOf(file).length === 0) this.funlock(file, vnode);
  }

  /** flock(LOCK_SH or LOCK_EX): waits for the others. 0 or -EINTR. */
  flock(file: File, vnode: Vnode, isExclusive: boolean): MayBlock<number> {
    return this.tryFlock(file, vnode, isExclusive) === 0 ? 0 : this.flockSlow(file, vnode, isExclusive);
  }

  private *flockSlow(file: File, vnode: Vnode, isExclusive: boolean): Blocking<number> {
    const locks = this.locksOf(vnode);
    // Changing a lock gives the old one up first, as Linux does.
    this.funlock(file, vnode);
    while (this.tryFlock(file, vnode, isExclusive) !== 0) {
      // Holders that end give up their locks without coming by here.
      const queues = [locks.queue];
      for (const holder of locks.holders.keys()) {
        for (const lwp of this.usersOf(holder)) queues.push(lwp.threadQueue);
      }
      const result = yield* waitAny(this.kernel, queues, WAIT_INTERRUPTIBLE, Infinity);
      if (result < 0) return result;
    }
    return 0;
  }

  /** As `flock` with LOCK_NB: 0 or -EAGAIN. */
  tryFlock(file: File, vnode: Vnode, isExclusive: boolean): number {
    const locks = this.locksOf(vnode);
    if (locks.flockConflict(file, isExclusive)) {
      for (const holder of locks.holders.keys()) {
        if (this.usersOf(holder).length === 0) this.funlock(holder, vnode);
      }
      if (locks.flockConflict(file, isExclusive)) return -EAGAIN;
    }
    locks.holders.set(file, isExclusive);
    if (!isExclusive) locks.queue.wakeupAll();
    return 0;
  }

  /** LOCK_UN, and the last close of an open file. */
  funlock(file: File, vnode: Vnode): void {
    const locks = this.byVnode.get(vnode);
    if (locks?.holders.delete(file)) locks.queue.wakeupAll();
  }

  /** The processes that have a descriptor of `file`. Looked for only when locks are in each other's way. */
  private usersOf(file: File): Lwp[] {
    const users: Lwp[] = [];
    for (const lwp of this.system.lwps()) {
      if (lwp.isZombie) continue;
      for (const [, open] of lwp.files.entries()) {
        if (open !== file) continue;
        users.push(lwp);
        break;
      }
    }
    return users;
  }

  private locksOf(vnode: Vnode): VnodeLocks {
    let locks = this.byVnode.get(vnode);
    if (locks === undefined) {
      locks = new VnodeLocks(this.kernel);
      this.byVnode.set(vnode, locks);
    }
    return locks;
  }
}

function isGone(owner: LockOwner): boolean {
  return owner instanceof Lwp && owner.isZombie;
}
