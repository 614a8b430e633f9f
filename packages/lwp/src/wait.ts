// wait4 and waitid: a process learns that a child has ended, stopped or gone on.

import {
  CLD_CONTINUED,
  CLD_EXITED,
  CLD_KILLED,
  CLD_STOPPED,
  CONTINUED_STATUS,
  ECHILD,
  EINTR,
  P_PGID,
  P_PID,
  SIGCHLD,
  stoppedStatus,
  WALL,
  WCLONE,
  WCONTINUED,
  WEXITED,
  WNOHANG,
  WNOWAIT,
  WSTOPPED,
} from "@keel/abi";
import { type Blocking, WAIT_INTERRUPTIBLE } from "@keel/kernel";
import { reap } from "./exit.ts";
import type { Lwp } from "./lwp.ts";
import { ResourceUsage } from "./rusage.ts";
import type { UserThread } from "./user-thread.ts";

export interface WaitFilter {
  /** P_ALL, P_PID or P_PGID (`id` 0 with P_PGID: the caller's own group). */
  readonly idType: number;
  readonly id: number;
  /** WNOHANG, WNOWAIT, WEXITED, WSTOPPED (= WUNTRACED), WCONTINUED. wait4 always adds WEXITED. */
  readonly options: number;
}

export interface WaitResult {
  readonly pid: number;
  readonly uid: number;
  /** CLD_EXITED, CLD_KILLED, CLD_STOPPED, CLD_CONTINUED. */
  readonly code: number;
  /** As wait4 stores it. */
  readonly status: number;
  readonly usage: ResourceUsage;
}

/** null: WNOHANG and no child has news. -ECHILD: no such child. -EINTR: a signal came first. */
export function* waitChild(thread: UserThread, filter: WaitFilter): Blocking<WaitResult | null | number> {
  const { lwp } = thread;
  for (;;) {
    const found = look(lwp, filter);
    if (found !== null) return found;
    if ((filter.options & WNOHANG) !== 0) return null;
    const woken = yield* lwp.childQueue.wait(WAIT_INTERRUPTIBLE);
    if (woken < 0) return look(lwp, filter) ?? -EINTR;
  }
}

/** News of a child, -ECHILD when none is meant, null when there is none yet. */
function look(lwp: Lwp, filter: WaitFilter): WaitResult | null | number {
  let hasChild = false;
  for (const child of lwp.children) {
    if (!isMeant(lwp, child, filter)) continue;
    hasChild = true;
    const news = takeNews(child, filter.options);
    if (news !== null) return news;
  }
  return hasChild ? null : -ECHILD;
}

function isMeant(lwp: Lwp, child: Lwp, filter: WaitFilter): boolean {
  const { idType, id, options } = filter;
  if (idType === P_PID && child.pid !== id) return false;
  if (idType === P_PGID && child.pgid !== (id === 0 ? lwp.pgid : id)) return false;
  if ((options & WALL) !== 0) return true;
  return (child.exitSignal !== SIGCHLD) === ((options & WCLONE) !== 0);
}

/** What `child` has to report of what `options` ask for; the report is used up unless WNOWAIT. */
export function takeNews(child: Lwp, options: number): WaitResult | null {
  const isKept = (options & WNOWAIT) !== 0;
  if (child.isZombie) {
    if ((options & WEXITED) === 0) return null;
    const code = (child.exitStatus & 0x7f) === 0 ? CLD_EXITED : CLD_KILLED;
    const result = resultOf(child, code, child.exitStatus);
    if (!isKept) reap(child);
    return result;
  }
  if (child.hasStopReport && (options & WSTOPPED) !== 0) {
    if (!isKept) child.hasStopReport = false;
    return resultOf(child, CLD_STOPPED, stoppedStatus(child.stopSignal));
  }
  if (child.hasContinueReport && (options & WCONTINUED) !== 0) {
    if (!isKept) child.hasContinueReport = false;
    return resultOf(child, CLD_CONTINUED, CONTINUED_STATUS);
  }
  return null;
}

function resultOf(child: Lwp, code: number, status: number): WaitResult {
  const usage = new ResourceUsage();
  usage.add(child.usage());
  usage.add(child.childrenUsage);
  return { pid: child.pid, uid: child.credentials.uid, code, status, usage };
}
