// One thread waits until somebody says that it is done, before or after. RT-Thread: rt_completion_*.

import { EBUSY, ETIMEDOUT } from "@keel/abi";
import { type Blocking, WAIT_UNINTERRUPTIBLE, type WaitKind, WAITING_FOREVER } from "./blocking.ts";
import { deadlineOf } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import { WaitQueue } from "./wait-queue.ts";

export class Completion {
  private readonly kernel: Kernel;
  private readonly queue: WaitQueue;
  private isDone = false;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.queue = new WaitQueue(kernel);
  }

  /** Waits for `done` and uses it up: 0, -ETIMEDOUT, -EINTR, or -EBUSY if another thread waits already. */
  *wait(timeoutTicks: number = WAITING_FOREVER, kind: WaitKind = WAIT_UNINTERRUPTIBLE): Blocking<number> {
    if (!this.isDone) {
      if (!this.queue.isEmpty) return -EBUSY;
      if (timeoutTicks === 0) return -ETIMEDOUT;
      const deadlineNs = deadlineOf(this.kernel.scheduler, timeoutTicks);
      while (!this.isDone) {
        const result = yield* this.queue.wait(kind, deadlineNs);
        if (result !== 0 && !this.isDone) return result;
      }
    }
    this.isDone = false;
    return 0;
  }

  /** Completes: the waiter, or the next one to come, goes on. ISR allowed. */
  done(): void {
    this.isDone = true;
    this.queue.wakeup();
  }
}
