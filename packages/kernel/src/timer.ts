// A callback at a tick, once or again and again: hard in the tick interrupt, soft in thread `timer`.
// RT-Thread: src/timer.c.

import {
  EINVAL,
  ERROR,
  RT_OBJECT_CLASS_TIMER,
  RT_TICK_MAX,
  RT_TIMER_CTRL_GET_REMAIN_TIME,
  RT_TIMER_CTRL_GET_STATE,
  RT_TIMER_CTRL_GET_TIME,
  RT_TIMER_CTRL_SET_ONESHOT,
  RT_TIMER_CTRL_SET_PERIODIC,
  RT_TIMER_CTRL_SET_TIME,
  RT_TIMER_FLAG_ACTIVATED,
  RT_TIMER_FLAG_PERIODIC,
  RT_TIMER_FLAG_SOFT_TIMER,
} from "@keel/abi";
import { assert, TimerNode } from "@keel/klib";
import type { Expirable } from "./expirable.ts";
import type { Kernel } from "./kernel.ts";
import { KObject } from "./object.ts";
import type { Scheduler } from "./scheduler.ts";

/** Must not block: a hard timer's runs in interrupt context, a soft one's holds up all other soft timers. */
export type TimerCallback = (timer: Timer) => void;

export interface TimerOptions {
  name: string;
  callback: TimerCallback;
  /** Time from start to callback, below RT_TICK_MAX / 2. */
  ticks: number;
  /** RT_TIMER_FLAG_PERIODIC, RT_TIMER_FLAG_SOFT_TIMER; default: one shot, hard. */
  flags?: number;
  /** For the callback, as `timer.parameter`. */
  parameter?: unknown;
}

export class Timer extends KObject implements Expirable {
  callback: TimerCallback;
  parameter: unknown;
  /** Time from start to callback, in ticks. */
  initTick: number;
  /** The tick at which it is or was due. */
  timeoutTick: number;
  private readonly kernel: Kernel;
  private readonly scheduler: Scheduler;
  private readonly node: TimerNode<Expirable>;
  private readonly isSoft: boolean;
  /** Number of starts, so that `expire` sees whether the callback did one. */
  private starts: number;

  constructor(kernel: Kernel, options: TimerOptions) {
    super(RT_OBJECT_CLASS_TIMER, options.name);
    this.callback = options.callback;
    this.parameter = options.parameter;
    this.initTick = options.ticks;
    this.timeoutTick = 0;
    this.kernel = kernel;
    this.scheduler = kernel.scheduler;
    this.node = new TimerNode<Expirable>(this);
    this.flag = (options.flags ?? 0) & ~RT_TIMER_FLAG_ACTIVATED;
    this.isSoft = kernel.config.timerAllSoft || (this.flag & RT_TIMER_FLAG_SOFT_TIMER) !== 0;
    this.starts = 0;
    kernel.objects.attach(this);
  }

  get isActive(): boolean {
    return (this.flag & RT_TIMER_FLAG_ACTIVATED) !== 0;
  }

  get isPeriodic(): boolean {
    return (this.flag & RT_TIMER_FLAG_PERIODIC) !== 0;
  }

  /** Arms the timer from now; an active one starts over. 0. ISR allowed. */
  start(): number {
    const scheduler = this.scheduler;
    const ticks = this.initTick;
    assert(ticks >= 0 && ticks < RT_TICK_MAX / 2, "timer ticks out of range");
    const hooks = scheduler.hooks;
    this.unqueue();
    if (hooks.objectTake !== null) hooks.objectTake(this);
    this.starts++;
    this.timeoutTick = scheduler.tick() + ticks;
    const deadlineNs = this.timeoutTick * scheduler.tickNs;
    this.flag |= RT_TIMER_FLAG_ACTIVATED;
    if (this.isSoft) this.kernel.softTimers.insert(this.node, deadlineNs);
    else scheduler.startTimer(this.node, deadlineNs);
    return 0;
  }

  /** 0, or -ERROR when it is not active. ISR allowed. */
  stop(): number {
    if (!this.isActive) return -ERROR;
    const hooks = this.scheduler.hooks;
    if (hooks.objectPut !== null) hooks.objectPut(this);
    this.unqueue();
    this.flag &= ~RT_TIMER_FLAG_ACTIVATED;
    return 0;
  }

  /**
   * RT_TIMER_CTRL_*: SET_TIME (`arg` ticks; stops an active timer), GET_TIME, SET_ONESHOT, SET_PERIODIC,
   * GET_STATE (0 or RT_TIMER_FLAG_ACTIVATED), GET_REMAIN_TIME (the absolute tick at which it is due).
   * The answer, or -EINVAL. The callback and its parameter are fields.
   */
  control(command: number, arg = 0): number {
    switch (command) {
      case RT_TIMER_CTRL_SET_TIME:
        if (!(arg >= 0 && arg < RT_TICK_MAX / 2)) return -EINVAL;
        if (this.isActive) this.stop();
        this.initTick = arg;
        return 0;
      case RT_TIMER_CTRL_GET_TIME:
        return this.initTick;
      case RT_TIMER_CTRL_SET_ONESHOT:
        this.flag &= ~RT_TIMER_FLAG_PERIODIC;
        return 0;
      case RT_TIMER_CTRL_SET_PERIODIC:
        this.flag |= RT_TIMER_FLAG_PERIODIC;
        return 0;
      case RT_TIMER_CTRL_GET_STATE:
        return this.flag & RT_TIMER_FLAG_ACTIVATED;
      case RT_TIMER_CTRL_GET_REMAIN_TIME:
        return this.timeoutTick;
      default:
        return -EINVAL;
    }
  }

  /** Stops the timer and takes it out of the object table. */
  detach(): void {
    this.stop();
    this.kernel.objects.detach(this);
  }

  /** It is due: called by the tick interrupt or by thread `timer`. */
  expire(): void {
    if (!this.isPeriodic) this.flag &= ~RT_TIMER_FLAG_ACTIVATED;
    const before = this.starts;
    const { hooks, trace } = this.scheduler;
    if (trace !== null) trace.event(this.scheduler.clock.now(), "timer", this.name, "");
    if (hooks.timerEnter !== null) hooks.timerEnter(this);
    this.callback(this);
    if (hooks.timerExit !== null) hooks.timerExit(this);
    // Re-armed after the callback, from now: a late or long callback makes the period drift, as in RT-Thread.
    if (this.starts === before && this.isPeriodic && this.isActive) this.rearm();
  }

  private rearm(): void {
    // DEVIATION: a period of no ticks would never let time go on; it counts as one tick.
    if (this.initTick === 0) this.initTick = 1;
    this.start();
  }

  private unqueue(): void {
    if (!this.node.isQueued) return;
    if (this.isSoft) this.kernel.softTimers.remove(this.node);
    else this.scheduler.timers.remove(this.node);
  }
}
