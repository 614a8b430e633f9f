// On the way to user space: what becomes of the signals that wait, of stops, of the end, and of a system call that
// a signal cut short. Linux: get_signal and handle_signal.

import {
  SA_RESETHAND,
  SA_RESTART,
  SIG_DFL,
  SIG_IGN,
  SIGSEGV,
  SIGSTOP,
  SYS_restart_syscall,
  signaledStatus,
  EINTR,
} from "@keel/abi";
import { type Blocking, WAIT_KILLABLE } from "@keel/kernel";
import { exitGroup } from "./exit.ts";
import { isOrphanedGroup } from "./job-control.ts";
import { parkThread, stopLwp, unparkThread } from "./job-stop.ts";
import { ERESTART_RESTARTBLOCK, ERESTARTNOINTR, ERESTARTSYS, RESULT_NO_RETURN } from "./restart.ts";
import { defaultAction, type SigAction } from "./sig-action.ts";
import type { SigInfo } from "./sig-info.ts";
import { refreshAttention } from "./signal.ts";
import { pushFrame } from "./signal-frame.ts";
import { blockForHandler } from "./signal-mask.ts";
import type { UserThread } from "./user-thread.ts";

/** Go on to user space. */
export const ATTENTION_DONE = 0;
/** Wait until the process is continued, then look again. */
export const ATTENTION_STOP = 1;
/** The thread ends. */
export const ATTENTION_EXIT = 2;

const A0 = 10;
const A7 = 17;
const ECALL_LENGTH = 4;

/** Takes every signal that may be taken now; answers ATTENTION_…. */
export function attend(thread: UserThread): number {
  const { lwp } = thread;
  for (;;) {
    if (lwp.isExiting || thread.isExiting) return ATTENTION_EXIT;
    if (lwp.isStopped) return ATTENTION_STOP;
    const info = thread.pending.take(thread.sigmask) ?? lwp.pending.take(thread.sigmask);
    if (info === null) break;
    const action = lwp.handlers.get(info.signo);
    if (action.handler === SIG_IGN) continue;
    if (action.handler === SIG_DFL) takeDefault(thread, info.signo);
    else enterHandler(thread, info, action);
  }
  restartCall(thread);
  if (thread.savedSigmask !== null) {
    thread.sigmask.assign(thread.savedSigmask);
    thread.savedSigmask = null;
  }
  refreshAttention(thread);
  // The mask that came back may let something through that the borrowed one did not.
  return thread.needsAttention ? attend(thread) : ATTENTION_DONE;
}

/** Holds a thread of a stopped process until it is continued or killed. */
export function* waitWhileStopped(thread: UserThread): Blocking<number> {
  const { lwp } = thread;
  parkThread(thread);
  try {
    while (lwp.isStopped && !lwp.isExiting && !thread.isExiting) {
      yield* lwp.continueQueue.wait(WAIT_KILLABLE);
      refreshAttention(thread);
    }
  } finally {
    unparkThread(thread);
  }
  return RESULT_NO_RETURN;
}

function takeDefault(thread: UserThread, sig: number): void {
  const { lwp } = thread;
  switch (defaultAction(sig)) {
    case "ignore":
    case "continue":
      return;
    case "stop":
      // Nobody could continue a group that no shell looks after.
      if (sig !== SIGSTOP && isOrphanedGroup(lwp.system, lwp.pgid)) return;
      if (lwp !== lwp.system.init) stopLwp(lwp, sig);
      return;
    default:
      // init is not killed by what it did not ask for; a fault of its own it does not survive.
      if (lwp === lwp.system.init && !lwp.isDoomed) return;
      exitGroup(lwp, signaledStatus(sig));
  }
}

function enterHandler(thread: UserThread, info: SigInfo, action: SigAction): void {
  const { lwp } = thread;
  const sig = info.signo;
  decideRestart(thread, action);
  if (!pushFrame(thread, info, action)) {
    exitGroup(lwp, signaledStatus(SIGSEGV));
    return;
  }
  thread.savedSigmask = null;
  if ((action.flags & SA_RESETHAND) !== 0) lwp.handlers.reset(sig);
  blockForHandler(thread, sig, action);
}

/** A handler is about to run: the call that was cut short is issued again after it, or has failed with EINTR. */
function decideRestart(thread: UserThread, action: SigAction): void {
  const code = thread.pendingRestart;
  if (code === 0) return;
  const isAgain = code === ERESTARTNOINTR || (code === ERESTARTSYS && (action.flags & SA_RESTART) !== 0);
  if (isAgain) {
    issueAgain(thread);
  } else {
    thread.context.setX(A0, -EINTR);
    thread.pendingRestart = 0;
  }
}

/** No handler ran: the call is issued again. */
function restartCall(thread: UserThread): void {
  const code = thread.pendingRestart;
  if (code === 0) return;
  issueAgain(thread);
  if (code === ERESTART_RESTARTBLOCK) thread.context.setX(A7, SYS_restart_syscall);
}

function issueAgain(thread: UserThread): void {
  const { context } = thread;
  context.setX64(A0, thread.originalA0Lo, thread.originalA0Hi);
  context.pc -= ECALL_LENGTH;
  thread.pendingRestart = 0;
}
