// What semaphores, mutexes, events, mailboxes, queues and pools share: a list of waiting threads, its
// order, and the checks of context. RT-Thread: the common part of src/ipc.c.

import { EINTR, ERROR, ESCHEDISR, ESCHEDLOCKED } from "@keel/abi";
import { List, Panic } from "@keel/klib";
import { type WaitKind, WAITING_FOREVER } from "./blocking.ts";
import type { Kernel } from "./kernel.ts";
import { KObject } from "./object.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Thread } from "./thread.ts";

export abstract class IpcObject extends KObject {
  readonly kernel: Kernel;
  readonly scheduler: Scheduler;
  /** Threads that wait to take or receive. */
  readonly waiters: List<Thread>;

  /** `order`: RT_IPC_FLAG_FIFO or RT_IPC_FLAG_PRIO. */
  protected constructor(kernel: Kernel, type: number, name: string, order: number) {
    super(type, name);
    this.kernel = kernel;
    this.scheduler = kernel.scheduler;
    this.waiters = new List<Thread>();
    this.flag = order;
    kernel.objects.attach(this);
  }

  /** Names of the waiting threads, first in line first. */
  waiterNames(): string[] {
    return this.waiters.toArray().map((thread) => thread.name);
  }

  /** Takes the object out of use: whoever waits for it gets -ERROR. */
  detach(): void {
    this.scheduler.wakeAll(this.waiters, -ERROR);
    this.kernel.objects.detach(this);
  }

  /** RT-Thread's name for detaching an object made by `create`; the same here. */
  delete(): void {
    this.detach();
  }
}

/**
 * A blocking call in an interrupt or with the scheduler locked: a panic, or with `debugContext` off an
 * errno if the call would really wait. 0: go on.
 */
export function refuseContext(scheduler: Scheduler, what: string, wouldWait: boolean): number {
  const inIsr = scheduler.interruptNest > 0;
  if (scheduler.debugContext) {
    throw new Panic(`${what} ${inIsr ? "in an interrupt" : "with the scheduler locked"}`);
  }
  if (!wouldWait) return 0;
  return inIsr ? -ESCHEDISR : -ESCHEDLOCKED;
}

/**
 * Suspends the running thread in `list` until somebody wakes it or `deadlineNs` comes.
 * 0, or -EINTR when waits of this kind are off for the thread.
 */
export function waitIn(
  scheduler: Scheduler,
  list: List<Thread> | null,
  kind: WaitKind,
  order: number,
  deadlineNs: number,
): number {
  if (scheduler.suspendCurrent(list, kind, order) !== 0) return -EINTR;
  if (deadlineNs !== Infinity) scheduler.startTimer(scheduler.current!.timeout, deadlineNs);
  return 0;
}

/** The absolute end of a time-out in ticks. */
export function deadlineOf(scheduler: Scheduler, timeoutTicks: number): number {
  return timeoutTicks <= WAITING_FOREVER ? Infinity : scheduler.deadlineAfter(timeoutTicks);
}
