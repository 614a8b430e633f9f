// One real-time kernel: threads, their scheduler, timers, objects, interrupts, and the way the host runs it
// all. An instance, never a global: a hundred may live in one process. RT-Thread: the API of rtthread.h.
//
// Order of things: the run loop (thread context) > interrupts (nest > 0). There is one host thread, so a
// plain function is never interleaved with another; critical sections only put off thread switches.

import { assert, Panic } from "@keel/klib";
import { type Blocking, WAIT_INTERRUPTIBLE, WAIT_UNINTERRUPTIBLE, type WaitKind } from "./blocking.ts";
import type { Clock } from "./clock.ts";
import { DEFAULT_CONFIG, type KernelConfig } from "./config.ts";
import { type Hardware, NoHardware } from "./hardware.ts";
import { KernelHooks } from "./hooks.ts";
import { Idle } from "./idle.ts";
import { runInterrupt } from "./interrupts.ts";
import { ObjectTable } from "./object-table.ts";
import { panicReport } from "./panic-report.ts";
import { Random } from "./random.ts";
import { Reaper } from "./reaper.ts";
import { RunLoop, type RunStop } from "./run-loop.ts";
import { Scheduler } from "./scheduler.ts";
import { type Service, ServiceTable } from "./service.ts";
import { SoftTimers } from "./soft-timers.ts";
import { Thread, type ThreadOptions } from "./thread.ts";
import { PreemptionPoint, SleepCall, SpendCall, SuspendCall, YieldCall } from "./thread-calls.ts";
import { ticksFromMs } from "./tick.ts";
import type { TraceSink } from "./trace.ts";

/** Exit status of a machine whose kernel panicked. */
export const PANIC_STATUS = 255;

export interface KernelOptions {
  clock: Clock;
  /** Default: none. */
  hardware?: Hardware;
  config?: Partial<KernelConfig>;
  trace?: TraceSink | null;
  /** Console output until a console device takes over (`setConsole`). Default: nowhere. */
  write?: (text: string) => void;
  /** Of `random`. Default 0. */
  seed?: number;
}

export class Kernel {
  readonly config: KernelConfig;
  readonly clock: Clock;
  readonly hooks: KernelHooks;
  readonly objects: ObjectTable;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly idle: Idle;
  readonly reaper: Reaper;
  readonly softTimers: SoftTimers;
  /** ns per tick. */
  readonly tickNs: number;
  /** What `halt` was told; 0 until then. */
  exitStatus = 0;
  /** What a panic said; null without one. */
  panicMessage: string | null = null;
  private readonly services: ServiceTable = new ServiceTable();
  private readonly runLoop: RunLoop;
  private write: (text: string) => void;
  private isRunning = false;

  constructor(options: KernelOptions) {
    const config = { ...DEFAULT_CONFIG, ...options.config };
    checkConfig(config);
    this.config = config;
    this.clock = options.clock;
    this.write = options.write ?? (() => {});
    this.hooks = new KernelHooks();
    this.objects = new ObjectTable(config, this.hooks, (text) => this.print(text));
    this.random = new Random(options.seed ?? 0);
    this.tickNs = Math.floor(1e9 / config.tickPerSecond);
    this.scheduler = new Scheduler({
      clock: options.clock,
      priorityMax: config.priorityMax,
      tickNs: this.tickNs,
      debugContext: config.debugContext,
      hooks: this.hooks,
      trace: options.trace ?? null,
    });
    this.idle = new Idle(this);
    this.reaper = new Reaper(this);
    this.softTimers = new SoftTimers(this);
    this.runLoop = new RunLoop(this, options.hardware ?? new NoHardware());
  }

  // ---- running, for the host

  /**
   * Runs threads until none can (`idle`), `untilNs` is reached, or a stop or halt. On `idle` the host lets
   * time pass to `nextNs` (in virtual time: `clock.spend`) and runs again.
   */
  run(untilNs: number): RunStop {
    if (this.isRunning) throw new Error("the kernel is run from within itself");
    this.isRunning = true;
    try {
      this.idle.startThread();
      return this.runLoop.run(untilNs);
    } catch (error) {
      return this.crash(error);
    } finally {
      this.isRunning = false;
    }
  }

  /** Makes `run` return soon with `stopped`; the next one goes on. Outside of a run it does nothing. */
  stop(): void {
    this.runLoop.stop("stopped");
  }

  /** Power off: `run` returns `halted`, now and ever after. */
  halt(status: number): void {
    this.exitStatus = status;
    this.runLoop.stop("halted");
  }

  /** A kernel invariant is broken. Ends the run with a report on the console. */
  panic(message: string): never {
    throw new Panic(message);
  }

  // ---- time

  now(): number {
    return this.clock.now();
  }

  /** Whole ticks since power-on. */
  tick(): number {
    return this.scheduler.tick();
  }

  /** Milliseconds in ticks, rounded up; negative: WAITING_FOREVER. */
  ticksFromMs(ms: number): number {
    return ticksFromMs(ms, this.config.tickPerSecond);
  }

  // ---- console

  /** Writes to the console. ISR allowed. */
  print(text: string): void {
    this.write(text);
  }

  /** RT-Thread's name for `print`; formatting is the caller's. */
  kprintf(text: string): void {
    this.write(text);
  }

  /** From now on console output goes to `write`. */
  setConsole(write: (text: string) => void): void {
    this.write = write;
  }

  // ---- interrupts and critical sections

  /** Runs `handler` in interrupt context; a switch it asks for happens once the outermost interrupt is left. */
  interrupt(irqName: string, handler: () => void): void {
    runInterrupt(this.scheduler, irqName, handler);
  }

  get interruptNest(): number {
    return this.scheduler.interruptNest;
  }

  /** Locks the scheduler; nests. Returns the depth. No blocking calls until `exitCritical`. */
  enterCritical(): number {
    return this.scheduler.enterCritical();
  }

  /** Unlocks one level; the last one replays a switch asked for inside. Returns the depth left. */
  exitCritical(): number {
    return this.scheduler.exitCritical();
  }

  get criticalLevel(): number {
    return this.scheduler.lockNest;
  }

  // ---- threads

  /** The running thread; null before the first. */
  get current(): Thread | null {
    return this.scheduler.current;
  }

  /** Bodies come back soon when this is true. */
  get needResched(): boolean {
    return this.scheduler.needResched;
  }

  /** Until when the running body may compute; it may move nearer while it does. */
  get deadlineNs(): number {
    return this.scheduler.deadlineNs;
  }

  /** Asks for a look at who should run. ISR allowed. */
  schedule(): void {
    this.scheduler.request();
  }

  /** The hardware wants attention at `ns`, perhaps earlier than the running body thinks. */
  limitDeadline(ns: number): void {
    this.scheduler.limitDeadline(ns);
  }

  /** A thread in state INIT; `startup` makes it ready. */
  createThread(options: ThreadOptions): Thread {
    return new Thread(this, options);
  }

  /** Lets threads of equal priority run first, with a new slice to come. */
  yield_(): Blocking<void> {
    return new YieldCall(this.scheduler);
  }

  /** Waits `ticks` ticks (WAITING_FOREVER too): 0, -EINVAL for 0 ticks, -EINTR after a foreign wake-up. */
  delay(ticks: number): Blocking<number> {
    return new SleepCall(this.scheduler, ticks, Infinity, WAIT_INTERRUPTIBLE);
  }

  /** Waits `ms` milliseconds, rounded up to ticks. */
  mdelay(ms: number): Blocking<number> {
    return this.delay(this.ticksFromMs(ms));
  }

  /**
   * Waits for `increment` ticks after `last.tick` and sets that to the tick reached: for loops of a fixed
   * period. When that time is over already it returns at once with `last.tick` = now.
   */
  *delayUntil(last: { tick: number }, increment: number): Blocking<number> {
    const now = this.tick();
    if (now - last.tick >= increment) {
      last.tick = now;
      return 0;
    }
    last.tick += increment;
    return yield* new SleepCall(this.scheduler, -1, last.tick * this.tickNs, WAIT_UNINTERRUPTIBLE);
  }

  /** Waits until the clock reads `ns`: 0, or -EINTR if the kind allows. */
  sleepUntil(ns: number, kind: WaitKind = WAIT_INTERRUPTIBLE): Blocking<number> {
    return new SleepCall(this.scheduler, -1, ns, kind);
  }

  /** `ns` of computing; interrupts and other threads come in between. */
  spend(ns: number): Blocking<void> {
    assert(ns >= 0, "time cannot be spent backwards");
    return new SpendCall(this.scheduler, ns);
  }

  /** Lets a more urgent thread run that a plain call has made ready; nothing if there is none. */
  preemptionPoint(): Blocking<void> {
    return new PreemptionPoint(this.scheduler);
  }

  /** Suspends the calling thread until `resume`: 0, or -EINTR when `wakeup` ended it. */
  suspendSelf(kind: WaitKind = WAIT_UNINTERRUPTIBLE): Blocking<number> {
    return new SuspendCall(this.scheduler, kind);
  }

  // ---- services

  /** Offers `value` to the other rooms under `key`. */
  provide<T>(key: Service<T>, value: T): void {
    this.services.provide(key, value);
  }

  /** What is offered under `key`; throws if nothing is. */
  service<T>(key: Service<T>): T {
    return this.services.get(key);
  }

  /** What is offered under `key`, or null. */
  findService<T>(key: Service<T>): T | null {
    return this.services.find(key);
  }

  private crash(error: unknown): RunStop {
    const { scheduler } = this;
    this.panicMessage = error instanceof Error ? error.message : String(error);
    scheduler.trace?.event(scheduler.clock.now(), "panic", scheduler.current?.name ?? "", this.panicMessage);
    this.print(panicReport(this, error));
    this.halt(PANIC_STATUS);
    return { reason: "halted", nextNs: Infinity };
  }
}

function checkConfig(config: KernelConfig): void {
  const { priorityMax, tickPerSecond } = config;
  assert(priorityMax === 8 || priorityMax === 32 || priorityMax === 256, `priorityMax ${priorityMax}`);
  assert(tickPerSecond >= 1 && tickPerSecond <= 1000, `tickPerSecond ${tickPerSecond}`);
}
