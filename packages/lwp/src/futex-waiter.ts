// FutexWaiter: a thread's place in a futex queue. Every thread owns one, and waits in at most one queue.

import { type Kernel, WaitQueue } from "@keel/kernel";
import type { UserThread } from "./user-thread.ts";

export class FutexWaiter {
  readonly thread: UserThread;
  readonly queue: WaitQueue;
  bitset: number = 0;

  constructor(kernel: Kernel, thread: UserThread) {
    this.thread = thread;
    this.queue = new WaitQueue(kernel);
  }
}
