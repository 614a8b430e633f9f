// The idle thread: runs when nobody else can, reclaims ended threads, calls the idle hooks, and tells the
// host when to come back. RT-Thread: src/idle.c.

import { ENOSPC, ENOSYS, RT_THREAD_RUNNING } from "@keel/abi";
import type { Blocking } from "./blocking.ts";
import type { Kernel } from "./kernel.ts";
import type { Thread } from "./thread.ts";

const IDLE_TICKS = 32;

export class Idle {
  /** The thread, once it exists. */
  thread: Thread | null = null;
  /** The present idle period has had its pass. */
  hasPassed = false;
  private readonly kernel: Kernel;
  private readonly hooks: (() => void)[] = [];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Creates thread `tidle0`. Start-up does it; without start-up, the first run. */
  startThread(): void {
    if (this.thread !== null) return;
    const { config } = this.kernel;
    this.thread = this.kernel.createThread({
      name: "tidle0",
      priority: config.priorityMax - 1,
      tick: IDLE_TICKS,
      stackSize: config.idleThreadStackSize,
      entry: () => this.run(),
    });
    this.thread.startup();
  }

  /** Adds a hook: 0, or -ENOSPC (EFULL) when there are `idleHookMax` already. */
  addHook(hook: () => void): number {
    if (this.hooks.length >= this.kernel.config.idleHookMax) return -ENOSPC;
    this.hooks.push(hook);
    this.wake();
    return 0;
  }

  /** Removes a hook: 0, or -ENOSYS if it is not there. */
  removeHook(hook: () => void): number {
    const place = this.hooks.indexOf(hook);
    if (place < 0) return -ENOSYS;
    this.hooks.splice(place, 1);
    return 0;
  }

  /** There is something to do for idle in this period. */
  wake(): void {
    this.hasPassed = false;
  }

  /** Whether the processor is idle and idle has nothing left to do. */
  isResting(): boolean {
    const { thread } = this;
    return this.hasPassed && thread !== null && thread.state === RT_THREAD_RUNNING;
  }

  /**
   * DEVIATION: RT-Thread's idle thread calls the hooks over and over. Here idle time is skipped, not burnt:
   * the hooks are called once each time the system goes idle.
   */
  private *run(): Blocking<void> {
    for (;;) {
      this.hasPassed = true;
      this.kernel.reaper.reclaim();
      for (const hook of this.hooks.slice()) hook();
      yield* this.kernel.yield_();
    }
  }
}
