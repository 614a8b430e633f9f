// 32 flags that threads wait for in combination. RT-Thread: rt_event_* in src/ipc.c.

import {
  EINVAL,
  ERROR,
  ETIMEDOUT,
  RT_EVENT_FLAG_AND,
  RT_EVENT_FLAG_CLEAR,
  RT_EVENT_FLAG_OR,
  RT_IPC_CMD_RESET,
  RT_IPC_FLAG_FIFO,
  RT_OBJECT_CLASS_EVENT,
} from "@keel/abi";
import { assert } from "@keel/klib";
import {
  type Blocking,
  BlockingCall,
  WAIT_UNINTERRUPTIBLE,
  type WaitKind,
  WAITING_FOREVER,
  YIELDED,
} from "./blocking.ts";
import { deadlineOf, IpcObject, refuseContext, waitIn } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";

export class Event extends IpcObject {
  /** The flags, bit 0 to bit 31. Signed or not as the last operation left it: compare bits, not numbers. */
  set: number;

  constructor(kernel: Kernel, name: string, order: number = RT_IPC_FLAG_FIFO) {
    super(kernel, RT_OBJECT_CLASS_EVENT, name, order);
    this.set = 0;
  }

  /**
   * Sets flags and wakes every waiter that this satisfies; what those clear is cleared after all have seen
   * it. 0, or -ERROR for no flags. ISR allowed.
   */
  send(set: number): number {
    if (set === 0) return -ERROR;
    const { hooks } = this.scheduler;
    this.set |= set;
    if (hooks.objectPut !== null) hooks.objectPut(this);
    let cleared = 0;
    const { waiters } = this;
    let node = waiters.head.next;
    while (node !== waiters.head) {
      const thread = node.owner;
      node = node.next;
      if (!satisfies(this.set, thread.eventSet, thread.eventOption)) continue;
      thread.eventSet &= this.set;
      if ((thread.eventOption & RT_EVENT_FLAG_CLEAR) !== 0) cleared |= thread.eventSet;
      this.scheduler.wake(thread, 0);
    }
    this.set &= ~cleared;
    return 0;
  }

  /**
   * Waits for all (RT_EVENT_FLAG_AND) or any (RT_EVENT_FLAG_OR) of `set`, and clears them with
   * RT_EVENT_FLAG_CLEAR. The flags found (unsigned), -ETIMEDOUT, -EINTR, or -ERROR for no flags or when the
   * event goes away.
   */
  recv(
    set: number,
    option: number,
    timeoutTicks: number = WAITING_FOREVER,
    kind: WaitKind = WAIT_UNINTERRUPTIBLE,
  ): Blocking<number> {
    return new EventRecv(this, set, option, timeoutTicks, kind);
  }

  /** `recv` without waiting: the flags found, -ETIMEDOUT or -ERROR. */
  tryRecv(set: number, option: number): number {
    const isAnd = (option & RT_EVENT_FLAG_AND) !== 0;
    assert(isAnd !== ((option & RT_EVENT_FLAG_OR) !== 0), "Event.recv needs one of AND and OR");
    if (set === 0) return -ERROR;
    const { hooks } = this.scheduler;
    if (hooks.objectTrytake !== null) hooks.objectTrytake(this);
    if (!satisfies(this.set, set, option)) return -ETIMEDOUT;
    const found = (this.set & set) >>> 0;
    if ((option & RT_EVENT_FLAG_CLEAR) !== 0) this.set &= ~found;
    if (hooks.objectTake !== null) hooks.objectTake(this);
    return found;
  }

  /** RT_IPC_CMD_RESET clears all flags and sends the waiters away with -ERROR; else -EINVAL. */
  control(command: number, _arg = 0): number {
    if (command !== RT_IPC_CMD_RESET) return -EINVAL;
    this.scheduler.wakeAll(this.waiters, -ERROR);
    this.set = 0;
    return 0;
  }
}

function satisfies(present: number, wanted: number, option: number): boolean {
  const found = present & wanted;
  return (option & RT_EVENT_FLAG_AND) !== 0 ? found === (wanted | 0) : found !== 0;
}

class EventRecv extends BlockingCall {
  declare private readonly event: Event;
  declare private readonly set: number;
  declare private readonly option: number;
  declare private readonly timeoutTicks: number;
  declare private readonly kind: WaitKind;
  declare private isWaiting: boolean;

  constructor(event: Event, set: number, option: number, timeoutTicks: number, kind: WaitKind) {
    super();
    this.event = event;
    this.set = set;
    this.option = option;
    this.timeoutTicks = timeoutTicks;
    this.kind = kind;
    this.isWaiting = false;
  }

  next(): IteratorResult<void, number> {
    const event = this.event;
    const scheduler = event.scheduler;
    if (this.isWaiting) {
      const thread = scheduler.current!;
      if (thread.error === 0 && scheduler.hooks.objectTake !== null) scheduler.hooks.objectTake(event);
      return this.finish(thread.error === 0 ? thread.eventSet >>> 0 : thread.error);
    }
    if (scheduler.mustSwitchFirst) return YIELDED;
    if ((scheduler.interruptNest | scheduler.lockNest) !== 0) {
      const wouldWait = this.timeoutTicks !== 0 && !satisfies(event.set, this.set, this.option);
      const refused = refuseContext(scheduler, "Event.recv", wouldWait);
      if (refused !== 0) return this.finish(refused);
    }
    const found = event.tryRecv(this.set, this.option);
    if (found !== -ETIMEDOUT || this.timeoutTicks === 0) return this.finish(found);
    const deadlineNs = deadlineOf(scheduler, this.timeoutTicks);
    const refused = waitIn(scheduler, event.waiters, this.kind, event.flag, deadlineNs);
    if (refused !== 0) return this.finish(refused);
    const thread = scheduler.current!;
    thread.eventSet = this.set;
    thread.eventOption = this.option;
    this.isWaiting = true;
    return YIELDED;
  }

  private finish(result: number): IteratorResult<void, number> {
    this.value = result;
    return this;
  }
}
