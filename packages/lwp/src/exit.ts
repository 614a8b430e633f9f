// The end of threads and processes: exit, exit_group, and what follows: robust futexes, open files, memory,
// orphans, the parent's SIGCHLD.

import type { Lwp } from "./lwp.ts";
import { RESULT_NO_RETURN } from "./restart.ts";
import type { UserThread } from "./user-thread.ts";

/** exit(2): ends one thread; with the last one the process ends with exit code `code`. */
export function exitThread(_thread: UserThread, _code: number): number {
  return RESULT_NO_RETURN;
}

/** exit_group(2) and fatal signals: ends every thread. `waitStatus` as abi's exitedStatus or signaledStatus makes it. */
export function exitGroup(_lwp: Lwp, _waitStatus: number): number {
  return RESULT_NO_RETURN;
}
