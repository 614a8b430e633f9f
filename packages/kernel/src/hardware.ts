// What the hardware side owes the kernel: when it next wants attention, and the attention itself.

import type { Kernel } from "./kernel.ts";

export interface Hardware {
  /** Time of the earliest hardware event or pending interrupt in ns, Infinity if there is none. */
  nextEventNs(): number;
  /** Runs the events that are due and dispatches interrupts through `kernel.interrupt`. */
  poll(kernel: Kernel): void;
}

/** A machine in which nothing ever happens: threads and timers only. */
export class NoHardware implements Hardware {
  nextEventNs(): number {
    return Infinity;
  }

  poll(_kernel: Kernel): void {}
}
