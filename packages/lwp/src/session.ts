// Session: what setsid(2) makes: a set of process groups that share one controlling terminal.

import type { Tty } from "@keel/device";

export class Session {
  /** The pid of the leader that made it. */
  readonly sid: number;
  /** The controlling terminal, or null. Its foregroundGroup says who may read. */
  tty: Tty | null;

  constructor(sid: number, tty: Tty | null = null) {
    this.sid = sid;
    this.tty = tty;
  }
}
