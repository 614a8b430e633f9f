// Mutual exclusion with an owner, recursion and transitive priority inheritance. Waiters queue by priority,
// whatever the flag says. RT-Thread: rt_mutex_* in src/ipc.c. @hotpath

import {
  EINVAL,
  ENOSPC,
  ERROR,
  ETIMEDOUT,
  RT_IPC_FLAG_PRIO,
  RT_MUTEX_HOLD_MAX,
  RT_OBJECT_CLASS_MUTEX,
} from "@keel/abi";
import { assert, ListNode } from "@keel/klib";
import {
  type Blocking,
  BlockingCall,
  WAIT_UNINTERRUPTIBLE,
  type WaitKind,
  WAITING_FOREVER,
  YIELDED,
} from "./blocking.ts";
import { deadlineOf, IpcObject, refuseContext, waitIn } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import { entitledPriority, PRIORITY_NONE, updatePriority } from "./priority-inheritance.ts";
import type { Thread } from "./thread.ts";

export class Mutex extends IpcObject {
  owner: Thread | null;
  /** How often the owner has taken it. */
  hold: number;
  /** Priority that a holder is raised to at take; PRIORITY_NONE: none. */
  ceiling: number;
  /** Priority of the most urgent waiter, PRIORITY_NONE without one. */
  waiterPriority: number;
  /** Place in the owner's list of held mutexes. */
  readonly takenLink: ListNode<Mutex>;

  constructor(kernel: Kernel, name: string) {
    super(kernel, RT_OBJECT_CLASS_MUTEX, name, RT_IPC_FLAG_PRIO);
    this.owner = null;
    this.hold = 0;
    this.ceiling = PRIORITY_NONE;
    this.waiterPriority = PRIORITY_NONE;
    this.takenLink = new ListNode<Mutex>(this);
  }

  /**
   * Takes the mutex, again if the caller holds it, waiting up to `timeoutTicks`. 0, -ETIMEDOUT, -EINTR,
   * -ENOSPC (EFULL) at 255 holds, or -ERROR when the mutex goes away.
   */
  take(timeoutTicks: number = WAITING_FOREVER, kind: WaitKind = WAIT_UNINTERRUPTIBLE): Blocking<number> {
    return new MutexTake(this, timeoutTicks, kind);
  }

  /** Takes it if that needs no waiting: 0, -ETIMEDOUT, or -ENOSPC at 255 holds. Cannot block. Threads only. */
  tryTake(): number {
    const scheduler = this.scheduler;
    const thread = scheduler.current;
    const { hooks } = scheduler;
    if (scheduler.interruptNest !== 0) refuseContext(scheduler, "Mutex.tryTake", false);
    assert(thread !== null, "a mutex is taken outside of any thread");
    if (hooks.objectTrytake !== null) hooks.objectTrytake(this);
    if (this.owner === thread) {
      if (this.hold >= RT_MUTEX_HOLD_MAX) return -ENOSPC;
      this.hold++;
    } else if (this.owner === null) {
      this.giveTo(thread);
      if (this.ceiling < thread.currentPriority) updatePriority(scheduler, thread, this.ceiling);
    } else {
      return -ETIMEDOUT;
    }
    if (hooks.objectTake !== null) hooks.objectTake(this);
    return 0;
  }

  /** Gives it back; the last release hands it to the first waiter. 0, or -ERROR if the caller is not the owner. */
  release(): number {
    const scheduler = this.scheduler;
    if (scheduler.interruptNest !== 0) refuseContext(scheduler, "Mutex.release", false);
    if (this.owner === null || this.owner !== scheduler.current) return -ERROR;
    if (scheduler.hooks.objectPut !== null) scheduler.hooks.objectPut(this);
    if (--this.hold === 0) this.handOver(this.owner);
    return 0;
  }

  /** Sets the ceiling (a priority, or PRIORITY_NONE) and returns the one before. -EINVAL if out of range. */
  setPriorityCeiling(priority: number): number {
    if (priority !== PRIORITY_NONE && !(priority >= 0 && priority < this.kernel.config.priorityMax))
      return -EINVAL;
    const before = this.ceiling;
    this.ceiling = priority;
    if (this.owner !== null) this.refreshOwner(this.owner);
    return before;
  }

  getPriorityCeiling(): number {
    return this.ceiling;
  }

  /** Mutexes have no controls: -EINVAL. */
  control(_command: number, _arg = 0): number {
    return -EINVAL;
  }

  /** Strikes a waiting thread off; the owner may have to go back to a lower priority. Waking it is the caller's. */
  dropThread(thread: Thread): void {
    thread.pendingMutex = null;
    thread.queueLink.remove();
    this.refreshWaiterPriority();
    if (this.owner !== null) this.refreshOwner(this.owner);
  }

  /** Recomputes `waiterPriority` from the queue. */
  refreshWaiterPriority(): void {
    const first = this.waiters.first();
    this.waiterPriority = first === null ? PRIORITY_NONE : first.currentPriority;
  }

  /** The owner ends without releasing: passes the mutex on as if it had. */
  abandon(): void {
    if (this.owner === null) return;
    this.hold = 0;
    this.handOver(this.owner);
  }

  /** Waiters get -ERROR; the owner loses it. */
  override detach(): void {
    for (const thread of this.waiters) thread.pendingMutex = null;
    this.scheduler.wakeAll(this.waiters, -ERROR);
    const { owner } = this;
    this.owner = null;
    this.hold = 0;
    this.takenLink.remove();
    this.waiterPriority = PRIORITY_NONE;
    if (owner !== null) this.refreshOwner(owner);
    super.detach();
  }

  /** `thread` waits for this mutex from now on: raises the owner, and whom that waits for. */
  enterClaim(thread: Thread): void {
    thread.pendingMutex = this;
    const priority = thread.currentPriority;
    if (priority >= this.waiterPriority) return;
    this.waiterPriority = priority;
    if (this.owner !== null && priority < this.owner.currentPriority) {
      updatePriority(this.scheduler, this.owner, priority);
    }
  }

  private giveTo(thread: Thread): void {
    this.owner = thread;
    this.hold = 1;
    thread.takenMutexes.insertHead(this.takenLink);
  }

  private handOver(from: Thread): void {
    this.takenLink.remove();
    // Only a mutex that had a say in the owner's priority takes it back: so a priority set by hand lives
    // until then, as in RT-Thread.
    if (this.ceiling !== PRIORITY_NONE || from.currentPriority === this.waiterPriority)
      this.refreshOwner(from);
    const next = this.waiters.first();
    if (next === null) {
      this.owner = null;
      this.waiterPriority = PRIORITY_NONE;
      return;
    }
    next.queueLink.remove();
    next.pendingMutex = null;
    this.giveTo(next);
    this.refreshWaiterPriority();
    const entitled = entitledPriority(next);
    if (entitled < next.currentPriority) updatePriority(this.scheduler, next, entitled);
    this.scheduler.wake(next, 0);
  }

  private refreshOwner(owner: Thread): void {
    const entitled = entitledPriority(owner);
    if (entitled !== owner.currentPriority) updatePriority(this.scheduler, owner, entitled);
  }
}

class MutexTake extends BlockingCall {
  declare private readonly mutex: Mutex;
  declare private readonly timeoutTicks: number;
  declare private readonly kind: WaitKind;
  declare private isWaiting: boolean;

  constructor(mutex: Mutex, timeoutTicks: number, kind: WaitKind) {
    super();
    this.mutex = mutex;
    this.timeoutTicks = timeoutTicks;
    this.kind = kind;
    this.isWaiting = false;
  }

  next(): IteratorResult<void, number> {
    const mutex = this.mutex;
    const scheduler = mutex.scheduler;
    if (this.isWaiting) {
      this.value = scheduler.current!.error;
      if (this.value === 0 && scheduler.hooks.objectTake !== null) scheduler.hooks.objectTake(mutex);
      return this;
    }
    if (scheduler.mustSwitchFirst) return YIELDED;
    if ((scheduler.interruptNest | scheduler.lockNest) !== 0) {
      const refused = refuseContext(scheduler, "Mutex.take", mutex.owner !== null && this.timeoutTicks !== 0);
      if (refused !== 0) return this.finish(refused);
    }
    const taken = mutex.tryTake();
    if (taken !== -ETIMEDOUT || this.timeoutTicks === 0) return this.finish(taken);
    const deadlineNs = this.timeoutTicks < 0 ? Infinity : deadlineOf(scheduler, this.timeoutTicks);
    const refused = waitIn(scheduler, mutex.waiters, this.kind, RT_IPC_FLAG_PRIO, deadlineNs);
    if (refused !== 0) return this.finish(refused);
    mutex.enterClaim(scheduler.current!);
    this.isWaiting = true;
    return YIELDED;
  }

  private finish(result: number): IteratorResult<void, number> {
    this.value = result;
    return this;
  }
}
