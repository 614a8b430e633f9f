// ItimerSet: the three interval timers of a process (setitimer, alarm): real time, user time, user and system time.

import type { Lwp } from "./lwp.ts";

export interface ItimerValue {
  /** Time to the next expiry; 0: not armed. */
  readonly valueNs: number;
  /** Re-arms with this; 0: once. */
  readonly intervalNs: number;
}

export class ItimerSet {
  constructor(_lwp: Lwp) {}

  /** `which` is ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF. */
  get(_which: number): ItimerValue {
    return { valueNs: 0, intervalNs: 0 };
  }

  /** Arms, or disarms with valueNs 0. */
  set(_which: number, _value: ItimerValue): void {}
}
