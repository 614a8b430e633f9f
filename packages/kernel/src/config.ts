// The kernel's build-time options, with RT-Thread's defaults. Symbols in brackets are RT-Thread's.

export interface KernelConfig {
  /** Number of priorities; 0 is the most urgent. [RT_THREAD_PRIORITY_MAX] */
  readonly priorityMax: 8 | 32 | 256;
  /** Ticks per second, 10 to 1000. [RT_TICK_PER_SECOND] */
  readonly tickPerSecond: number;
  /** Longest object name plus one; 0: no limit. [RT_NAME_MAX] */
  readonly nameMax: number;
  /** What a longer name does: panic as in RT-Thread 5.2, or be cut (and reported) as in its later releases. */
  readonly longNames: "truncate" | "assert";
  /** Idle hooks at a time. [RT_IDLE_HOOK_LIST_SIZE] */
  readonly idleHookMax: number;
  /** Run hard timers in the timer thread too. [RT_USING_TIMER_ALL_SOFT] */
  readonly timerAllSoft: boolean;
  /** [RT_TIMER_THREAD_PRIO] */
  readonly timerThreadPriority: number;
  /** Bytes. [RT_TIMER_THREAD_STACK_SIZE] */
  readonly timerThreadStackSize: number;
  /** null: a third of priorityMax. [RT_MAIN_THREAD_PRIORITY] */
  readonly mainThreadPriority: number | null;
  /** Bytes. [RT_MAIN_THREAD_STACK_SIZE] */
  readonly mainThreadStackSize: number;
  /** Bytes. [IDLE_THREAD_STACK_SIZE] */
  readonly idleThreadStackSize: number;
  /** A blocking call in an interrupt or a critical section panics, instead of returning -errno. [RT_DEBUGING_CONTEXT] */
  readonly debugContext: boolean;
  /** Print each initialisation step and what it returned. [RT_DEBUGING_AUTO_INIT] */
  readonly debugAutoInit: boolean;
  /**
   * What a thread switch costs in ns, when there are so many that time would stand still. Switching is free
   * until a thousand dispatches have passed at one instant; then each such thousand costs a thousand times
   * this. It makes threads that poll each other with `yield` reach their timeouts.
   */
  readonly switchNs: number;
}

export const DEFAULT_CONFIG: KernelConfig = {
  priorityMax: 32,
  tickPerSecond: 1000,
  nameMax: 24,
  longNames: "truncate",
  idleHookMax: 4,
  timerAllSoft: false,
  timerThreadPriority: 4,
  timerThreadStackSize: 2048,
  mainThreadPriority: null,
  mainThreadStackSize: 6144,
  idleThreadStackSize: 1024,
  debugContext: true,
  debugAutoInit: false,
  switchNs: 1000,
};
