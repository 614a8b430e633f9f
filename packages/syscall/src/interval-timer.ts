// IntervalTimer: a timer of the POSIX kind on the kernel's clock: rings at an instant, then every
// period, and counts the rings nobody has asked about. What timerfd and timer_create are made of.

import { Alarm, type Kernel } from "@keel/kernel";
import type { ItimerValue } from "@keel/lwp";

export class IntervalTimer {
  private readonly kernel: Kernel;
  private readonly alarm: Alarm;
  private intervalNs: number = 0;
  /** The next ring; Infinity while disarmed. */
  private nextNs: number = Infinity;

  /** `onRing` is called in interrupt context with the number of periods that have ended, at least 1. */
  constructor(kernel: Kernel, onRing: (periods: number) => void) {
    this.kernel = kernel;
    this.alarm = new Alarm(kernel, () => onRing(this.advance()));
  }

  /** Time to the next ring and the period; both 0 while disarmed. */
  get setting(): ItimerValue {
    if (this.nextNs === Infinity) return { valueNs: 0, intervalNs: this.intervalNs };
    return { valueNs: Math.max(1, this.nextNs - this.kernel.now()), intervalNs: this.intervalNs };
  }

  /** Rings at `firstNs` on the kernel's clock (at once when that is past), then every `intervalNs` unless 0. */
  arm(firstNs: number, intervalNs: number): void {
    this.intervalNs = intervalNs;
    this.nextNs = firstNs;
    this.alarm.setAt(firstNs);
  }

  disarm(): void {
    this.nextNs = Infinity;
    this.intervalNs = 0;
    this.alarm.cancel();
  }

  /** The alarm has rung: how many periods are over, and the alarm set for the next. */
  private advance(): number {
    if (this.intervalNs === 0) {
      this.nextNs = Infinity;
      return 1;
    }
    const late = Math.max(0, this.kernel.now() - this.nextNs);
    const periods = 1 + Math.floor(late / this.intervalNs);
    this.nextNs += periods * this.intervalNs;
    this.alarm.setAt(this.nextNs);
    return periods;
  }
}
