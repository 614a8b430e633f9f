// Who runs next. Priorities on a bitmap, round robin by time slice within one, after RT-Thread's rules:
// a thread that becomes ready goes to the head of its level, unless its slice is used up or it yielded
// (the YIELD flag), then to the tail. Ticks are not counted as they pass but computed from deadlines.
// RT-Thread: src/scheduler_up.c. @hotpath
//
// Everything here runs on one host thread, so there are no locks; "interrupt off" is any plain function.

import {
  EINTR,
  ETIMEDOUT,
  RT_IPC_FLAG_PRIO,
  RT_THREAD_CLOSE,
  RT_THREAD_READY,
  RT_THREAD_RUNNING,
  RT_THREAD_STAT_MASK,
  RT_THREAD_STAT_YIELD,
} from "@keel/abi";
import { type List, Panic, type TimerNode, TimerQueue } from "@keel/klib";
import type { WaitKind } from "./blocking.ts";
import type { Clock } from "./clock.ts";
import type { Expirable } from "./expirable.ts";
import type { KernelHooks } from "./hooks.ts";
import { ReadyQueue } from "./ready-queue.ts";
import type { Thread } from "./thread.ts";
import { suspendStateOf } from "./thread-state.ts";
import type { TraceSink } from "./trace.ts";

export class Scheduler {
  /** The running thread; null before the first dispatch. */
  current: Thread | null = null;
  /** The running body shall come back soon, for the scheduler has to look. */
  needResched: boolean = false;
  /** Until when the running body may run; may come nearer while it does. */
  deadlineNs: number = Infinity;
  /** Depth of enterCritical. */
  lockNest: number = 0;
  /** Depth of interrupts. */
  interruptNest: number = 0;
  /** Thread time-outs, hard timers, alarms. */
  readonly timers: TimerQueue<Expirable> = new TimerQueue<Expirable>();
  readonly ready: ReadyQueue;
  readonly clock: Clock;
  readonly tickNs: number;
  readonly hooks: KernelHooks;
  readonly trace: TraceSink | null;
  readonly debugContext: boolean;
  /** A switch was asked for inside a critical section. */
  private switchPending = false;

  constructor(options: {
    clock: Clock;
    priorityMax: number;
    tickNs: number;
    debugContext: boolean;
    hooks: KernelHooks;
    trace: TraceSink | null;
  }) {
    this.clock = options.clock;
    this.ready = new ReadyQueue(options.priorityMax);
    this.tickNs = options.tickNs;
    this.debugContext = options.debugContext;
    this.hooks = options.hooks;
    this.trace = options.trace;
  }

  /** Whole ticks since power-on. */
  tick(): number {
    return Math.floor(this.clock.now() / this.tickNs);
  }

  /** The time at which `ticks` more ticks will have passed, counted from the last whole one. */
  deadlineAfter(ticks: number): number {
    return (this.tick() + ticks) * this.tickNs;
  }

  // ---- asking for a switch

  /**
   * Asks for a look at the ready queue; in a critical section, on leaving it. ISR allowed.
   * DEVIATION: RT-Thread switches within the call that readied a more urgent thread. A plain function cannot
   * leave the generator that called it: the switch comes at its next blocking call, at the same instant.
   */
  request(): void {
    if (this.lockNest === 0) this.needResched = true;
    else this.switchPending = true;
  }

  /** A more urgent thread was readied by a plain call: a blocking call lets it run before it does anything. */
  get mustSwitchFirst(): boolean {
    return this.needResched && this.current !== null;
  }

  /** The running thread has ended itself, and only has to come back once more. */
  get isCurrentClosed(): boolean {
    return this.current !== null && (this.current.stat & RT_THREAD_STAT_MASK) === RT_THREAD_CLOSE;
  }

  enterCritical(): number {
    return ++this.lockNest;
  }

  /** Leaves a critical section; the last exit replays a switch that was asked for inside. Returns the depth left. */
  exitCritical(): number {
    if (this.lockNest === 0) throw new Panic("a critical section is left that was not entered");
    if (--this.lockNest === 0 && this.switchPending) {
      this.switchPending = false;
      this.needResched = true;
    }
    return this.lockNest;
  }

  /** The running body must come back by `ns` (a timer was started, a hardware event was scheduled). */
  limitDeadline(ns: number): void {
    if (ns >= this.deadlineNs) return;
    this.deadlineNs = ns;
    if (this.current !== null && !this.current.rereadsDeadline) this.needResched = true;
  }

  /** Queues a node that is in no queue. */
  startTimer(node: TimerNode<Expirable>, deadlineNs: number): void {
    this.timers.insert(node, deadlineNs);
    this.limitDeadline(deadlineNs);
  }

  // ---- suspending and waking

  /**
   * Suspends the running thread, in `list` if there is one, by priority or arrival (`order` is
   * RT_IPC_FLAG_*). 0, or -EINTR if its owner wants it out of waits of this kind. Its `error` reads -EINTR
   * until somebody wakes it otherwise.
   */
  suspendCurrent(list: List<Thread> | null, kind: WaitKind, order: number): number {
    const thread = this.current;
    if (thread === null) throw new Panic("a blocking call outside of any thread");
    if (kind !== 0 && thread.interruptPending >= kind) return -EINTR;
    thread.error = -EINTR;
    this.enterSuspended(thread, kind);
    if (list !== null) {
      if (order === RT_IPC_FLAG_PRIO) insertByPriority(list, thread);
      else list.insertTail(thread.queueLink);
    }
    return 0;
  }

  /** Suspends a READY thread; how its last wait ended stays as it is. */
  suspendReady(thread: Thread, kind: WaitKind): void {
    this.ready.remove(thread);
    this.enterSuspended(thread, kind);
  }

  /** Ends the wait of a suspended thread: its call returns `error`. ISR allowed. */
  wake(thread: Thread, error: number): void {
    thread.error = error;
    this.resume(thread);
  }

  /** Ends the wait of a suspended thread, leaving its `error` as it stands. ISR allowed. */
  resume(thread: Thread): void {
    thread.wakeCount++;
    thread.queueLink.remove();
    if (thread.timeout.index >= 0) this.timers.remove(thread.timeout);
    // A wait for a mutex that ends without it: its owner need not hurry for this thread any more.
    if (thread.pendingMutex !== null) thread.pendingMutex.dropThread(thread);
    const flags = thread.stat & ~RT_THREAD_STAT_MASK;
    if (thread === this.current) {
      // Suspended and woken before the processor changed hands: it never left.
      thread.stat = flags | RT_THREAD_RUNNING;
      return;
    }
    thread.stat = flags | RT_THREAD_READY;
    this.enterReady(thread);
    if (this.hooks.threadResume !== null) this.hooks.threadResume(thread);
    if (this.trace !== null) this.trace.event(this.clock.now(), "ready", thread.name, "");
    this.checkPreemption(thread);
  }

  /** A thread's time-out has come. */
  timeOut(thread: Thread): void {
    this.wake(thread, -ETIMEDOUT);
  }

  /** Wakes everybody in `list` with `error`. */
  wakeAll(list: List<Thread>, error: number): void {
    for (let thread = list.first(); thread !== null; thread = list.first()) this.wake(thread, error);
  }

  /** Takes a thread that ends out of wherever it is. */
  withdraw(thread: Thread): void {
    if ((thread.stat & RT_THREAD_STAT_MASK) === RT_THREAD_READY) this.ready.remove(thread);
    else thread.queueLink.remove();
    this.timers.remove(thread.timeout);
    if (thread === this.current) this.request();
  }

  /** Moves a thread to another priority, in whatever state it is; lists by priority are the caller's. */
  changePriority(thread: Thread, priority: number): void {
    if ((thread.stat & RT_THREAD_STAT_MASK) === RT_THREAD_READY) {
      this.ready.remove(thread);
      thread.currentPriority = priority;
      this.enterReady(thread);
      this.checkPreemption(thread);
    } else {
      thread.currentPriority = priority;
      if (thread === this.current) this.request();
    }
  }

  // ---- time slices

  /** Gives up the rest of the slice: the next look puts the thread behind its equals. */
  yieldCurrent(): void {
    const thread = this.current;
    if (thread === null) throw new Panic("a blocking call outside of any thread");
    const now = this.clock.now();
    if (now !== thread.sliceBaseNs) this.account(thread, now);
    thread.remainingTick = thread.initTick;
    thread.stat |= RT_THREAD_STAT_YIELD;
  }

  /** Books the running thread's time up to `now`; a slice that ended meanwhile is renewed and sets YIELD. */
  account(thread: Thread, now: number): void {
    const base = thread.sliceBaseNs;
    const ticks = Math.floor(now / this.tickNs) - Math.floor(base / this.tickNs);
    thread.accountedNs += now - base;
    thread.sliceBaseNs = now;
    if (ticks < thread.remainingTick) {
      thread.remainingTick -= ticks;
    } else {
      thread.remainingTick = thread.initTick - ((ticks - thread.remainingTick) % thread.initTick);
      thread.stat |= RT_THREAD_STAT_YIELD;
    }
  }

  /** When the running thread's slice ends; Infinity while nobody of its priority wants the processor. */
  sliceEndNs(thread: Thread): number {
    if (this.lockNest !== 0 || !this.ready.has(thread.currentPriority)) return Infinity;
    return (Math.floor(thread.sliceBaseNs / this.tickNs) + thread.remainingTick) * this.tickNs;
  }

  // ---- switching

  /**
   * Makes the thread that should run the current one, and returns it. The running thread stays if nobody
   * more urgent is ready, and nobody of equal priority or its slice is not used up.
   */
  reschedule(): Thread {
    const from = this.current;
    const level = this.ready.highest();
    if (from !== null && (from.stat & RT_THREAD_STAT_MASK) === RT_THREAD_RUNNING) {
      if (level > from.currentPriority || this.lockNest !== 0) return from;
      const now = this.clock.now();
      if (now !== from.sliceBaseNs) this.account(from, now);
      if (level === from.currentPriority && (from.stat & RT_THREAD_STAT_YIELD) === 0) return from;
      from.stat = (from.stat & ~RT_THREAD_STAT_MASK) | RT_THREAD_READY;
      this.enterReady(from);
    }
    return this.switchTo(from, level);
  }

  private switchTo(from: Thread | null, level: number): Thread {
    if (level === ReadyQueue.EMPTY) throw new Panic("no thread is ready, not even idle");
    const now = this.clock.now();
    if (from !== null) {
      if (now !== from.sliceBaseNs) this.account(from, now);
      from.stat &= ~RT_THREAD_STAT_YIELD;
    }
    const to = this.ready.takeFirst(level);
    to.stat = (to.stat & ~RT_THREAD_STAT_MASK) | RT_THREAD_RUNNING;
    to.sliceBaseNs = now;
    this.current = to;
    if (this.hooks.schedulerSwitch !== null) this.hooks.schedulerSwitch(from, to);
    if (this.trace !== null) this.trace.event(now, "switch", from === null ? "" : from.name, to.name);
    return to;
  }

  private enterReady(thread: Thread): void {
    if ((thread.stat & RT_THREAD_STAT_YIELD) === 0) this.ready.insertHead(thread);
    else this.ready.insertTail(thread);
  }

  private enterSuspended(thread: Thread, kind: WaitKind): void {
    thread.stat = (thread.stat & ~RT_THREAD_STAT_MASK) | suspendStateOf(kind);
    if (this.hooks.threadSuspend !== null) this.hooks.threadSuspend(thread);
    if (this.trace !== null) this.trace.event(this.clock.now(), "suspend", thread.name, "");
  }

  /** `thread` has become ready: must the running one make way? */
  private checkPreemption(thread: Thread): void {
    const current = this.current;
    if (current === null || thread.currentPriority > current.currentPriority) return;
    if (thread.currentPriority < current.currentPriority) this.request();
    else this.checkSlice(current);
  }

  /** The running thread has got an equal, so that its slice counts from now on. */
  private checkSlice(current: Thread): void {
    const now = this.clock.now();
    if (now !== current.sliceBaseNs) this.account(current, now);
    if ((current.stat & RT_THREAD_STAT_YIELD) !== 0) this.request();
    // A coroutine computes in `spend`, which looks at the slice itself.
    else if (!current.rereadsDeadline) this.limitDeadline(this.sliceEndNs(current));
  }
}

/** Behind all that are as urgent or more. */
export function insertByPriority(list: List<Thread>, thread: Thread): void {
  let place = list.head.next;
  while (place !== list.head && place.owner.currentPriority <= thread.currentPriority) place = place.next;
  thread.queueLink.insertBefore(place);
}
