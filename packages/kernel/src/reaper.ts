// How threads end: at once for everybody else, their memory later. A thread that returns or is deleted gives
// up its mutexes and its places in queues and joins the defunct; the idle thread reclaims those.
// RT-Thread: rt_thread_close in src/thread.c and the defunct queue of src/defunct.c.

import { RT_THREAD_CLOSE, RT_THREAD_STAT_MASK } from "@keel/abi";
import type { Kernel } from "./kernel.ts";
import type { Thread } from "./thread.ts";

export class Reaper {
  private readonly kernel: Kernel;
  private readonly defunct: Thread[] = [];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Ends a thread that has not ended. The running one is finished off when its body has come back. */
  close(thread: Thread): void {
    const { scheduler } = this.kernel;
    const isRunning = thread === scheduler.current;
    if (isRunning && scheduler.lockNest > 0)
      this.kernel.panic(`thread ${thread.name} ends with the scheduler locked`);
    scheduler.withdraw(thread);
    thread.stat = (thread.stat & ~RT_THREAD_STAT_MASK) | RT_THREAD_CLOSE;
    this.releaseMutexes(thread);
    scheduler.trace?.event(scheduler.clock.now(), "exit", thread.name, "");
    if (!isRunning) this.finish(thread);
  }

  /** Last step of an ended thread, once none of its code is on the host's stack. */
  finish(thread: Thread): void {
    thread.body.dispose?.(thread);
    this.defunct.push(thread);
    this.kernel.idle.wake();
    thread.onExit?.(thread);
  }

  /** Removes the ended threads from the object table and calls their clean-ups. For the idle thread. */
  reclaim(): void {
    for (let thread = this.defunct.shift(); thread !== undefined; thread = this.defunct.shift()) {
      thread.cleanup?.(thread);
      this.kernel.objects.detach(thread);
    }
  }

  private releaseMutexes(thread: Thread): void {
    thread.pendingMutex?.dropThread(thread);
    for (const mutex of thread.takenMutexes) mutex.abandon();
  }
}
