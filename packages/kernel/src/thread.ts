// A thread: something that runs until it waits, with a priority and a time slice. What it runs is its body.
// RT-Thread: src/thread.c, struct rt_thread.

import {
  EINTR,
  EINVAL,
  ERROR,
  ESCHEDLOCKED,
  RT_OBJECT_CLASS_THREAD,
  RT_THREAD_CLOSE,
  RT_THREAD_INIT,
  RT_THREAD_READY,
  RT_THREAD_RUNNING,
  RT_THREAD_STAT_MASK,
  RT_THREAD_SUSPEND_MASK,
} from "@keel/abi";
import { assert, List, ListNode, TimerNode } from "@keel/klib";
import {
  type Blocking,
  WAIT_INTERRUPTIBLE,
  WAIT_KILLABLE,
  WAIT_UNINTERRUPTIBLE,
  type WaitKind,
} from "./blocking.ts";
import { BODY_EXITED, type Body } from "./body.ts";
import { CoroutineBody } from "./coroutine-body.ts";
import type { Expirable } from "./expirable.ts";
import type { Kernel } from "./kernel.ts";
import type { Mutex } from "./mutex.ts";
import { KObject } from "./object.ts";
import { updatePriority } from "./priority-inheritance.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ThreadSignals } from "./thread-signals.ts";
import { suspendStateOf, threadStateName, waitKindOf } from "./thread-state.ts";

export interface ThreadOptions {
  name: string;
  /** 0 (most urgent) to priorityMax - 1. */
  priority: number;
  /** Time slice in ticks, at least 1; default 10. */
  tick?: number;
  /** Bytes, for listings only: a coroutine's frames live on the host's heap. */
  stackSize?: number;
  /** What a coroutine thread runs; it ends when this returns. */
  entry?: (thread: Thread) => Blocking<unknown>;
  /** What any other thread runs. One of `entry` and `body` must be given. */
  body?: Body;
}

export class Thread extends KObject implements Expirable {
  readonly kernel: Kernel;
  /** State (RT_THREAD_*) and flags (RT_THREAD_STAT_YIELD) in one word. */
  stat: number;
  currentPriority: number;
  initPriority: number;
  /** Time slice in ticks. */
  readonly initTick: number;
  /** Ticks left of the slice, as of `sliceBaseNs`. */
  remainingTick: number;
  /** Since when running time has not been accounted. */
  sliceBaseNs: number;
  /** Accounted running time. */
  accountedNs: number;
  /** How the last wait ended: 0 or -errno. */
  error: number;
  /** Place in the ready queue or in the list of whatever it waits for. */
  readonly queueLink: ListNode<Thread>;
  /** Time-out of the current wait. */
  readonly timeout: TimerNode<Expirable>;
  /** What runs; set at start-up for coroutine threads. */
  body: Body;
  /** The body looks at `kernel.deadlineNs` whenever it computes, and need not be called back when that moves. */
  rereadsDeadline: boolean;
  /** 0; 1: interruptible waits fail at once with -EINTR; 2: killable ones too. Set and cleared by its owner. */
  interruptPending: 0 | 1 | 2;
  /** How many waits and suspensions have ended. */
  wakeCount: number;
  /** Mutexes it holds. */
  readonly takenMutexes: List<Mutex>;
  /** The mutex it waits for. */
  pendingMutex: Mutex | null;
  /** Event.recv: bits asked for, then bits received. */
  eventSet: number;
  /** Event.recv: RT_EVENT_FLAG_*. */
  eventOption: number;
  /** Signals from other threads; null until used. */
  signals: ThreadSignals | null;
  /** Declared, in bytes. */
  readonly stackSize: number;
  /** Belongs to whoever created the thread. */
  userData: unknown;
  /** Called at the moment the thread ends or is deleted, its mutexes already released. */
  onExit: ((thread: Thread) => void) | null;
  /** Called by the idle thread when it reclaims the thread. */
  cleanup: ((thread: Thread) => void) | null;
  private readonly entry: ((thread: Thread) => Blocking<unknown>) | null;
  private readonly scheduler: Scheduler;

  /** Use `kernel.createThread`. */
  constructor(kernel: Kernel, options: ThreadOptions) {
    super(RT_OBJECT_CLASS_THREAD, options.name);
    const tick = options.tick ?? 10;
    const { priority } = options;
    assert(tick > 0, `thread ${options.name} has no time slice`);
    assert(
      priority >= 0 && priority < kernel.config.priorityMax,
      `thread ${options.name}: priority ${priority}`,
    );
    this.kernel = kernel;
    this.scheduler = kernel.scheduler;
    this.stat = RT_THREAD_INIT;
    this.currentPriority = priority;
    this.initPriority = priority;
    this.initTick = tick;
    this.remainingTick = tick;
    this.sliceBaseNs = 0;
    this.accountedNs = 0;
    this.error = 0;
    this.queueLink = new ListNode<Thread>(this);
    this.timeout = new TimerNode<Expirable>(this);
    this.body = options.body ?? NO_BODY;
    this.rereadsDeadline = options.body === undefined || options.body instanceof CoroutineBody;
    this.interruptPending = 0;
    this.wakeCount = 0;
    this.takenMutexes = new List<Mutex>();
    this.pendingMutex = null;
    this.eventSet = 0;
    this.eventOption = 0;
    this.signals = null;
    this.stackSize = options.stackSize ?? 0;
    this.userData = null;
    this.onExit = null;
    this.cleanup = null;
    this.entry = options.entry ?? null;
    assert(options.body !== undefined || this.entry !== null, `thread ${options.name} has nothing to run`);
    kernel.objects.attach(this);
    kernel.hooks.threadInited?.(this);
  }

  /** RT_THREAD_*. */
  get state(): number {
    return this.stat & RT_THREAD_STAT_MASK;
  }

  /** `ready`, `running`, `suspend`, `init` or `close`, as RT-Thread lists it. */
  get stateName(): string {
    return threadStateName(this.state);
  }

  get isSuspended(): boolean {
    return (this.stat & RT_THREAD_SUSPEND_MASK) !== 0;
  }

  /** Running time in ns, up to this instant. */
  get runNs(): number {
    const running = this === this.scheduler.current && this.state === RT_THREAD_RUNNING;
    return this.accountedNs + (running ? this.scheduler.clock.now() - this.sliceBaseNs : 0);
  }

  /** Ticks left of the time slice, up to this instant. */
  get leftTick(): number {
    if (this === this.scheduler.current) this.scheduler.account(this, this.scheduler.clock.now());
    return this.remainingTick;
  }

  /**
   * Most of the stack ever used, in bytes. DEVIATION: always 0. A coroutine's frames live on the host's heap
   * and a guest thread's stack in its process, so that there is nothing to measure.
   */
  get stackUsed(): number {
    return 0;
  }

  /** INIT to READY. -EINVAL in any other state. May be called from an ISR. */
  startup(): number {
    if (this.state !== RT_THREAD_INIT) return -EINVAL;
    if (this.entry !== null) this.body = new CoroutineBody(this.kernel, this.entry(this));
    this.currentPriority = this.initPriority;
    this.stat = suspendStateOf(WAIT_UNINTERRUPTIBLE);
    this.scheduler.wake(this, 0);
    return 0;
  }

  /**
   * Stops a READY thread, or the calling one, until `resume`. -ERROR in any other state. A thread that
   * suspends itself goes on until its next blocking call: follow with `yield* kernel.preemptionPoint()`, or
   * use `kernel.suspendSelf`. The kind says which foreign wake-ups (`wakeup`) end it; plain `resume` always does.
   */
  suspend(kind: WaitKind = WAIT_UNINTERRUPTIBLE): number {
    const isSelf = this === this.scheduler.current && this.state === RT_THREAD_RUNNING;
    if (isSelf) {
      if (this.scheduler.lockNest > 0) return -ESCHEDLOCKED;
      const refused = this.scheduler.suspendCurrent(null, kind, 0);
      if (refused === 0) this.scheduler.request();
      return refused;
    }
    if (this.state !== RT_THREAD_READY) return -ERROR;
    this.scheduler.suspendReady(this, kind);
    return 0;
  }

  /** SUSPEND to READY; whatever it waited for returns -EINTR. -EINVAL if it is not suspended. ISR allowed. */
  resume(): number {
    if (!this.isSuspended) return -EINVAL;
    this.scheduler.resume(this);
    return 0;
  }

  /** Ends an interruptible wait (with `kill` also a killable one) with -EINTR. Whether there was one. ISR allowed. */
  wakeup(kill: boolean): boolean {
    if (!this.isSuspended) return false;
    const kind = waitKindOf(this.state);
    if (kind !== WAIT_INTERRUPTIBLE && !(kill && kind === WAIT_KILLABLE)) return false;
    this.scheduler.wake(this, -EINTR);
    return true;
  }

  /**
   * Sets the current priority only (RT_THREAD_CTRL_CHANGE_PRIORITY): the next release of a mutex that had
   * raised it goes back to the initial one. -EINVAL if out of range.
   */
  setPriority(priority: number): number {
    if (!(priority >= 0 && priority < this.kernel.config.priorityMax)) return -EINVAL;
    updatePriority(this.scheduler, this, priority);
    return 0;
  }

  /** Sets the initial and the current priority (RT_THREAD_CTRL_RESET_PRIORITY). -EINVAL if out of range. */
  resetPriority(priority: number): number {
    const result = this.setPriority(priority);
    if (result === 0) this.initPriority = priority;
    return result;
  }

  /** Ends the thread, wherever it is. Its memory goes when idle reclaims it. 0, also when it has ended already. */
  close(): number {
    if (this.state !== RT_THREAD_CLOSE) this.kernel.reaper.close(this);
    return 0;
  }

  /** RT-Thread's name for ending a thread made by `create`. */
  delete(): number {
    return this.close();
  }

  /** RT-Thread's name for ending a thread made by `init`; the same here, where all memory is the host's. */
  detach(): number {
    return this.close();
  }

  /** The time-out of a wait: called by the timer interrupt. */
  expire(): void {
    this.scheduler.timeOut(this);
  }
}

/** Stands where a coroutine thread's body will be once it is started. */
const NO_BODY: Body = {
  run(): typeof BODY_EXITED {
    return BODY_EXITED;
  },
};
