// wait4 and waitid constants, wait status (Linux wait.h).

// options
export const WNOHANG = 1;
export const WSTOPPED = 2;
export const WUNTRACED = 2;
export const WEXITED = 4;
export const WCONTINUED = 0x8;
export const WNOWAIT = 0x1000000;
export const WNOTHREAD = 0x20000000;
export const WALL = 0x40000000;
export const WCLONE = 0x80000000;

export const P_ALL = 0;
export const P_PID = 1;
export const P_PGID = 2;
export const P_PIDFD = 3;

/** Wait status of a process that called exit(code). */
export function exitedStatus(code: number): number {
  return (code & 0xff) << 8;
}

/** Wait status of a process that a signal ended. */
export function signaledStatus(sig: number): number {
  return sig & 0x7f;
}

/** Wait status of a process that a signal stopped. */
export function stoppedStatus(sig: number): number {
  return ((sig & 0xff) << 8) | 0x7f;
}

export const CONTINUED_STATUS = 0xffff;

/** The exit status a shell shows for a wait status: the code, or 128 + signal. */
export function shellStatus(status: number): number {
  return (status & 0x7f) === 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
}
