// Job control: process groups, sessions, and who may use the terminal. man 2 setpgid, man 7 credentials,
// POSIX.1-2024 11.1. The terminal itself (device) asks through TtyJobControl.

import {
  EACCES,
  EINVAL,
  EIO,
  ENOTTY,
  EPERM,
  ESRCH,
  SIG_IGN,
  SIGCONT,
  SIGHUP,
  SIGTTIN,
  SIGTTOU,
} from "@keel/abi";
import type { Tty, TtyJobControl } from "@keel/device";
import type { Lwp } from "./lwp.ts";
import type { LwpSystem } from "./lwp-system.ts";
import { ERESTARTSYS } from "./restart.ts";
import { Session } from "./session.ts";
import { SigInfo } from "./sig-info.ts";
import { sendToGroup } from "./signal.ts";
import { type UserThread, userThreadOf } from "./user-thread.ts";

// ---- groups and sessions

/** setpgid(2): 0, -EINVAL, -EPERM, -ESRCH, -EACCES. */
export function setpgid(lwp: Lwp, pid: number, pgid: number): number {
  const { system } = lwp;
  const target = pid === 0 ? lwp : system.find(pid);
  if (pid < 0 || pgid < 0) return -EINVAL;
  if (target === null || (target !== lwp && target.parent !== lwp)) return -ESRCH;
  const group = pgid === 0 ? target.pid : pgid;
  if (target !== lwp) {
    if (target.session !== lwp.session) return -EPERM;
    if (target.hasExeced) return -EACCES;
  }
  if (target.session.sid === target.pid && target.session.isLed) return -EPERM;
  if (group !== target.pid && groupSession(system, group) !== lwp.session) return -EPERM;
  target.pgid = group;
  return 0;
}

/** setsid(2): the new session's id, or -EPERM for a group leader. */
export function setsid(lwp: Lwp): number {
  if (groupSession(lwp.system, lwp.pid) !== null) return -EPERM;
  lwp.session = new Session(lwp.pid, true);
  lwp.pgid = lwp.pid;
  return lwp.pid;
}

/** The session a group belongs to, or null when there is no such group. */
function groupSession(system: LwpSystem, pgid: number): Session | null {
  for (const lwp of system.lwps()) if (lwp.pgid === pgid) return lwp.session;
  return null;
}

/**
 * A group is orphaned when no member's parent is in another group of the same session: nobody would continue it.
 * The kernel's own shell looks after the groups it started.
 */
export function isOrphanedGroup(system: LwpSystem, pgid: number, leaving: Lwp | null = null): boolean {
  for (const lwp of system.lwps()) {
    if (lwp.pgid !== pgid || lwp === leaving || lwp.isZombie) continue;
    const { parent } = lwp;
    if (parent === null) {
      if (!lwp.isDetached) return false;
    } else if (
      parent !== leaving &&
      parent !== system.init &&
      parent.pgid !== pgid &&
      parent.session === lwp.session
    ) {
      return false;
    }
  }
  return true;
}

/** After `leaving` has stopped being a parent: groups that this orphaned, with stopped members, get HUP and CONT. */
export function signalOrphanedGroups(leaving: Lwp, children: readonly Lwp[]): void {
  const { system } = leaving;
  const groups = new Set(children.filter((child) => child.pgid !== leaving.pgid).map((child) => child.pgid));
  groups.add(leaving.pgid);
  for (const pgid of groups) {
    if (!isOrphanedGroup(system, pgid, leaving)) continue;
    const hasStopped = [...system.lwps()].some(
      (lwp) => lwp.pgid === pgid && lwp.isStopped && lwp !== leaving,
    );
    if (!hasStopped) continue;
    sendToGroup(system, pgid, SigInfo.fromKernel(SIGHUP));
    sendToGroup(system, pgid, SigInfo.fromKernel(SIGCONT));
  }
}

// ---- the terminal

/** Before a read from `tty`: 0, or SIGTTIN was sent (-ERESTARTSYS), or -EIO for a group that cannot stop. */
export function checkTtyRead(thread: UserThread, tty: Tty): number {
  if (!isInBackground(thread, tty)) return 0;
  if (isDeafTo(thread, SIGTTIN) || isOrphanedGroup(thread.lwp.system, thread.lwp.pgid)) return -EIO;
  sendToGroup(thread.lwp.system, thread.lwp.pgid, SigInfo.fromKernel(SIGTTIN));
  return -ERESTARTSYS;
}

/** Before a write to or a change of `tty`: as checkTtyRead, with SIGTTOU. Writes ask only when TOSTOP is set. */
export function checkTtyChange(thread: UserThread, tty: Tty): number {
  if (!isInBackground(thread, tty) || isDeafTo(thread, SIGTTOU)) return 0;
  if (isOrphanedGroup(thread.lwp.system, thread.lwp.pgid)) return -EIO;
  sendToGroup(thread.lwp.system, thread.lwp.pgid, SigInfo.fromKernel(SIGTTOU));
  return -ERESTARTSYS;
}

/** TIOCGPGRP: the foreground group, or -ENOTTY when `tty` is not the caller's controlling terminal. */
export function foregroundGroup(lwp: Lwp, tty: Tty): number {
  return lwp.session.tty === tty ? tty.foregroundGroup : -ENOTTY;
}

/** TIOCSPGRP: 0, -ENOTTY, -EPERM (a group of another session), -ESRCH, -EINVAL, -ERESTARTSYS. */
export function setForegroundGroup(thread: UserThread, tty: Tty, pgid: number): number {
  const { lwp } = thread;
  const denied = checkTtyChange(thread, tty);
  if (denied < 0) return denied === -EIO ? -ENOTTY : denied;
  if (lwp.session.tty !== tty) return -ENOTTY;
  if (pgid < 0) return -EINVAL;
  const session = groupSession(lwp.system, pgid);
  if (session === null) return -ESRCH;
  if (session !== lwp.session) return -EPERM;
  tty.foregroundGroup = pgid;
  return 0;
}

/** TIOCSCTTY, and open of a terminal by a session leader that has none: 0 or -EPERM. */
export function acquireTty(lwp: Lwp, tty: Tty): number {
  const { session } = lwp;
  if (session.sid !== lwp.pid) return -EPERM;
  if (session.tty === tty) return 0;
  if (session.tty !== null || tty.sessionId !== 0) return -EPERM;
  session.tty = tty;
  tty.sessionId = session.sid;
  tty.foregroundGroup = lwp.pgid;
  lwp.system.attachTty(tty);
  return 0;
}

/** TIOCNOTTY: the caller's session gives its terminal up when it leads it: 0 or -ENOTTY. */
export function releaseTty(lwp: Lwp, tty: Tty): number {
  const { session } = lwp;
  if (session.tty !== tty) return -ENOTTY;
  if (session.sid === lwp.pid && session.isLed) disconnectTty(lwp.system, session);
  return 0;
}

/** A session loses its terminal: the foreground group gets HUP and CONT. */
export function disconnectTty(system: LwpSystem, session: Session): void {
  const { tty } = session;
  if (tty === null) return;
  const foreground = tty.foregroundGroup;
  session.tty = null;
  tty.sessionId = 0;
  tty.foregroundGroup = 0;
  if (foreground === 0) return;
  sendToGroup(system, foreground, SigInfo.fromKernel(SIGHUP));
  sendToGroup(system, foreground, SigInfo.fromKernel(SIGCONT));
}

function isInBackground(thread: UserThread, tty: Tty): boolean {
  const { lwp } = thread;
  return lwp.session.tty === tty && tty.foregroundGroup !== 0 && tty.foregroundGroup !== lwp.pgid;
}

function isDeafTo(thread: UserThread, sig: number): boolean {
  return thread.sigmask.has(sig) || thread.lwp.handlers.get(sig).handler === SIG_IGN;
}

/** What a terminal asks about whoever calls it now. The kernel's own threads may do everything. */
export class ProcessJobControl implements TtyJobControl {
  private readonly system: LwpSystem;

  constructor(system: LwpSystem) {
    this.system = system;
  }

  checkRead(tty: Tty): number {
    const thread = this.caller();
    return thread === null ? 0 : checkTtyRead(thread, tty);
  }

  checkChange(tty: Tty): number {
    const thread = this.caller();
    return thread === null ? 0 : checkTtyChange(thread, tty);
  }

  foregroundGroup(tty: Tty): number {
    const thread = this.caller();
    return thread === null ? tty.foregroundGroup : foregroundGroup(thread.lwp, tty);
  }

  setForegroundGroup(tty: Tty, pgid: number): number {
    const thread = this.caller();
    if (thread !== null) return setForegroundGroup(thread, tty, pgid);
    tty.foregroundGroup = pgid;
    return 0;
  }

  acquire(tty: Tty, _force: number): number {
    const thread = this.caller();
    return thread === null ? 0 : acquireTty(thread.lwp, tty);
  }

  release(tty: Tty): number {
    const thread = this.caller();
    return thread === null ? 0 : releaseTty(thread.lwp, tty);
  }

  private caller(): UserThread | null {
    return userThreadOf(this.system.kernel.current);
  }
}
