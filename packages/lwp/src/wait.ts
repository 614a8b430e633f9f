// wait4 and waitid: a process learns that a child has ended, stopped or gone on.

import { ENOSYS } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import type { ResourceUsage } from "./rusage.ts";
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

/** null: WNOHANG and no child has news. -ECHILD: no such child. -ERESTARTSYS: a signal came first. */
export function* waitChild(_thread: UserThread, _filter: WaitFilter): Blocking<WaitResult | null | number> {
  return -ENOSYS;
}
