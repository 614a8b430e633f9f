// clone: new threads and new processes: fork, vfork and pthread_create are all this call with other flags. man 2 clone.

import { ENOSYS } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import type { UserThread } from "./user-thread.ts";

export interface CloneArgs {
  /** CLONE_…, without the exit signal. */
  readonly flags: number;
  /** The signal the parent gets at the child's end; 0 for none. */
  readonly exitSignal: number;
  /** The child's sp; 0 keeps the parent's. */
  readonly stack: number;
  readonly tls: number;
  /** Where CLONE_PARENT_SETTID writes. */
  readonly parentTid: number;
  /** Where CLONE_CHILD_SETTID writes and CLONE_CHILD_CLEARTID clears. */
  readonly childTid: number;
}

/** Answers the child's tid, or -errno. With CLONE_VFORK it blocks until the child has called exec or ended. */
export function* clone(_thread: UserThread, _args: CloneArgs): Blocking<number> {
  return -ENOSYS;
}
