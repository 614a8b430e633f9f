// A counter of things to be had; who finds none waits. RT-Thread: rt_sem_* in src/ipc.c. @hotpath

import {
  EINVAL,
  ENOSPC,
  ERROR,
  ETIMEDOUT,
  RT_IPC_CMD_GET_STATE,
  RT_IPC_CMD_RESET,
  RT_IPC_CMD_SET_VLIMIT,
  RT_IPC_FLAG_FIFO,
  RT_OBJECT_CLASS_SEMAPHORE,
  RT_SEM_VALUE_MAX,
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

export class Semaphore extends IpcObject {
  value: number;
  /** Most that `value` may reach. */
  valueMax: number;

  /** `value`: 0 to 65535; `order` of the waiters: RT_IPC_FLAG_FIFO or RT_IPC_FLAG_PRIO. */
  constructor(kernel: Kernel, name: string, value: number, order: number = RT_IPC_FLAG_FIFO) {
    super(kernel, RT_OBJECT_CLASS_SEMAPHORE, name, order);
    assert(value >= 0 && value <= RT_SEM_VALUE_MAX, "semaphore value out of range");
    this.value = value;
    this.valueMax = RT_SEM_VALUE_MAX;
  }

  /** Takes one, waiting up to `timeoutTicks`. 0, -ETIMEDOUT, -EINTR, or -ERROR when the semaphore goes away. */
  take(timeoutTicks: number = WAITING_FOREVER, kind: WaitKind = WAIT_UNINTERRUPTIBLE): Blocking<number> {
    return new SemaphoreTake(this, timeoutTicks, kind);
  }

  /** Takes one if there is one: 0 or -ETIMEDOUT. Cannot block and may be called anywhere. */
  tryTake(): number {
    const { hooks } = this.scheduler;
    if (hooks.objectTrytake !== null) hooks.objectTrytake(this);
    if (this.value === 0) return -ETIMEDOUT;
    this.value--;
    if (hooks.objectTake !== null) hooks.objectTake(this);
    return 0;
  }

  /** Gives one: straight to the first waiter, or to the counter. 0, or -ENOSPC (EFULL) at the limit. ISR allowed. */
  release(): number {
    const { hooks } = this.scheduler;
    if (hooks.objectPut !== null) hooks.objectPut(this);
    const waiter = this.waiters.first();
    if (waiter !== null) {
      this.scheduler.wake(waiter, 0);
      return 0;
    }
    if (this.value >= this.valueMax) return -ENOSPC;
    this.value++;
    return 0;
  }

  /**
   * RT_IPC_CMD_RESET: `arg` is the new value, all waiters get -ERROR. SET_VLIMIT: `arg` is the limit, 1 to
   * 65535. GET_STATE: the value. -EINVAL otherwise.
   */
  control(command: number, arg = 0): number {
    switch (command) {
      case RT_IPC_CMD_RESET:
        if (!(arg >= 0 && arg <= this.valueMax)) return -EINVAL;
        this.scheduler.wakeAll(this.waiters, -ERROR);
        this.value = arg;
        return 0;
      case RT_IPC_CMD_GET_STATE:
        return this.value;
      case RT_IPC_CMD_SET_VLIMIT:
        if (!(arg >= 1 && arg <= RT_SEM_VALUE_MAX)) return -EINVAL;
        this.valueMax = arg;
        return 0;
      default:
        return -EINVAL;
    }
  }
}

class SemaphoreTake extends BlockingCall {
  declare private readonly semaphore: Semaphore;
  declare private readonly timeoutTicks: number;
  declare private readonly kind: WaitKind;
  declare private isWaiting: boolean;

  constructor(semaphore: Semaphore, timeoutTicks: number, kind: WaitKind) {
    super();
    this.semaphore = semaphore;
    this.timeoutTicks = timeoutTicks;
    this.kind = kind;
    this.isWaiting = false;
  }

  next(): IteratorResult<void, number> {
    const semaphore = this.semaphore;
    const scheduler = semaphore.scheduler;
    if (this.isWaiting) {
      this.value = scheduler.current!.error;
      if (this.value === 0 && scheduler.hooks.objectTake !== null) scheduler.hooks.objectTake(semaphore);
      return this;
    }
    if (scheduler.mustSwitchFirst) return YIELDED;
    if ((scheduler.interruptNest | scheduler.lockNest) !== 0) {
      const refused = refuseContext(
        scheduler,
        "Semaphore.take",
        semaphore.value === 0 && this.timeoutTicks !== 0,
      );
      if (refused !== 0) return this.finish(refused);
    }
    if (semaphore.tryTake() === 0) return this;
    if (this.timeoutTicks === 0) return this.finish(-ETIMEDOUT);
    const deadlineNs = this.timeoutTicks < 0 ? Infinity : deadlineOf(scheduler, this.timeoutTicks);
    const refused = waitIn(scheduler, semaphore.waiters, this.kind, semaphore.flag, deadlineNs);
    if (refused !== 0) return this.finish(refused);
    this.isWaiting = true;
    return YIELDED;
  }

  private finish(result: number): IteratorResult<void, number> {
    this.value = result;
    return this;
  }
}
