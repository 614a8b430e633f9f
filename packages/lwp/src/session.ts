// Session: what setsid(2) makes: a set of process groups that share one controlling terminal. Programs that the
// kernel starts on a terminal share a session that no process leads, so that it outlives each of them.

import type { Tty } from "@keel/device";

export class Session {
  readonly sid: number;
  /** A process leads it (the one whose pid is sid): at its end the terminal is given up. */
  readonly isLed: boolean;
  /** The controlling terminal, or null. Its foregroundGroup says who may read. */
  tty: Tty | null;

  constructor(sid: number, isLed: boolean, tty: Tty | null = null) {
    this.sid = sid;
    this.isLed = isLed;
    this.tty = tty;
  }
}
