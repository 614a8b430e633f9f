// A blocking call that tries, waits to be woken, and tries again until it succeeds or its time is over:
// what mailboxes, message queues and pools need, where somebody else may come first after a wake-up. @hotpath

import type { List } from "@keel/klib";
import { BlockingCall, type WaitKind, YIELDED } from "./blocking.ts";
import { deadlineOf, type IpcObject, refuseContext, waitIn } from "./ipc-object.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Thread } from "./thread.ts";

/** What `attempt` returns when the thread has to wait; no errno is that low. */
export const WOULD_WAIT = -0x10000;

export abstract class RetryCall extends BlockingCall {
  declare private readonly scheduler: Scheduler;
  declare private readonly list: List<Thread>;
  declare private readonly order: number;
  declare private readonly timeoutTicks: number;
  declare private readonly kind: WaitKind;
  declare private isWaiting: boolean;
  declare private deadlineNs: number;

  /** `list` of `object` is where the call waits. */
  protected constructor(object: IpcObject, list: List<Thread>, timeoutTicks: number, kind: WaitKind) {
    super();
    this.scheduler = object.scheduler;
    this.list = list;
    this.order = object.flag;
    this.timeoutTicks = timeoutTicks;
    this.kind = kind;
    this.isWaiting = false;
    this.deadlineNs = Infinity;
  }

  /** The call's name, for reports. */
  protected abstract what(): string;
  /** What it returns when the time is over, or there was none (ticks 0). */
  protected abstract timeoutError(timeoutTicks: number): number;
  /** Acts and returns the result, or changes nothing and returns WOULD_WAIT. */
  protected abstract attempt(): number;

  next(): IteratorResult<void, number> {
    const scheduler = this.scheduler;
    if (this.isWaiting) {
      const error = scheduler.current!.error;
      if (error !== 0) return this.finish(error);
    } else {
      if (scheduler.mustSwitchFirst) return YIELDED;
      if ((scheduler.interruptNest | scheduler.lockNest) !== 0 && this.timeoutTicks !== 0) {
        const refused = refuseContext(scheduler, this.what(), true);
        if (refused !== 0) return this.finish(refused);
      }
    }
    const result = this.attempt();
    return result === WOULD_WAIT ? this.wait() : this.finish(result);
  }

  private wait(): IteratorResult<void, number> {
    const { scheduler, timeoutTicks } = this;
    if (timeoutTicks === 0) return this.finish(this.timeoutError(0));
    if (!this.isWaiting) this.deadlineNs = deadlineOf(scheduler, timeoutTicks);
    else if (this.deadlineNs <= scheduler.clock.now()) return this.finish(this.timeoutError(timeoutTicks));
    const refused = waitIn(scheduler, this.list, this.kind, this.order, this.deadlineNs);
    if (refused !== 0) return this.finish(refused);
    this.isWaiting = true;
    return YIELDED;
  }

  private finish(result: number): IteratorResult<void, number> {
    this.value = result;
    return this;
  }
}
