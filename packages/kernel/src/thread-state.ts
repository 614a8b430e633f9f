// Thread states and what RT-Thread calls them in listings.

import {
  RT_THREAD_CLOSE,
  RT_THREAD_INIT,
  RT_THREAD_READY,
  RT_THREAD_RUNNING,
  RT_THREAD_SUSPEND_INTERRUPTIBLE,
  RT_THREAD_SUSPEND_KILLABLE,
  RT_THREAD_SUSPEND_UNINTERRUPTIBLE,
} from "@keel/abi";
import { WAIT_INTERRUPTIBLE, WAIT_KILLABLE, WAIT_UNINTERRUPTIBLE, type WaitKind } from "./blocking.ts";

/** The state in which a wait of `kind` is spent. */
export function suspendStateOf(kind: WaitKind): number {
  if (kind === WAIT_UNINTERRUPTIBLE) return RT_THREAD_SUSPEND_UNINTERRUPTIBLE;
  return kind === WAIT_INTERRUPTIBLE ? RT_THREAD_SUSPEND_INTERRUPTIBLE : RT_THREAD_SUSPEND_KILLABLE;
}

/** The kind of wait that is spent in `state`; WAIT_UNINTERRUPTIBLE also for a thread that does not wait. */
export function waitKindOf(state: number): WaitKind {
  if (state === RT_THREAD_SUSPEND_INTERRUPTIBLE) return WAIT_INTERRUPTIBLE;
  return state === RT_THREAD_SUSPEND_KILLABLE ? WAIT_KILLABLE : WAIT_UNINTERRUPTIBLE;
}

/** `ready`, `running`, `suspend`, `init` or `close`. */
export function threadStateName(state: number): string {
  switch (state) {
    case RT_THREAD_INIT:
      return "init";
    case RT_THREAD_CLOSE:
      return "close";
    case RT_THREAD_READY:
      return "ready";
    case RT_THREAD_RUNNING:
      return "running";
    default:
      return "suspend";
  }
}
