// The end of threads and processes: exit, exit_group, and what follows: robust futexes, open files, memory,
// orphans, the parent's SIGCHLD. Nothing here blocks.

import {
  CLD_EXITED,
  CLD_KILLED,
  exitedStatus,
  FUTEX_BITSET_MATCH_ANY,
  SA_NOCLDWAIT,
  SIG_IGN,
  SIGCHLD,
  SIGHUP,
} from "@keel/abi";
import { disconnectTty, signalOrphanedGroups } from "./job-control.ts";
import { checkAllParked } from "./job-stop.ts";
import type { Aspace } from "@keel/mm";
import type { Lwp } from "./lwp.ts";
import type { LwpSystem } from "./lwp-system.ts";
import { RESULT_NO_RETURN } from "./restart.ts";
import { releaseRobustFutexes } from "./robust-list.ts";
import { SigInfo } from "./sig-info.ts";
import { sendToLwp, wakeForAttention } from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

/** exit(2): ends one thread. When all end so, the process has the leader's exit code. */
export function exitThread(thread: UserThread, code: number): number {
  const { lwp } = thread;
  if (!lwp.isExiting && thread.tid === lwp.pid) lwp.exitStatus = exitedStatus(code);
  thread.isExiting = true;
  wakeForAttention(thread, true);
  return RESULT_NO_RETURN;
}

/** exit_group(2) and fatal signals: ends every thread. `waitStatus` as abi's exitedStatus or signaledStatus makes it. */
export function exitGroup(lwp: Lwp, waitStatus: number): number {
  if (lwp.isExiting) return RESULT_NO_RETURN;
  lwp.isExiting = true;
  lwp.exitStatus = waitStatus;
  lwp.isStopped = false;
  lwp.continueQueue.wakeupAll();
  for (const thread of lwp.threads.values()) wakeForAttention(thread, true);
  return RESULT_NO_RETURN;
}

/** What a thread leaves behind is put in order; with the last thread the process becomes a zombie. */
export function finishThread(thread: UserThread): void {
  const { lwp } = thread;
  const { system } = lwp;
  releaseRobustFutexes(thread);
  clearChildTid(thread);
  lwp.endedUsage.add(thread.usage);
  system.removeThread(thread);
  system.contexts.free(thread.context);
  lwp.threadQueue.wakeupAll();
  if (lwp.threads.size === 0) finishLwp(lwp);
  else checkAllParked(lwp);
}

/** A process is undone before it ever ran: clone or spawn failed half way. Nobody is told. */
export function abandonLwp(lwp: Lwp): void {
  releaseResources(lwp);
  lwp.parent?.children.delete(lwp);
  lwp.system.forget(lwp);
}

/** CLONE_CHILD_CLEARTID: pthread_join waits for this word. Memory that goes with the process needs no clearing. */
function clearChildTid(thread: UserThread): void {
  const va = thread.clearChildTid;
  const { lwp } = thread;
  const isLast = lwp.threads.size === 1 && !thread.aspace.isShared;
  if (va === 0 || isLast) return;
  if (thread.aspace.write32(va, 0) < 0) return;
  lwp.system.futexes.wake(thread, { va, isPrivate: false }, 1, FUTEX_BITSET_MATCH_ANY);
}

function finishLwp(lwp: Lwp): void {
  const { system, session } = lwp;
  lwp.isExiting = true;
  const usage = lwp.endedUsage;
  usage.maxResidentPages = Math.max(usage.maxResidentPages, lwp.aspace?.maxResidentPages ?? 0);
  releaseResources(lwp);
  if (session.isLed && session.sid === lwp.pid) endSession(lwp);
  const children = [...lwp.children];
  signalOrphanedGroups(lwp, children);
  for (const child of children) adoptOrphan(child);
  lwp.children.clear();
  lwp.isZombie = true;
  tellParent(lwp);
  system.onLwpExit?.(lwp);
}

/** Timers, files and memory; the parent that waits in vfork goes on. */
function releaseResources(lwp: Lwp): void {
  lwp.itimers.clear();
  lwp.extensions.clear();
  lwp.files.leave();
  lwp.releaseProgram();
  if (lwp.aspace !== null) leaveAspace(lwp.system, lwp.aspace);
  lwp.aspace = null;
  releaseVfork(lwp);
}

/** A process leaves an address space, which goes with the last one. */
export function leaveAspace(system: LwpSystem, space: Aspace): void {
  if (!space.isShared) system.futexes.pi.forget(space);
  space.unref();
}

/** The parent's memory is its own again. */
export function releaseVfork(lwp: Lwp): void {
  lwp.isVforkChild = false;
  lwp.vforkQueue.wakeupAll();
}

function endSession(lwp: Lwp): void {
  const { tty } = lwp.session;
  if (tty === null) return;
  disconnectTty(lwp.system, lwp.session);
  sendHangup(lwp);
}

/** Members of the leader's own group that are not in the foreground hear of it too. */
function sendHangup(leader: Lwp): void {
  for (const lwp of leader.system.lwps()) {
    if (lwp !== leader && lwp.session === leader.session && lwp.pgid === leader.pgid) {
      sendToLwp(lwp, SigInfo.fromKernel(SIGHUP));
    }
  }
}

/** init takes the orphans; without one the kernel does, and waits for them by itself. */
function adoptOrphan(child: Lwp): void {
  const { system } = child;
  const { init } = system;
  if (init !== null && !init.isExiting) {
    child.parent = init;
    init.children.add(child);
    if (child.isZombie) tellParent(child);
    return;
  }
  child.parent = null;
  child.isDetached = true;
  if (child.isZombie) reap(child);
}

/** The zombie's parent gets its signal, or has said that it does not want to know. */
function tellParent(lwp: Lwp): void {
  const { parent, system } = lwp;
  if (parent === null) {
    if (lwp.isDetached) reap(lwp);
    else system.kernelChildQueue.wakeupAll();
    return;
  }
  const action = parent.handlers.get(SIGCHLD);
  const isUnwanted = action.handler === SIG_IGN || (action.flags & SA_NOCLDWAIT) !== 0;
  const isAutomatic = lwp.exitSignal === SIGCHLD && isUnwanted;
  if (lwp.exitSignal !== 0) sendToLwp(parent, childInfo(lwp));
  if (isAutomatic) reap(lwp);
  parent.childQueue.wakeupAll();
}

/** siginfo of a process that has ended. */
export function childInfo(lwp: Lwp): SigInfo {
  const signal = lwp.exitStatus & 0x7f;
  const code = signal === 0 ? CLD_EXITED : CLD_KILLED;
  const status = signal === 0 ? (lwp.exitStatus >> 8) & 0xff : signal;
  const usage = lwp.usage();
  const userTicks = Math.floor(usage.userNs / 10_000_000);
  const systemTicks = Math.floor(usage.systemNs / 10_000_000);
  return SigInfo.child(code, lwp.pid, lwp.credentials.uid, status, userTicks, systemTicks, lwp.exitSignal);
}

/** A zombie has been waited for: its parent takes its usage over, and the pid is free. */
export function reap(lwp: Lwp): void {
  const { parent } = lwp;
  if (parent !== null) {
    parent.childrenUsage.add(lwp.usage());
    parent.childrenUsage.add(lwp.childrenUsage);
    parent.children.delete(lwp);
  }
  lwp.system.forget(lwp);
}
