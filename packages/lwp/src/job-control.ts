// Job control: process groups, sessions, and who may use the terminal. man 2 setpgid, man 7 credentials, POSIX 11.1.

import { ENOSYS } from "@keel/abi";
import type { Tty } from "@keel/device";
import type { Lwp } from "./lwp.ts";
import type { UserThread } from "./user-thread.ts";

/** setpgid(2): 0, -EINVAL, -EPERM, -ESRCH, -EACCES. */
export function setpgid(_lwp: Lwp, _pid: number, _pgid: number): number {
  return -ENOSYS;
}

/** setsid(2): the new session's id, or -EPERM for a group leader. */
export function setsid(_lwp: Lwp): number {
  return -ENOSYS;
}

/** Before a read from `tty`: 0, or SIGTTIN was sent (-ERESTARTSYS), or -EIO for a group that cannot stop. */
export function checkTtyRead(_thread: UserThread, _tty: Tty): number {
  return 0;
}

/** Before a write to or a change of `tty`: as checkTtyRead, with SIGTTOU. Writes ask only when TOSTOP is set. */
export function checkTtyChange(_thread: UserThread, _tty: Tty): number {
  return 0;
}

/** TIOCGPGRP: the foreground group, or -ENOTTY when `tty` is not the caller's controlling terminal. */
export function foregroundGroup(_lwp: Lwp, _tty: Tty): number {
  return -ENOSYS;
}

/** TIOCSPGRP: 0, -ENOTTY, -EPERM (a group of another session), -ESRCH, -ERESTARTSYS. */
export function setForegroundGroup(_thread: UserThread, _tty: Tty, _pgid: number): number {
  return -ENOSYS;
}

/** TIOCSCTTY, and open of a terminal by a session leader that has none: 0 or -EPERM. */
export function acquireTty(_lwp: Lwp, _tty: Tty): number {
  return -ENOSYS;
}

/** TIOCNOTTY: the caller's session gives its terminal up: 0 or -ENOTTY. */
export function releaseTty(_lwp: Lwp, _tty: Tty): number {
  return -ENOSYS;
}
