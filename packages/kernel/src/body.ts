// What the scheduler knows of a thread's inside: run until a deadline, come back with why you stopped.
// Coroutines (CoroutineBody) live here; guest code on a hart brings a body of its own.

import type { Thread } from "./thread.ts";

/** Stopped with the thread still runnable: time, a needed switch, or a yield. */
export const BODY_PREEMPTED = 0;
/** Stopped with the thread suspended. */
export const BODY_BLOCKED = 1;
/** Stopped for good. */
export const BODY_EXITED = 2;
export type BodyStop = typeof BODY_PREEMPTED | typeof BODY_BLOCKED | typeof BODY_EXITED;

export interface Body {
  /**
   * Runs until it blocks (the thread is then suspended), `kernel.needResched`, `clock.now() >= deadlineNs`,
   * or the end.
   */
  run(thread: Thread, deadlineNs: number): BodyStop;
  /** The thread has ended or was deleted: run what must be run, free what it holds. */
  dispose?(thread: Thread): void;
}
