// The loop that makes a kernel run: interrupts and timers that are due, then the thread whose turn it is,
// until there is nothing to do or no time left. It never polls: every body gets a deadline. @hotpath

import { RT_THREAD_CLOSE, RT_THREAD_RUNNING, RT_THREAD_STAT_MASK } from "@keel/abi";
import { BODY_EXITED } from "./body.ts";
import type { Hardware } from "./hardware.ts";
import { runInterrupt } from "./interrupts.ts";
import type { Kernel } from "./kernel.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Thread } from "./thread.ts";

/** Why `run` came back: */
export type RunReason =
  /** `untilNs` is reached; */
  | "deadline"
  /** no thread can run before `nextNs`; the host decides how that time passes; */
  | "idle"
  /** the machine is off; */
  | "halted"
  /** `stop` was called. */
  | "stopped";

export interface RunStop {
  readonly reason: RunReason;
  /** Next timer or hardware event in ns, Infinity if there is none. */
  readonly nextNs: number;
}

/** So many rounds of the loop at one instant are free; see KernelConfig.switchNs. */
const FREE_ROUNDS = 1000;
/** Timers that fire in one go, so that one that re-arms itself at once cannot stop everything else. */
const TIMER_BATCH = 1000;

export class RunLoop {
  private readonly kernel: Kernel;
  private readonly scheduler: Scheduler;
  private readonly hardware: Hardware;
  private readonly fireTimers: () => void;
  private rounds = 0;
  private chargedAtNs = -1;
  private stopReason: "stopped" | "halted" | null = null;

  constructor(kernel: Kernel, hardware: Hardware) {
    this.kernel = kernel;
    this.scheduler = kernel.scheduler;
    this.hardware = hardware;
    this.fireTimers = () => this.fireDueTimers();
  }

  /** Makes a run come back as soon as the running body does. */
  stop(reason: "stopped" | "halted"): void {
    if (this.stopReason !== "halted") this.stopReason = reason;
    this.scheduler.needResched = true;
  }

  run(untilNs: number): RunStop {
    if (this.stopReason === "stopped") this.stopReason = null;
    const reason = this.loop(untilNs);
    this.scheduler.deadlineNs = Infinity;
    return { reason, nextNs: this.nextEventNs() };
  }

  private loop(untilNs: number): RunReason {
    const { scheduler, hardware } = this;
    const { clock, timers } = scheduler;
    const { idle } = this.kernel;
    for (;;) {
      if (this.stopReason !== null) return this.stopReason;
      // A thread that blocked hands over before interrupts come, one that still runs after them.
      if (!isRunning(scheduler.current)) scheduler.reschedule();
      let now = clock.now();
      if (timers.nextNs <= now) runInterrupt(scheduler, "tick", this.fireTimers);
      if (hardware.nextEventNs() <= now) hardware.poll(this.kernel);
      const thread = scheduler.reschedule();
      if (thread !== idle.thread) idle.hasPassed = false;
      now = clock.now();
      if (idle.hasPassed) {
        if (this.nextEventNs() > now || now >= untilNs) return this.stopReason ?? "idle";
        this.countRound();
        continue;
      }
      if (now >= untilNs && thread !== idle.thread) return "deadline";
      this.countRound();
      let deadlineNs = Math.min(timers.nextNs, hardware.nextEventNs(), untilNs);
      // A coroutine looks at its slice itself when it computes, which most never do.
      if (!thread.rereadsDeadline) deadlineNs = Math.min(deadlineNs, scheduler.sliceEndNs(thread));
      scheduler.deadlineNs = deadlineNs;
      scheduler.needResched = false;
      const stop = thread.body.run(thread, deadlineNs);
      if (stop === BODY_EXITED || isClosed(thread)) this.end(thread);
    }
  }

  /** Time must go on even if all that happens is switching. */
  private countRound(): void {
    if (++this.rounds >= FREE_ROUNDS) this.chargeRounds();
  }

  private chargeRounds(): void {
    const { clock } = this.scheduler;
    if (clock.now() === this.chargedAtNs) clock.spend(FREE_ROUNDS * this.kernel.config.switchNs);
    this.chargedAtNs = clock.now();
    this.rounds = 0;
  }

  private fireDueTimers(): void {
    const { timers, clock } = this.scheduler;
    for (let fired = 0; fired < TIMER_BATCH; fired++) {
      const node = timers.popDue(clock.now());
      if (node === null) return;
      node.owner.expire();
    }
  }

  private end(thread: Thread): void {
    if (!isClosed(thread)) this.kernel.reaper.close(thread);
    this.kernel.reaper.finish(thread);
  }

  private nextEventNs(): number {
    return Math.min(this.scheduler.timers.nextNs, this.hardware.nextEventNs());
  }
}

function isRunning(thread: Thread | null): boolean {
  return thread !== null && (thread.stat & RT_THREAD_STAT_MASK) === RT_THREAD_RUNNING;
}

function isClosed(thread: Thread): boolean {
  return (thread.stat & RT_THREAD_STAT_MASK) === RT_THREAD_CLOSE;
}
