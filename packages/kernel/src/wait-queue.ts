// Threads that wait for something to change, with no state of its own: check the condition, then wait, in
// a loop; nothing runs in between. Also takes waiters that are not threads (epoll and the like).
// RT-Thread: rt_wqueue_* in components/drivers/ipc/waitqueue.c.

import { EINTR, ETIMEDOUT } from "@keel/abi";
import { List, ListNode } from "@keel/klib";
import { type Blocking, BlockingCall, type WaitKind, YIELDED } from "./blocking.ts";
import { refuseContext, waitIn } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Thread } from "./thread.ts";

/** A place in a queue; `wake` is called at each wake-up and says whether this waiter counts as woken. */
export class Waiter {
  readonly wake: () => boolean;
  readonly link: ListNode<Waiter>;

  constructor(wake: () => boolean) {
    this.wake = wake;
    this.link = new ListNode<Waiter>(this);
  }
}

export class WaitQueue {
  private readonly scheduler: Scheduler;
  private readonly waiters: List<Waiter> = new List<Waiter>();

  constructor(kernel: Kernel) {
    this.scheduler = kernel.scheduler;
  }

  /** Whether nobody is in it. */
  get isEmpty(): boolean {
    return this.waiters.isEmpty;
  }

  /** Waits for a wake-up until `deadlineNs`: 0, -ETIMEDOUT, or -EINTR when the kind lets a signal end it. */
  wait(kind: WaitKind, deadlineNs: number = Infinity): Blocking<number> {
    return new QueueWait(this.scheduler, [this], kind, deadlineNs);
  }

  /** Wakes up to `count` waiters, first in line first; returns how many. ISR allowed. */
  wakeup(count: number = 1): number {
    const { head } = this.waiters;
    let woken = 0;
    let node = head.next;
    while (node !== head && woken < count) {
      const waiter = node.owner;
      node = node.next;
      if (waiter.wake()) woken++;
    }
    return woken;
  }

  /** Wakes everybody; returns how many. ISR allowed. */
  wakeupAll(): number {
    return this.wakeup(Infinity);
  }

  /** Enters a waiter that is in no queue; it stays until `remove`. Its `wake` must not change the queue. */
  add(waiter: Waiter): void {
    this.waiters.insertTail(waiter.link);
  }

  /** Takes a waiter out; harmless when it is not in. */
  remove(waiter: Waiter): void {
    waiter.link.remove();
  }
}

/** Waits until one of several queues is woken (poll, select): 0, -ETIMEDOUT or -EINTR. */
export function waitAny(
  kernel: Kernel,
  queues: readonly WaitQueue[],
  kind: WaitKind,
  deadlineNs: number = Infinity,
): Blocking<number> {
  return new QueueWait(kernel.scheduler, queues, kind, deadlineNs);
}

/**
 * Unlike other blocking calls it does not let a more urgent thread run before it waits: what that did could
 * be the very wake-up, and would be lost between the caller's check and the wait.
 */
class QueueWait extends BlockingCall<number> {
  declare private readonly scheduler: Scheduler;
  declare private readonly queues: readonly WaitQueue[];
  declare private readonly kind: WaitKind;
  declare private readonly deadlineNs: number;
  declare private readonly waiters: Waiter[];
  declare private thread: Thread | null;
  declare private wakeCount: number;

  constructor(scheduler: Scheduler, queues: readonly WaitQueue[], kind: WaitKind, deadlineNs: number) {
    super(0);
    this.scheduler = scheduler;
    this.queues = queues;
    this.kind = kind;
    this.deadlineNs = deadlineNs;
    this.waiters = [];
    this.thread = null;
    this.wakeCount = 0;
  }

  next(): IteratorResult<void, number> {
    if (this.thread !== null) {
      this.leave();
      return this.finish(this.thread.error);
    }
    const { scheduler } = this;
    if (scheduler.isCurrentClosed) return YIELDED;
    if ((scheduler.interruptNest | scheduler.lockNest) !== 0) {
      const refused = refuseContext(scheduler, "WaitQueue.wait", true);
      if (refused !== 0) return this.finish(refused);
    }
    if (this.deadlineNs <= scheduler.clock.now()) return this.finish(-ETIMEDOUT);
    if (waitIn(scheduler, null, this.kind, 0, this.deadlineNs) !== 0) return this.finish(-EINTR);
    this.enter(scheduler.current!);
    return YIELDED;
  }

  override return(value: number): IteratorResult<void, number> {
    this.leave();
    return super.return(value);
  }

  private enter(thread: Thread): void {
    this.thread = thread;
    this.wakeCount = thread.wakeCount;
    for (const queue of this.queues) {
      const waiter = new Waiter(() => this.wake(thread));
      this.waiters.push(waiter);
      queue.add(waiter);
    }
  }

  /** False when the wait is over already, even if the thread waits for something else by now. */
  private wake(thread: Thread): boolean {
    if (!thread.isSuspended || thread.wakeCount !== this.wakeCount) return false;
    this.scheduler.wake(thread, 0);
    return true;
  }

  private leave(): void {
    for (const waiter of this.waiters) waiter.link.remove();
  }

  private finish(result: number): IteratorResult<void, number> {
    this.value = result;
    return this;
  }
}
