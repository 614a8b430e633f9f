// Sending signals. Plain functions, which interrupt context may call (the terminal's Ctrl-C, timers). What a signal
// does is decided on the receiver's way to user space (signal-deliver.ts); here it is queued, its immediate
// effects on stopped processes happen, and a thread is woken that will take it. man 7 signal.

import {
  EAGAIN,
  EINVAL,
  EPERM,
  ESRCH,
  NSIG,
  RLIMIT_SIGPENDING,
  SI_TKILL,
  SIG_DFL,
  SIGCONT,
  SIGKILL,
  SIGSTOP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
} from "@keel/abi";
import { crashReport } from "./crash-report.ts";
import { continueLwp } from "./job-stop.ts";
import type { Lwp } from "./lwp.ts";
import type { LwpSystem } from "./lwp-system.ts";
import { defaultAction } from "./sig-action.ts";
import { SigInfo } from "./sig-info.ts";
import type { UserThread } from "./user-thread.ts";

const STOP_SIGNALS: readonly number[] = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU];

/** To one thread. 0 or -EAGAIN (too many queued real-time signals). */
export function sendToThread(thread: UserThread, info: SigInfo): number {
  const sig = info.signo;
  const { lwp } = thread;
  if (lwp.isZombie) return 0;
  prepare(lwp, sig);
  if (lwp.handlers.ignores(sig) && !blocks(thread, sig)) return 0;
  const error = thread.pending.push(info, lwp.limits.soft(RLIMIT_SIGPENDING));
  if (error === 0) notify(thread, sig);
  return error;
}

/** To a process: the first thread that does not block it takes it. 0 or -EAGAIN; a zombie takes and ignores it. */
export function sendToLwp(lwp: Lwp, info: SigInfo): number {
  const sig = info.signo;
  if (lwp.isZombie) return 0;
  prepare(lwp, sig);
  const threads = [...lwp.threads.values()];
  if (lwp.handlers.ignores(sig) && !threads.some((thread) => blocks(thread, sig))) return 0;
  const error = lwp.pending.push(info, lwp.limits.soft(RLIMIT_SIGPENDING));
  if (error < 0) return error;
  const taker = threads.find((thread) => !thread.sigmask.has(sig) && !thread.isExiting);
  if (taker !== undefined) notify(taker, sig);
  else if (sig === SIGKILL && threads[0] !== undefined) notify(threads[0], sig);
  return 0;
}

/** To every process of a group: 0, or -ESRCH when it has none. */
export function sendToGroup(system: LwpSystem, pgid: number, info: SigInfo): number {
  let result = -ESRCH;
  for (const lwp of system.lwps()) {
    if (lwp.pgid === pgid) result = sendToLwp(lwp, info);
  }
  return result === -EAGAIN ? 0 : result;
}

/** A fault of the thread's own doing: it takes the signal now, or dies of it when it is blocked or ignored. */
export function forceSignal(thread: UserThread, info: SigInfo, cause: number): void {
  const { lwp } = thread;
  const sig = info.signo;
  if (thread.sigmask.has(sig) || lwp.handlers.ignores(sig)) {
    lwp.handlers.reset(sig);
    thread.sigmask.delete(sig);
  }
  if (lwp.handlers.get(sig).handler === SIG_DFL) {
    lwp.system.kernel.print(crashReport(thread, info, cause));
    lwp.isDoomed = true;
  }
  thread.pending.push(info, Infinity);
  notify(thread, sig);
}

// ---- the calls

/** kill(2), every form of `pid`; `sig` 0 only checks. 0, -EINVAL, -ESRCH, -EPERM. */
export function kill(sender: UserThread, pid: number, sig: number): number {
  if (sig < 0 || sig > NSIG) return -EINVAL;
  const { lwp } = sender;
  const { system } = lwp;
  if (pid > 0) return sendChecked(sender, system.findByTid(pid), sig);
  const pgid = pid === 0 ? lwp.pgid : -pid;
  let hasTarget = false;
  let hasSent = false;
  for (const target of system.lwps()) {
    const isMeant = pid === -1 ? target.pid > 1 && target !== lwp : target.pgid === pgid;
    if (!isMeant) continue;
    hasTarget = true;
    if (sendChecked(sender, target, sig) === 0) hasSent = true;
  }
  if (hasSent) return 0;
  return hasTarget ? -EPERM : -ESRCH;
}

/** tgkill(2); `tgid` -1 is tkill(2). */
export function tgkill(sender: UserThread, tgid: number, tid: number, sig: number): number {
  if (sig < 0 || sig > NSIG || tid <= 0 || (tgid <= 0 && tgid !== -1)) return -EINVAL;
  const target = sender.lwp.system.findThread(tid);
  if (target === null || (tgid !== -1 && target.lwp.pid !== tgid)) return -ESRCH;
  if (!maySignal(sender, target.lwp, sig)) return -EPERM;
  if (sig === 0) return 0;
  return sendToThread(target, SigInfo.fromThread(sig, sender.lwp.pid, sender.lwp.credentials.uid));
}

/** rt_sigqueueinfo(2) (`tid` 0) and rt_tgsigqueueinfo(2): `bytes` is the sender's siginfo_t. */
export function sigqueue(
  sender: UserThread,
  pid: number,
  tid: number,
  sig: number,
  bytes: Uint8Array,
): number {
  if (sig < 0 || sig > NSIG) return -EINVAL;
  const info = SigInfo.queued(sig, bytes);
  const { system } = sender.lwp;
  // Nobody may pretend to be the kernel or kill(2) towards another process.
  if ((info.code >= 0 || info.code === SI_TKILL) && pid !== sender.lwp.pid) return -EPERM;
  const lwp = system.find(pid);
  const thread = tid === 0 ? null : system.findThread(tid);
  if (lwp === null || (tid !== 0 && thread?.lwp !== lwp)) return -ESRCH;
  if (!maySignal(sender, lwp, sig)) return -EPERM;
  if (sig === 0) return 0;
  return thread === null ? sendToLwp(lwp, info) : sendToThread(thread, info);
}

/** Whether `sender` may signal `target`: root, the same user, or SIGCONT within a session. */
export function maySignal(sender: UserThread, target: Lwp, sig: number): boolean {
  const own = sender.lwp.credentials;
  const { uid, suid } = target.credentials;
  if (own.euid === 0 || own.euid === uid || own.euid === suid || own.uid === uid || own.uid === suid)
    return true;
  return sig === SIGCONT && sender.lwp.session === target.session;
}

function sendChecked(sender: UserThread, target: Lwp | null, sig: number): number {
  if (target === null) return -ESRCH;
  if (!maySignal(sender, target, sig)) return -EPERM;
  if (sig === 0) return 0;
  return sendToLwp(target, SigInfo.fromUser(sig, sender.lwp.pid, sender.lwp.credentials.uid));
}

// ---- inside

/** What a signal does when it is sent, whether or not it is blocked: stop and continue cancel each other. */
function prepare(lwp: Lwp, sig: number): void {
  if (sig === SIGCONT) {
    discardEverywhere(lwp, STOP_SIGNALS);
    continueLwp(lwp);
  } else if (sig === SIGKILL) {
    // A stopped process has to run in order to end.
    lwp.isStopped = false;
    lwp.isFullyStopped = false;
    lwp.continueQueue.wakeupAll();
  } else if (STOP_SIGNALS.includes(sig)) {
    discardEverywhere(lwp, [SIGCONT]);
  }
}

function discardEverywhere(lwp: Lwp, signals: readonly number[]): void {
  for (const sig of signals) {
    lwp.pending.discard(sig);
    for (const thread of lwp.threads.values()) thread.pending.discard(sig);
  }
}

function blocks(thread: UserThread, sig: number): boolean {
  return thread.sigmask.has(sig) || (thread.waitingSigmask !== null && thread.waitingSigmask.has(sig));
}

/** Makes a thread look at its signals soon: out of waits that a signal may end, fatal ones out of killable waits too. */
function notify(thread: UserThread, sig: number): void {
  if (thread.sigmask.has(sig) && sig !== SIGKILL) return;
  wakeForAttention(thread, isFatal(thread.lwp, sig));
}

/** True when `sig` will end the process: no handler, and the default is to die of it. */
export function isFatal(lwp: Lwp, sig: number): boolean {
  if (sig === SIGKILL) return true;
  if (lwp.handlers.get(sig).handler !== SIG_DFL) return false;
  const action = defaultAction(sig);
  return (action === "terminate" || action === "core") && lwp !== lwp.system.init;
}

/** The thread has something to do before it runs user code again. With `kill` it also leaves killable waits. */
export function wakeForAttention(thread: UserThread, kill: boolean): void {
  thread.needsAttention = true;
  if (kill) thread.thread.interruptPending = 2;
  else if (thread.thread.interruptPending === 0) thread.thread.interruptPending = 1;
  thread.thread.wakeup(kill);
}

/** Sets `needsAttention` and the kernel thread's readiness to be interrupted by what waits now. */
export function refreshAttention(thread: UserThread): void {
  const { lwp } = thread;
  const isEnding = thread.isExiting || lwp.isExiting;
  const hasKill = lwp.pending.set.has(SIGKILL) || thread.pending.set.has(SIGKILL);
  const isCalled = thread.hasPendingSignal || lwp.isStopped;
  thread.needsAttention = isCalled || isEnding || thread.savedSigmask !== null;
  thread.thread.interruptPending = isEnding || hasKill ? 2 : isCalled ? 1 : 0;
}
