// Errors of Node as errno numbers of the guest. Node names them as POSIX does on every host;
// the numbers differ from host to host and are not looked at.

import { EACCES, EIO, errnoName } from "@keel/abi";

const ERRNO_MAX = 133;

/** The positive errno for an error that node:fs threw; EIO if it has no name of POSIX. */
export function hostErrno(error: unknown): number {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string") throw error;
  for (let errno = 1; errno <= ERRNO_MAX; errno++) if (errnoName(errno) === code) return errno;
  // An argument that Node itself refuses: a name the host cannot have.
  return code.startsWith("ERR_") ? EACCES : EIO;
}
