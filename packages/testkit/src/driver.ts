// Drives a board through virtual time: to a point in time, or until something has happened. Idle time is skipped;
// what happens and when depends on the board, its seed and what the test does to it, never on this host's speed.

import type { Kernel } from "@keel/kernel";

/** How a drive ended: */
export type DriveEnd =
  /** what was waited for has happened; */
  | "done"
  /** the time is over; */
  | "time over"
  /** the board is powered off; */
  | "halted"
  /** every thread waits for something that can no longer happen by itself. */
  | "stuck";

/** A board that computes without a word is looked at this often, ns of its time. */
const SLICE_NS = 1_000_000;

export class Driver {
  readonly #kernel: Kernel;
  #isHalted = false;
  #hasBeenIdle = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The board is off: by itself, by the test, or by a panic. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** Everything that starts by itself has started and waits. */
  get hasBeenIdle(): boolean {
    return this.#hasBeenIdle;
  }

  /** Makes a drive under way look whether it is done. Any context. */
  lookSoon(): void {
    this.#kernel.stop();
  }

  /** Switches the board off: `poweroff` halts its kernel. */
  switchOff(poweroff: () => void): void {
    poweroff();
    this.#isHalted = this.#kernel.run(this.#kernel.now()).reason === "halted";
  }

  /** Runs the board for `ns`, or until it is off. */
  advance(ns: number): void {
    const untilNs = this.#kernel.now() + ns;
    const end = this.until(untilNs, () => false);
    if (end === "stuck") this.#skipTo(untilNs);
  }

  /** Runs the board until `isDone`, its clock reads `untilNs`, or nothing more can come. */
  until(untilNs: number, isDone: () => boolean): DriveEnd {
    const kernel = this.#kernel;
    for (;;) {
      if (isDone()) return "done";
      if (this.#isHalted) return "halted";
      const now = kernel.now();
      if (now >= untilNs) return "time over";
      const stop = kernel.run(Math.min(now + SLICE_NS, untilNs));
      if (stop.reason === "halted") this.#isHalted = true;
      if (stop.reason !== "idle") continue;
      this.#hasBeenIdle = true;
      if (isDone()) return "done";
      if (stop.nextNs === Infinity) return "stuck";
      this.#skipTo(Math.min(stop.nextNs, untilNs));
    }
  }

  #skipTo(ns: number): void {
    const { clock } = this.#kernel;
    if (ns > clock.now()) clock.spend(ns - clock.now());
  }
}
