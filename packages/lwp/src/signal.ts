// Sending signals, and the calls about them: kill, tgkill, sigaction, sigprocmask, sigsuspend, sigtimedwait.
// Plain functions may be called from interrupt context (the terminal's Ctrl-C, timers).

import { ENOSYS } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import type { Lwp } from "./lwp.ts";
import type { LwpSystem } from "./lwp-system.ts";
import type { SigAction } from "./sig-action.ts";
import type { SigInfo } from "./sig-info.ts";
import { SigSet } from "./sig-set.ts";
import type { AltStack, UserThread } from "./user-thread.ts";

/** To one thread. 0 or -EAGAIN (too many queued real-time signals). */
export function sendToThread(_thread: UserThread, _info: SigInfo): number {
  return -ENOSYS;
}

/** To a process: the first thread that does not block it takes it. 0 or -EAGAIN; a zombie takes and ignores it. */
export function sendToLwp(_lwp: Lwp, _info: SigInfo): number {
  return -ENOSYS;
}

/** To every process of a group: 0, or -ESRCH when it has none. */
export function sendToGroup(_system: LwpSystem, _pgid: number, _info: SigInfo): number {
  return -ENOSYS;
}

/** kill(2), every form of `pid`; `sig` 0 only checks. */
export function kill(_sender: UserThread, _pid: number, _sig: number): number {
  return -ENOSYS;
}

/** tgkill(2); `tgid` -1 is tkill(2). */
export function tgkill(_sender: UserThread, _tgid: number, _tid: number, _sig: number): number {
  return -ENOSYS;
}

/** rt_sigqueueinfo(2) (`tid` 0) and rt_tgsigqueueinfo(2): `bytes` is the sender's siginfo_t. */
export function sigqueue(
  _sender: UserThread,
  _pid: number,
  _tid: number,
  _sig: number,
  _bytes: Uint8Array,
): number {
  return -ENOSYS;
}

/** rt_sigaction(2): 0 or -EINVAL. The old action: lwp.handlers.get(sig), asked before. */
export function setAction(_lwp: Lwp, _sig: number, _action: SigAction): number {
  return -ENOSYS;
}

/** Sets the mask of blocked signals; KILL and STOP are left out silently. */
export function setSigmask(_thread: UserThread, _set: SigSet): void {}

/** ppoll, pselect, epoll_pwait: `set` holds until the call has answered and a handler, if any, was entered. */
export function borrowSigmask(_thread: UserThread, _set: SigSet): void {}

/** rt_sigpending(2): blocked signals that wait. */
export function pendingSignals(_thread: UserThread): SigSet {
  return new SigSet();
}

/** rt_sigsuspend(2): -ERESTARTNOHAND once a signal has come. */
export function* sigsuspend(_thread: UserThread, _set: SigSet): Blocking<number> {
  return -ENOSYS;
}

/** rt_sigtimedwait(2): the signal taken, -EAGAIN at `deadlineNs`, -EINTR. */
export function* sigtimedwait(
  _thread: UserThread,
  _set: SigSet,
  _deadlineNs: number,
): Blocking<SigInfo | number> {
  return -ENOSYS;
}

/** sigaltstack(2): 0, -EINVAL, -ENOMEM (too small) or -EPERM (on it now). The old one: thread.altStack. */
export function setAltStack(_thread: UserThread, _stack: AltStack): number {
  return -ENOSYS;
}
