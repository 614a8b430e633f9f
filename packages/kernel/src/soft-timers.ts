// The soft timers and the thread that runs them. The tick interrupt only wakes thread `timer` when the
// earliest is due. RT-Thread: the soft timer list and _timer_thread_entry in src/timer.c.

import { RT_IPC_FLAG_PRIO } from "@keel/abi";
import { type TimerNode, TimerQueue } from "@keel/klib";
import { Alarm } from "./alarm.ts";
import { type Blocking, WAITING_FOREVER } from "./blocking.ts";
import type { Expirable } from "./expirable.ts";
import type { Kernel } from "./kernel.ts";
import { Semaphore } from "./semaphore.ts";

export class SoftTimers {
  private readonly kernel: Kernel;
  private readonly queue: TimerQueue<Expirable> = new TimerQueue<Expirable>();
  private readonly alarm: Alarm;
  private due: Semaphore | null = null;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.alarm = new Alarm(kernel, () => this.due?.release());
  }

  /** Creates thread `timer`. Start-up does it; without start-up, the first soft timer. */
  startThread(): void {
    if (this.due !== null) return;
    const { kernel } = this;
    const due = new Semaphore(kernel, "stimer", 0, RT_IPC_FLAG_PRIO);
    this.due = due;
    const thread = kernel.createThread({
      name: "timer",
      priority: Math.min(kernel.config.timerThreadPriority, kernel.config.priorityMax - 1),
      stackSize: kernel.config.timerThreadStackSize,
      entry: () => this.run(due),
    });
    thread.startup();
  }

  insert(node: TimerNode<Expirable>, deadlineNs: number): void {
    this.startThread();
    this.queue.insert(node, deadlineNs);
    this.arm();
  }

  remove(node: TimerNode<Expirable>): void {
    if (this.queue.remove(node)) this.arm();
  }

  private *run(due: Semaphore): Blocking<void> {
    const { clock } = this.kernel;
    for (;;) {
      for (let node = this.queue.popDue(clock.now()); node !== null; node = this.queue.popDue(clock.now())) {
        this.arm();
        node.owner.expire();
      }
      yield* due.take(WAITING_FOREVER);
    }
  }

  private arm(): void {
    const next = this.queue.nextNs;
    if (next === Infinity) this.alarm.cancel();
    else if (next !== this.alarm.atNs) this.alarm.setAt(next);
  }
}
