// The date: an epoch plus the time since power-on. It is kept as seconds and nanoseconds, since
// today's date in nanoseconds needs 61 bits, and CLOCK_REALTIME is to be exact. Boards offer it to
// the file systems as dfs's WALL_CLOCK.

import type { WallClock } from "@keel/dfs";
import type { Kernel } from "@keel/kernel";

/** 2026-01-01 00:00:00 UTC: when the machine was switched on, unless the board says otherwise. */
export const DEFAULT_EPOCH_SECONDS = 1_767_225_600;

const NS_PER_SEC = 1_000_000_000;

export class RealtimeClock implements WallClock {
  private readonly kernel: Kernel;
  /** The date at power-on: whole seconds and nanoseconds below one second. */
  private seconds: number;
  private nanoseconds: number;

  constructor(kernel: Kernel, epochSeconds: number = DEFAULT_EPOCH_SECONDS) {
    this.kernel = kernel;
    this.seconds = epochSeconds;
    this.nanoseconds = 0;
  }

  /** Seconds of the date at power-on; adding `kernel.now()` to it and `epochNs` gives today's. */
  get epochSeconds(): number {
    return this.seconds;
  }

  get epochNs(): number {
    return this.nanoseconds;
  }

  /** Nanoseconds since the epoch, rounded to what a double holds (256 ns). */
  nowNs(): number {
    return this.seconds * NS_PER_SEC + this.nanoseconds + this.kernel.now();
  }

  /** Sets the date. What counts on the kernel's own clock (sleeps, timers) is not moved. */
  set(seconds: number, nanoseconds: number): void {
    const now = this.kernel.now();
    const uptimeSeconds = Math.floor(now / NS_PER_SEC);
    const rest = nanoseconds - (now - uptimeSeconds * NS_PER_SEC);
    const borrow = rest < 0 ? 1 : 0;
    this.seconds = seconds - uptimeSeconds - borrow;
    this.nanoseconds = rest + borrow * NS_PER_SEC;
  }
}
