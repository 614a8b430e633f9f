// Waiting for a condition that a mutex guards. RT-Thread: rt_condvar_* in components/drivers/ipc/condvar.c.

import { ERROR } from "@keel/abi";
import { type Blocking, WAIT_UNINTERRUPTIBLE, type WaitKind, WAITING_FOREVER } from "./blocking.ts";
import { deadlineOf } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import type { Mutex } from "./mutex.ts";
import { WaitQueue } from "./wait-queue.ts";

export class Condvar {
  private readonly kernel: Kernel;
  private readonly queue: WaitQueue;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.queue = new WaitQueue(kernel);
  }

  /**
   * Gives `mutex` up, waits for `signal` or `broadcast`, and takes it again before returning, whatever the
   * result: 0, -ETIMEDOUT, -EINTR, or -ERROR if the caller does not hold the mutex exactly once.
   */
  *wait(
    mutex: Mutex,
    timeoutTicks: number = WAITING_FOREVER,
    kind: WaitKind = WAIT_UNINTERRUPTIBLE,
  ): Blocking<number> {
    if (mutex.owner !== this.kernel.current || mutex.hold !== 1) return -ERROR;
    mutex.release();
    const result = yield* this.queue.wait(kind, deadlineOf(this.kernel.scheduler, timeoutTicks));
    const taken = yield* mutex.take();
    return taken === 0 ? result : taken;
  }

  /** Wakes the first waiter; whether there was one. ISR allowed. */
  signal(): boolean {
    return this.queue.wakeup() === 1;
  }

  /** Wakes all waiters; returns how many. ISR allowed. */
  broadcast(): number {
    return this.queue.wakeupAll();
  }
}
