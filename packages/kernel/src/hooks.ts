// Places where an observer may look in: RT-Thread's rt_*_sethook family. Each is a function or null; hooks
// run in the context of what they observe and must neither block nor throw.

import type { KObject } from "./object.ts";
import type { Thread } from "./thread.ts";
import type { Timer } from "./timer.ts";

export type ObjectHook = (object: KObject) => void;

export class KernelHooks {
  /** An object has been entered into the table. */
  objectAttach: ObjectHook | null = null;
  /** An object is about to leave the table. */
  objectDetach: ObjectHook | null = null;
  /** Someone is about to try to take (semaphore, mutex, event, mailbox, message queue, pool, timer). */
  objectTrytake: ObjectHook | null = null;
  /** Someone has taken. */
  objectTake: ObjectHook | null = null;
  /** Someone is about to give (release, send, stop). */
  objectPut: ObjectHook | null = null;
  /** The processor changes hands. */
  schedulerSwitch: ((from: Thread | null, to: Thread) => void) | null = null;
  threadInited: ((thread: Thread) => void) | null = null;
  threadSuspend: ((thread: Thread) => void) | null = null;
  threadResume: ((thread: Thread) => void) | null = null;
  /** Around a timer's callback. */
  timerEnter: ((timer: Timer) => void) | null = null;
  timerExit: ((timer: Timer) => void) | null = null;
  /** Around an interrupt, with the nesting level inside it. */
  interruptEnter: ((nest: number) => void) | null = null;
  interruptLeave: ((nest: number) => void) | null = null;
}
