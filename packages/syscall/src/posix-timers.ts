// PosixTimers: the timers that a process has made with timer_create. They live as long as the
// process's program: exec deletes them, and the end of the process leaves them to fall silent.

import { SIGEV_NONE, SIGEV_THREAD_ID } from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import { type Lwp, SigInfo, sendToLwp, sendToThread } from "@keel/lwp";
import { IntervalTimer } from "./interval-timer.ts";

/** struct sigevent: what a timer does when it rings. */
export interface TimerEvent {
  readonly notify: number;
  readonly signo: number;
  /** The thread that SIGEV_THREAD_ID names. */
  readonly tid: number;
  /** sigev_value, as two words. */
  readonly valueLo: number;
  readonly valueHi: number;
}

/** POSIX's DELAYTIMER_MAX: overruns are not counted further. */
const OVERRUN_MAX = 0x7fff_ffff;

export class PosixTimer {
  readonly id: number;
  readonly clock: number;
  readonly timer: IntervalTimer;
  private readonly lwp: Lwp;
  private readonly event: TimerEvent;
  /** Expiries that came while the last one's signal was still pending. */
  private missed: number = 0;
  /** What timer_getoverrun answers: the count for the signal delivered last. */
  overrun: number = 0;

  constructor(kernel: Kernel, lwp: Lwp, id: number, clock: number, event: TimerEvent) {
    this.lwp = lwp;
    this.id = id;
    this.clock = clock;
    this.event = event;
    this.timer = new IntervalTimer(kernel, (periods) => this.ring(periods));
  }

  private ring(periods: number): void {
    const { lwp, event } = this;
    if (lwp.isZombie) {
      this.timer.disarm();
      return;
    }
    if (event.notify === SIGEV_NONE) return;
    const thread = event.notify === SIGEV_THREAD_ID ? (lwp.threads.get(event.tid) ?? null) : null;
    if (event.notify === SIGEV_THREAD_ID && thread === null) return;
    const pending = thread === null ? lwp.pending.set : thread.pending.set;
    if (pending.has(event.signo)) {
      this.missed = Math.min(OVERRUN_MAX, this.missed + periods);
      return;
    }
    this.overrun = Math.min(OVERRUN_MAX, this.missed + periods - 1);
    this.missed = 0;
    const info = SigInfo.timer(event.signo, this.id, this.overrun, event.valueLo, event.valueHi);
    if (thread === null) sendToLwp(lwp, info);
    else sendToThread(thread, info);
  }
}

/** Where a process keeps its timers: see Lwp.extensions. */
const KEY = "posix timers";

export class PosixTimers {
  private readonly timers: (PosixTimer | null)[] = [];

  /** The timers of `lwp`, made on first use. */
  static of(lwp: Lwp): PosixTimers {
    const found = lwp.extensions.get(KEY);
    if (found instanceof PosixTimers) return found;
    const made = new PosixTimers();
    lwp.extensions.set(KEY, made);
    return made;
  }

  /** exec: the new program knows nothing of them. */
  static drop(lwp: Lwp): void {
    const found = lwp.extensions.get(KEY);
    if (!(found instanceof PosixTimers)) return;
    for (let id = 0; id < found.timers.length; id++) found.delete(id);
    lwp.extensions.delete(KEY);
  }

  get(id: number): PosixTimer | null {
    return this.timers[id] ?? null;
  }

  /** A new timer under the lowest free number. */
  create(kernel: Kernel, lwp: Lwp, clock: number, makeEvent: (id: number) => TimerEvent): PosixTimer {
    let id = this.timers.indexOf(null);
    if (id < 0) id = this.timers.length;
    const timer = new PosixTimer(kernel, lwp, id, clock, makeEvent(id));
    this.timers[id] = timer;
    return timer;
  }

  /** False when there is no such timer. */
  delete(id: number): boolean {
    const timer = this.get(id);
    if (timer === null) return false;
    timer.timer.disarm();
    this.timers[id] = null;
    return true;
  }
}
