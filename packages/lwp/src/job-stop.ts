// Stopping and continuing processes: all threads of a process hold on their way to user space; the parent hears of
// it once the last one does.

import { CLD_CONTINUED, CLD_STOPPED, SA_NOCLDSTOP, SIGCHLD, SIGCONT } from "@keel/abi";
import type { Lwp } from "./lwp.ts";
import { SigInfo } from "./sig-info.ts";
import { sendToLwp, wakeForAttention } from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

/** The default action of a stop signal. */
export function stopLwp(lwp: Lwp, sig: number): void {
  if (lwp.isStopped) return;
  lwp.isStopped = true;
  lwp.stopSignal = sig;
  lwp.hasContinueReport = false;
  for (const thread of lwp.threads.values()) wakeForAttention(thread, false);
}

/** SIGCONT was sent: everything goes on, whatever becomes of the signal itself. */
export function continueLwp(lwp: Lwp): void {
  if (!lwp.isStopped) return;
  lwp.isStopped = false;
  lwp.isFullyStopped = false;
  lwp.hasStopReport = false;
  lwp.hasContinueReport = true;
  lwp.continueQueue.wakeupAll();
  tellParent(lwp, CLD_CONTINUED, SIGCONT);
}

/** A thread begins to hold; with the last one the process counts as stopped. */
export function parkThread(thread: UserThread): void {
  const { lwp } = thread;
  lwp.parkedThreads++;
  checkAllParked(lwp);
}

export function unparkThread(thread: UserThread): void {
  thread.lwp.parkedThreads--;
}

/** Also asked when a thread ends: those that are left may all be holding. */
export function checkAllParked(lwp: Lwp): void {
  if (!lwp.isStopped || lwp.isFullyStopped || lwp.parkedThreads < lwp.threads.size) return;
  lwp.isFullyStopped = true;
  lwp.hasStopReport = true;
  tellParent(lwp, CLD_STOPPED, lwp.stopSignal);
}

function tellParent(lwp: Lwp, code: number, status: number): void {
  const { parent, system } = lwp;
  if (parent === null) {
    system.kernelChildQueue.wakeupAll();
    return;
  }
  if ((parent.handlers.get(SIGCHLD).flags & SA_NOCLDSTOP) === 0) {
    const usage = lwp.usage();
    sendToLwp(
      parent,
      SigInfo.child(code, lwp.pid, lwp.credentials.uid, status, ticks(usage.userNs), ticks(usage.systemNs)),
    );
  }
  parent.childQueue.wakeupAll();
}

function ticks(ns: number): number {
  return Math.floor(ns / 10_000_000);
}
