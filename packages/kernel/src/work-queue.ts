// A thread that does pieces of work for others, now or later: for interrupt handlers that have more to do
// than they may. RT-Thread: rt_workqueue_* in components/drivers/ipc/workqueue.c.

import { EBUSY } from "@keel/abi";
import { List, ListNode } from "@keel/klib";
import { Alarm } from "./alarm.ts";
import { type Blocking, isBlocking, type MayBlock, WAIT_UNINTERRUPTIBLE } from "./blocking.ts";
import type { Kernel } from "./kernel.ts";
import type { Thread } from "./thread.ts";
import { WaitQueue } from "./wait-queue.ts";

/** One piece of work; may be submitted again and again, but is queued at most once. */
export class Work {
  /** Runs in the queue's thread and may block, at the cost of what is queued behind. */
  readonly run: (work: Work) => MayBlock<unknown>;
  readonly link: ListNode<Work>;
  /** Queues it when its delay is over. */
  readonly alarm: Alarm;
  /** Where it is queued or delayed. */
  queue: WorkQueue | null;

  constructor(kernel: Kernel, run: (work: Work) => MayBlock<unknown>) {
    this.run = run;
    this.link = new ListNode<Work>(this);
    this.alarm = new Alarm(kernel, () => this.queue?.submit(this));
    this.queue = null;
  }

  get isPending(): boolean {
    return this.link.isLinked || this.alarm.isSet;
  }
}

export interface WorkQueueOptions {
  readonly name: string;
  readonly priority: number;
  readonly stackSize?: number;
}

export class WorkQueue {
  readonly thread: Thread;
  private readonly kernel: Kernel;
  private readonly pending: List<Work> = new List<Work>();
  private readonly delayed: Set<Work> = new Set();
  private readonly arrival: WaitQueue;
  private readonly end: WaitQueue;
  private running: Work | null = null;

  constructor(kernel: Kernel, options: WorkQueueOptions) {
    this.kernel = kernel;
    this.arrival = new WaitQueue(kernel);
    this.end = new WaitQueue(kernel);
    this.thread = kernel.createThread({ ...options, entry: () => this.serve() });
    this.thread.startup();
  }

  /** Queues `work` behind all other after `delayTicks`; what was pending starts over. 0. ISR allowed. */
  submit(work: Work, delayTicks = 0): number {
    this.withdraw(work);
    work.queue = this;
    if (delayTicks > 0) {
      this.delayed.add(work);
      work.alarm.setAt(this.kernel.scheduler.deadlineAfter(delayTicks));
    } else {
      this.pending.insertTail(work.link);
      this.arrival.wakeup();
    }
    return 0;
  }

  /** Queues `work` before all other. 0. ISR allowed. */
  urgent(work: Work): number {
    this.withdraw(work);
    work.queue = this;
    this.pending.insertHead(work.link);
    this.arrival.wakeup();
    return 0;
  }

  /** Takes pending work back: 0, or -EBUSY while it runs (a later submission of it is taken back all the same). */
  cancel(work: Work): number {
    this.withdraw(work);
    return this.running === work ? -EBUSY : 0;
  }

  /** `cancel`, and waits for the end of work that runs. Not from within that work. */
  *cancelSync(work: Work): Blocking<number> {
    this.withdraw(work);
    while (this.running === work) yield* this.end.wait(WAIT_UNINTERRUPTIBLE);
    return 0;
  }

  /** Takes all pending work back. */
  cancelAll(): void {
    for (const work of this.pending) this.withdraw(work);
    for (const work of this.delayed) this.withdraw(work);
  }

  /** Takes all work back and ends the thread, in the middle of what it does. */
  destroy(): void {
    this.cancelAll();
    this.thread.delete();
  }

  private withdraw(work: Work): void {
    work.queue?.forget(work);
  }

  private forget(work: Work): void {
    work.link.remove();
    work.alarm.cancel();
    this.delayed.delete(work);
    work.queue = null;
  }

  private *serve(): Blocking<void> {
    for (;;) {
      const work = this.pending.first();
      if (work === null) {
        yield* this.arrival.wait(WAIT_UNINTERRUPTIBLE);
        continue;
      }
      this.forget(work);
      this.running = work;
      const result = work.run(work);
      if (isBlocking<unknown>(result)) yield* result;
      this.running = null;
      this.end.wakeupAll();
    }
  }
}
