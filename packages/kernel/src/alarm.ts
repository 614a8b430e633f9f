// A one-shot deadline with nanosecond precision, for whoever cannot wait for a tick: interval timers,
// timer descriptors, drivers. The callback runs in interrupt context. RT-Thread's nearest: ktime's hrtimer.

import { TimerNode } from "@keel/klib";
import type { Expirable } from "./expirable.ts";
import type { Kernel } from "./kernel.ts";
import type { Scheduler } from "./scheduler.ts";

export class Alarm implements Expirable {
  private readonly scheduler: Scheduler;
  private readonly callback: () => void;
  private readonly node: TimerNode<Expirable>;

  constructor(kernel: Kernel, callback: () => void) {
    this.scheduler = kernel.scheduler;
    this.callback = callback;
    this.node = new TimerNode<Expirable>(this);
  }

  get isSet(): boolean {
    return this.node.isQueued;
  }

  /** When it will ring, Infinity when it is not set. */
  get atNs(): number {
    return this.node.isQueued ? this.node.deadlineNs : Infinity;
  }

  /** Sets or moves it; a time that has passed already rings at once. ISR allowed. */
  setAt(ns: number): void {
    this.scheduler.timers.remove(this.node);
    this.scheduler.startTimer(this.node, ns);
  }

  /** Whether it was set. ISR allowed. */
  cancel(): boolean {
    return this.scheduler.timers.remove(this.node);
  }

  expire(): void {
    this.callback();
  }
}
