// RT-Thread's signals between kernel threads: 32 of them, with handlers that run in the thread they were sent
// to, before it goes on. Not the signals of processes. RT-Thread: src/signal.c, RT_USING_SIGNALS.

import { EINVAL, ENODATA, ETIMEDOUT, RT_SIG_MAX } from "@keel/abi";
import { type Blocking, WAIT_INTERRUPTIBLE, WAITING_FOREVER } from "./blocking.ts";
import { deadlineOf } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import type { Thread } from "./thread.ts";
import { WaitQueue } from "./wait-queue.ts";

/** Signals that may be pending for one thread. [RT_SIG_INFO_MAX] */
const PENDING_MAX = 32;

export type SignalHandler = (signo: number) => void;

export class ThreadSignals {
  private readonly kernel: Kernel;
  private readonly thread: Thread;
  private readonly handlers: (SignalHandler | null)[] = [];
  /** Bit `signo`: it may be delivered. */
  private unmasked = 0;
  /** Bit `signo`: a `wait` takes it before any handler. */
  private awaited = 0;
  /** Signal numbers, oldest first. */
  private readonly pending: number[] = [];
  private readonly arrival: WaitQueue;

  private constructor(thread: Thread) {
    this.kernel = thread.kernel;
    this.thread = thread;
    this.arrival = new WaitQueue(thread.kernel);
  }

  /** A thread's signals; made when first asked for. */
  static of(thread: Thread): ThreadSignals {
    thread.signals ??= new ThreadSignals(thread);
    return thread.signals;
  }

  /** Sets the handler (null: ignore) and returns the one before; undefined where there was none yet. */
  install(signo: number, handler: SignalHandler | null): SignalHandler | null | undefined {
    const before = this.handlers[signo];
    if (isSignal(signo)) this.handlers[signo] = handler;
    return before;
  }

  /** Holds a signal back: it stays pending. */
  mask(signo: number): void {
    this.unmasked &= ~bit(signo);
  }

  /** Lets a signal through; what is pending of it is delivered before the thread next goes on. */
  unmask(signo: number): void {
    this.unmasked |= bit(signo);
  }

  /**
   * Sends a signal: 0, -EINVAL, or -ENODATA (EEMPTY) when too many are pending. An unmasked one ends whatever
   * wait the thread is in with -EINTR, also a plain one, as in RT-Thread. ISR allowed.
   */
  kill(signo: number): number {
    if (!isSignal(signo)) return -EINVAL;
    if (this.pending.length >= PENDING_MAX) return -ENODATA;
    this.pending.push(signo);
    if (this.arrival.wakeup() === 0 && this.isDeliverable(signo)) this.interrupt();
    return 0;
  }

  /** Waits for one of `set` (a bit per signal), masked or not, and takes it: its number, -ETIMEDOUT, -EINTR, -EINVAL. */
  *wait(set: number, timeoutTicks: number = WAITING_FOREVER): Blocking<number> {
    if (set === 0) return -EINVAL;
    const deadlineNs = deadlineOf(this.kernel.scheduler, timeoutTicks);
    this.awaited = set;
    let result = this.takeOf(set);
    while (result < 0 && timeoutTicks !== 0) {
      const woken = yield* this.arrival.wait(WAIT_INTERRUPTIBLE, deadlineNs);
      result = this.takeOf(set);
      if (woken !== 0 && result < 0) {
        result = woken;
        break;
      }
    }
    this.awaited = 0;
    return result;
  }

  /** Runs the handlers of what is pending and unmasked, in the thread. For the thread's body. */
  deliver(): void {
    for (let place = this.next(); place >= 0; place = this.next()) {
      const signo = this.pending.splice(place, 1)[0]!;
      const handler = this.handlers[signo];
      if (handler === undefined)
        this.kernel.print(`thread ${this.thread.name}: signal ${signo} has no handler\n`);
      else handler?.(signo);
    }
  }

  private next(): number {
    return this.pending.findIndex((signo) => this.isDeliverable(signo));
  }

  private takeOf(set: number): number {
    const place = this.pending.findIndex((signo) => (set & bit(signo)) !== 0);
    return place < 0 ? -ETIMEDOUT : this.pending.splice(place, 1)[0]!;
  }

  private isDeliverable(signo: number): boolean {
    return (this.unmasked & ~this.awaited & bit(signo)) !== 0;
  }

  private interrupt(): void {
    if (this.thread === this.kernel.current) this.kernel.schedule();
    this.thread.resume();
  }
}

function isSignal(signo: number): boolean {
  return Number.isInteger(signo) && signo >= 0 && signo < RT_SIG_MAX;
}

function bit(signo: number): number {
  return 1 << signo;
}
