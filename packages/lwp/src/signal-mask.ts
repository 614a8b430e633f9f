// The calls by which a thread arranges for signals: dispositions, masks, waiting for one, the alternate stack.

import {
  EAGAIN,
  EINTR,
  EINVAL,
  ENOMEM,
  EPERM,
  ETIMEDOUT,
  NSIG,
  SA_NODEFER,
  SA_ONSTACK,
  SIGKILL,
  SIGSTOP,
  SS_AUTODISARM,
  SS_DISABLE,
  SS_ONSTACK,
} from "@keel/abi";
import { type Blocking, WAIT_INTERRUPTIBLE, WaitQueue } from "@keel/kernel";
import type { Lwp } from "./lwp.ts";
import { ERESTARTNOHAND } from "./restart.ts";
import type { SigAction } from "./sig-action.ts";
import type { SigInfo } from "./sig-info.ts";
import { SigSet } from "./sig-set.ts";
import { refreshAttention } from "./signal.ts";
import { type AltStack, NO_ALT_STACK, type UserThread } from "./user-thread.ts";

/** The least an alternate stack may have on riscv64. */
export const MINSIGSTKSZ = 2048;
const SP = 2;

/** rt_sigaction(2): 0 or -EINVAL. The old action: lwp.handlers.get(sig), asked before. */
export function setAction(lwp: Lwp, sig: number, action: SigAction): number {
  if (sig < 1 || sig > NSIG || sig === SIGKILL || sig === SIGSTOP) return -EINVAL;
  const mask = action.mask.copy();
  mask.dropUnblockable();
  lwp.handlers.set(sig, { handler: action.handler, flags: action.flags, mask });
  if (!lwp.handlers.ignores(sig)) return 0;
  // What is ignored from now on is forgotten, blocked or not (POSIX).
  lwp.pending.discard(sig);
  for (const thread of lwp.threads.values()) {
    thread.pending.discard(sig);
    refreshAttention(thread);
  }
  return 0;
}

/** Sets the mask of blocked signals; KILL and STOP are left out silently. */
export function setSigmask(thread: UserThread, set: SigSet): void {
  thread.sigmask.assign(set);
  thread.sigmask.dropUnblockable();
  refreshAttention(thread);
}

/** ppoll, pselect, epoll_pwait: `set` holds until the call has answered and a handler, if any, was entered. */
export function borrowSigmask(thread: UserThread, set: SigSet): void {
  thread.savedSigmask ??= thread.sigmask.copy();
  setSigmask(thread, set);
}

/** The mask while the handler of `sig` runs. */
export function blockForHandler(thread: UserThread, sig: number, action: SigAction): void {
  const mask = thread.sigmask.copy();
  mask.merge(action.mask);
  if ((action.flags & SA_NODEFER) === 0) mask.add(sig);
  setSigmask(thread, mask);
}

/** rt_sigpending(2): blocked signals that wait. */
export function pendingSignals(thread: UserThread): SigSet {
  const set = thread.pending.set.copy();
  set.merge(thread.lwp.pending.set);
  return new SigSet(set.lo & thread.sigmask.lo, set.hi & thread.sigmask.hi);
}

/** rt_sigsuspend(2), and pause(2) with the mask there is: -ERESTARTNOHAND once a signal has come. */
export function* sigsuspend(thread: UserThread, set: SigSet): Blocking<number> {
  borrowSigmask(thread, set);
  const nobody = new WaitQueue(thread.lwp.system.kernel);
  while (!thread.hasPendingSignal && !thread.lwp.isStopped) yield* nobody.wait(WAIT_INTERRUPTIBLE);
  return -ERESTARTNOHAND;
}

/** rt_sigtimedwait(2): the signal taken, -EAGAIN at `deadlineNs`, -EINTR. */
export function* sigtimedwait(
  thread: UserThread,
  set: SigSet,
  deadlineNs: number,
): Blocking<SigInfo | number> {
  const wanted = set.copy();
  wanted.dropUnblockable();
  const others = new SigSet(~wanted.lo, ~wanted.hi);
  let info = takePending(thread, others);
  if (info !== null) return info;
  const { kernel } = thread.lwp.system;
  if (deadlineNs <= kernel.now()) return -EAGAIN;
  // Unblocked for the wait, so that senders wake this thread; `waitingSigmask` keeps ignored ones from being dropped.
  thread.waitingSigmask = thread.sigmask.copy();
  const unblocked = thread.sigmask.copy();
  unblocked.subtract(wanted);
  setSigmask(thread, unblocked);
  let woken = 0;
  try {
    woken = yield* new WaitQueue(kernel).wait(WAIT_INTERRUPTIBLE, deadlineNs);
  } finally {
    info = takePending(thread, others);
    const mask: SigSet = thread.waitingSigmask;
    thread.waitingSigmask = null;
    setSigmask(thread, mask);
  }
  if (info !== null) return info;
  return woken === -ETIMEDOUT ? -EAGAIN : -EINTR;
}

function takePending(thread: UserThread, blocked: SigSet): SigInfo | null {
  return thread.pending.take(blocked) ?? thread.lwp.pending.take(blocked);
}

// ---- the alternate stack

/** Whether the thread runs on its alternate stack now. One that disarms itself does not count. */
export function isOnAltStack(thread: UserThread): boolean {
  const { sp, size, flags } = thread.altStack;
  if ((flags & SS_AUTODISARM) !== 0) return false;
  const now = thread.context.x(SP);
  return now > sp && now - sp <= size;
}

/** The alternate stack as sigaltstack(2) reports it, SS_ONSTACK and SS_DISABLE included. */
export function altStackOf(thread: UserThread): AltStack {
  const { sp, size, flags } = thread.altStack;
  const state = size === 0 ? SS_DISABLE : isOnAltStack(thread) ? SS_ONSTACK : 0;
  return { sp, size, flags: ((flags & SS_AUTODISARM) | state) >>> 0 };
}

/** sigaltstack(2): 0, -EINVAL, -ENOMEM (too small) or -EPERM (on it now). */
export function setAltStack(thread: UserThread, stack: AltStack): number {
  if (isOnAltStack(thread)) return -EPERM;
  const mode = stack.flags & ~SS_AUTODISARM;
  if (mode !== SS_DISABLE && mode !== SS_ONSTACK && mode !== 0) return -EINVAL;
  if (mode === SS_DISABLE) {
    thread.altStack = NO_ALT_STACK;
    return 0;
  }
  if (stack.size < MINSIGSTKSZ) return -ENOMEM;
  thread.altStack = { sp: stack.sp, size: stack.size, flags: stack.flags & SS_AUTODISARM };
  return 0;
}

/** Where a handler's frame begins to be built: the alternate stack when it is asked for and not in use. */
export function handlerStackTop(thread: UserThread, action: SigAction): number {
  const { sp, size } = thread.altStack;
  if ((action.flags & SA_ONSTACK) !== 0 && size > 0 && !isOnAltStack(thread)) return sp + size;
  return thread.context.x(SP);
}
