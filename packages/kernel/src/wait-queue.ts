// Threads that wait for something to change, with no state of its own: check the condition, then wait, in
// a loop; nothing runs in between. Also takes waiters that are not threads (epoll and the like).
// RT-Thread: rt_wqueue_* in components/drivers/ipc/waitqueue.c. @hotpath

import { EINTR, ETIMEDOUT } from "@keel/abi";
import { List, ListNode } from "@keel/klib";
import { type Blocking, BlockingCall, type WaitKind, YIELDED } from "./blocking.ts";
import { refuseContext, waitIn } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Thread } from "./thread.ts";

/** What can be woken. */
export interface Wakeable {
  /** Called at each wake-up of the queue: says whether it counts as woken. Must not change the queue. */
  wake(): boolean;
}

/** A place in a queue for whoever is not a waiting thread. */
export class Waiter implements Wakeable {
  readonly wake: () => boolean;
  readonly link: ListNode<Wakeable>;

  constructor(wake: () => boolean) {
    this.wake = wake;
    this.link = new ListNode<Wakeable>(this);
  }
}

export class WaitQueue {
  /** First in line first. */
  readonly waiters: List<Wakeable> = new List<Wakeable>();
  private readonly scheduler: Scheduler;

  constructor(kernel: Kernel) {
    this.scheduler = kernel.scheduler;
  }

  /** Whether nobody is in it. */
  get isEmpty(): boolean {
    return this.waiters.isEmpty;
  }

  /** Waits for a wake-up until `deadlineNs`: 0, -ETIMEDOUT, or -EINTR when the kind lets a signal end it. */
  wait(kind: WaitKind, deadlineNs: number = Infinity): Blocking<number> {
    return new QueueWait(this.scheduler, this, kind, deadlineNs);
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

  /** Enters a waiter that is in no queue; it stays until `remove`. */
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
  return new AnyWait(kernel.scheduler, queues, kind, deadlineNs);
}

/**
 * A thread's wait. Unlike other blocking calls it does not let a more urgent thread run before it waits: what
 * that did could be the very wake-up, and would be lost between the caller's check and the wait.
 */
abstract class ThreadWait extends BlockingCall implements Wakeable {
  declare private readonly scheduler: Scheduler;
  declare private readonly kind: WaitKind;
  declare private readonly deadlineNs: number;
  declare private thread: Thread | null;
  /** The thread's wakeCount during this wait: a later one is another wait. */
  declare private wakeCount: number;

  protected constructor(scheduler: Scheduler, kind: WaitKind, deadlineNs: number) {
    super();
    this.scheduler = scheduler;
    this.kind = kind;
    this.deadlineNs = deadlineNs;
    this.thread = null;
    this.wakeCount = 0;
  }

  /** Links this wait into its queues. */
  protected abstract enter(): void;
  /** Unlinks it. */
  protected abstract leave(): void;

  next(): IteratorResult<void, number> {
    if (this.thread !== null) {
      this.leave();
      return this.finish(this.thread.error);
    }
    const scheduler = this.scheduler;
    if (scheduler.isCurrentClosed) return YIELDED;
    if ((scheduler.interruptNest | scheduler.lockNest) !== 0) {
      const refused = refuseContext(scheduler, "WaitQueue.wait", true);
      if (refused !== 0) return this.finish(refused);
    }
    if (this.deadlineNs <= scheduler.clock.now()) return this.finish(-ETIMEDOUT);
    if (waitIn(scheduler, null, this.kind, 0, this.deadlineNs) !== 0) return this.finish(-EINTR);
    this.thread = scheduler.current!;
    this.wakeCount = this.thread.wakeCount;
    this.enter();
    return YIELDED;
  }

  /** False when the wait is over already, even if the thread waits for something else by now. */
  wake(): boolean {
    const thread = this.thread!;
    if (!thread.isSuspended || thread.wakeCount !== this.wakeCount) return false;
    this.scheduler.wake(thread, 0);
    return true;
  }

  override return(value: number): IteratorResult<void, number> {
    this.leave();
    return super.return(value);
  }

  private finish(result: number): IteratorResult<void, number> {
    this.value = result;
    return this;
  }
}

class QueueWait extends ThreadWait {
  declare private readonly queue: WaitQueue;
  declare private readonly link: ListNode<Wakeable>;

  constructor(scheduler: Scheduler, queue: WaitQueue, kind: WaitKind, deadlineNs: number) {
    super(scheduler, kind, deadlineNs);
    this.queue = queue;
    this.link = new ListNode<Wakeable>(this);
  }

  protected enter(): void {
    this.queue.waiters.insertTail(this.link);
  }

  protected leave(): void {
    this.link.remove();
  }
}

class AnyWait extends ThreadWait {
  declare private readonly queues: readonly WaitQueue[];
  declare private readonly links: ListNode<Wakeable>[];

  constructor(scheduler: Scheduler, queues: readonly WaitQueue[], kind: WaitKind, deadlineNs: number) {
    super(scheduler, kind, deadlineNs);
    this.queues = queues;
    this.links = [];
  }

  protected enter(): void {
    for (const queue of this.queues) {
      const link = new ListNode<Wakeable>(this);
      this.links.push(link);
      queue.waiters.insertTail(link);
    }
  }

  protected leave(): void {
    for (const link of this.links) link.remove();
  }
}
