// The blocking calls that concern only the calling thread: yield, delay, sleep, compute. @hotpath

import { EINTR, EINVAL, ETIMEDOUT } from "@keel/abi";
import { BlockingCall, FINISHED, VoidCall, type WaitKind, YIELDED } from "./blocking.ts";
import { refuseContext, waitIn } from "./ipc-object.ts";
import type { Scheduler } from "./scheduler.ts";

/** Lets the equals of the thread go first. */
export class YieldCall extends VoidCall {
  declare private readonly scheduler: Scheduler;
  declare private hasYielded: boolean;

  constructor(scheduler: Scheduler) {
    super();
    this.scheduler = scheduler;
    this.hasYielded = false;
  }

  next(): IteratorResult<void, void> {
    if (this.hasYielded) return FINISHED;
    this.hasYielded = true;
    this.scheduler.yieldCurrent();
    return YIELDED;
  }
}

/** Lets more urgent threads that have become ready go first, or a suspension of the caller take effect. */
export class PreemptionPoint extends VoidCall {
  declare private readonly scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    super();
    this.scheduler = scheduler;
  }

  next(): IteratorResult<void, void> {
    const { current, mustSwitchFirst } = this.scheduler;
    return mustSwitchFirst || (current !== null && current.isSuspended) ? YIELDED : FINISHED;
  }
}

/** Suspends the calling thread for some ticks, or until a time: 0, or -EINTR after a foreign wake-up. */
export class SleepCall extends BlockingCall {
  declare private readonly scheduler: Scheduler;
  declare private readonly ticks: number;
  declare private readonly untilNs: number;
  declare private readonly kind: WaitKind;
  declare private isWaiting: boolean;

  /** `ticks` counts from the first `next`, 0 is refused; -1: `untilNs` says when. */
  constructor(scheduler: Scheduler, ticks: number, untilNs: number, kind: WaitKind) {
    super();
    this.scheduler = scheduler;
    this.ticks = ticks;
    this.untilNs = untilNs;
    this.kind = kind;
    this.isWaiting = false;
  }

  next(): IteratorResult<void, number> {
    const scheduler = this.scheduler;
    if (this.isWaiting) {
      const { error } = scheduler.current!;
      return this.finish(error === -ETIMEDOUT ? 0 : error);
    }
    if (scheduler.mustSwitchFirst) return YIELDED;
    if ((scheduler.interruptNest | scheduler.lockNest) !== 0) {
      const refused = refuseContext(scheduler, "a delay", true);
      if (refused !== 0) return this.finish(refused);
    }
    if (this.ticks === 0) return this.finish(-EINVAL);
    const deadlineNs = this.ticks < 0 ? this.untilNs : scheduler.deadlineAfter(this.ticks);
    if (deadlineNs <= scheduler.clock.now()) return this.finish(0);
    if (waitIn(scheduler, null, this.kind, 0, deadlineNs) !== 0) return this.finish(-EINTR);
    this.isWaiting = true;
    return YIELDED;
  }

  private finish(result: number): IteratorResult<void, number> {
    this.value = result;
    return this;
  }
}

/** Computing time. */
export class SpendCall extends VoidCall {
  declare private readonly scheduler: Scheduler;
  declare private leftNs: number;

  constructor(scheduler: Scheduler, ns: number) {
    super();
    this.scheduler = scheduler;
    this.leftNs = ns;
  }

  next(): IteratorResult<void, void> {
    const scheduler = this.scheduler;
    if (scheduler.mustSwitchFirst) return YIELDED;
    if (this.leftNs === 0) return FINISHED;
    const { clock, current } = scheduler;
    const now = clock.now();
    const sliceEndNs = current === null ? Infinity : scheduler.sliceEndNs(current);
    const roomNs = Math.max(0, Math.min(scheduler.deadlineNs, sliceEndNs) - now);
    const stepNs = Math.min(this.leftNs, roomNs);
    clock.spend(stepNs);
    this.leftNs -= stepNs;
    // Whatever happens at the instant reached comes before what the thread does next.
    return stepNs === roomNs ? YIELDED : FINISHED;
  }
}

/** Suspends the calling thread until `resume`: 0, or -EINTR when `wakeup` ended it. */
export class SuspendCall extends BlockingCall {
  declare private readonly scheduler: Scheduler;
  declare private readonly kind: WaitKind;
  declare private isWaiting: boolean;

  constructor(scheduler: Scheduler, kind: WaitKind) {
    super();
    this.scheduler = scheduler;
    this.kind = kind;
    this.isWaiting = false;
  }

  next(): IteratorResult<void, number> {
    const { scheduler } = this;
    if (this.isWaiting) {
      this.value = scheduler.current!.error;
      return this;
    }
    if (scheduler.isCurrentClosed) return YIELDED;
    if ((scheduler.interruptNest | scheduler.lockNest) !== 0) refuseContext(scheduler, "a suspension", true);
    this.value = scheduler.suspendCurrent(null, this.kind, 0);
    if (this.value !== 0) return this;
    // To be resumed is what it waits for, not a disturbance.
    scheduler.current!.error = 0;
    this.isWaiting = true;
    return YIELDED;
  }
}
