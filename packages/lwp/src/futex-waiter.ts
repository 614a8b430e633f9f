// FutexWaiter: a thread's place in a futex queue. Every thread owns one, and waits in at most one queue.

import { type Kernel, WaitQueue } from "@keel/kernel";
import type { UserThread } from "./user-thread.ts";

/** The waiters of one futex, the most urgent first, in order of arrival among equals. */
export interface FutexQueue {
  readonly waiters: FutexWaiter[];
  /** Takes itself out of its table when it is empty. */
  readonly drop: () => void;
}

export class FutexWaiter {
  readonly thread: UserThread;
  /** Where the thread sleeps: its own, so that a requeue need not touch the sleep. */
  readonly sleep: WaitQueue;
  /** The queue it stands in; null once it has been woken. */
  queue: FutexQueue | null = null;
  bitset: number = 0;
  /** Frame of a shared futex, held so that the key stays this futex's; 0 for a private one. */
  heldFrame: number = 0;

  constructor(kernel: Kernel, thread: UserThread) {
    this.thread = thread;
    this.sleep = new WaitQueue(kernel);
  }
}
