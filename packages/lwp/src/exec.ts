// execve: a process starts another program in place of its own. Everything that can fail is tried before
// anything of the old program is touched.

import { ENOSYS } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import type { Aspace } from "@keel/mm";
import type { UserThread } from "./user-thread.ts";

/** Argument or environment strings, without the final NUL. Bytes, since file names need not be UTF-8. */
export type ArgBytes = readonly Uint8Array[];

/** Replaces the program of `thread`'s process: RESULT_NO_RETURN, or -errno with nothing changed. */
export function* execve(
  _thread: UserThread,
  _path: string,
  _argv: ArgBytes,
  _envp: ArgBytes,
): Blocking<number> {
  return -ENOSYS;
}

/** Reads a NULL-ended array of string pointers (argv, envp): the strings, -EFAULT or -E2BIG. */
export function readArgs(_aspace: Aspace, _va: number): ArgBytes | number {
  return -ENOSYS;
}
