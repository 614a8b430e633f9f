// ItimerSet: the three interval timers of a process (setitimer, alarm): real time, user time, user and system time.
// System calls take no virtual time of their own, so that the last two count the same.

import { ITIMER_PROF, ITIMER_REAL, ITIMER_VIRTUAL, SIGALRM, SIGPROF, SIGVTALRM } from "@keel/abi";
import { Alarm } from "@keel/kernel";
import type { Lwp } from "./lwp.ts";
import { SigInfo } from "./sig-info.ts";
import { sendToLwp } from "./signal.ts";

export interface ItimerValue {
  /** Time to the next expiry; 0: not armed. */
  readonly valueNs: number;
  /** Re-arms with this; 0: once. */
  readonly intervalNs: number;
}

interface CountingTimer {
  leftNs: number;
  intervalNs: number;
  readonly sig: number;
}

export class ItimerSet {
  private readonly lwp: Lwp;
  private readonly alarm: Alarm;
  private realIntervalNs = 0;
  private readonly virtual: CountingTimer = { leftNs: 0, intervalNs: 0, sig: SIGVTALRM };
  private readonly profile: CountingTimer = { leftNs: 0, intervalNs: 0, sig: SIGPROF };
  /** A timer counts processor time: the body asks `limit` and tells `spend`. */
  isCounting: boolean = false;

  constructor(lwp: Lwp) {
    this.lwp = lwp;
    this.alarm = new Alarm(lwp.system.kernel, () => this.ring());
  }

  /** `which` is ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF. */
  get(which: number): ItimerValue {
    if (which === ITIMER_REAL) {
      const valueNs = this.alarm.isSet ? Math.max(1, this.alarm.atNs - this.lwp.system.kernel.now()) : 0;
      return { valueNs, intervalNs: this.realIntervalNs };
    }
    const timer = which === ITIMER_VIRTUAL ? this.virtual : this.profile;
    return { valueNs: timer.leftNs, intervalNs: timer.intervalNs };
  }

  /** Arms, or disarms with valueNs 0. */
  set(which: number, value: ItimerValue): void {
    if (which === ITIMER_REAL) {
      this.realIntervalNs = value.intervalNs;
      if (value.valueNs > 0) this.alarm.setAt(this.lwp.system.kernel.now() + value.valueNs);
      else this.alarm.cancel();
    } else if (which === ITIMER_VIRTUAL || which === ITIMER_PROF) {
      const timer = which === ITIMER_VIRTUAL ? this.virtual : this.profile;
      timer.leftNs = value.valueNs;
      timer.intervalNs = value.intervalNs;
      this.isCounting = this.virtual.leftNs > 0 || this.profile.leftNs > 0;
    }
  }

  clear(): void {
    for (const which of [ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF])
      this.set(which, { valueNs: 0, intervalNs: 0 });
  }

  /** Until when user code may run so that a counting timer expires in time. */
  limit(nowNs: number, deadlineNs: number): number {
    let limitNs = deadlineNs;
    for (const { leftNs } of [this.virtual, this.profile]) {
      if (leftNs > 0) limitNs = Math.min(limitNs, nowNs + leftNs);
    }
    return limitNs;
  }

  /** `ns` of processor time have passed. */
  spend(ns: number): void {
    for (const timer of [this.virtual, this.profile]) {
      if (timer.leftNs === 0) continue;
      timer.leftNs -= ns;
      if (timer.leftNs > 0) continue;
      timer.leftNs = timer.intervalNs;
      sendToLwp(this.lwp, SigInfo.fromKernel(timer.sig));
    }
    this.isCounting = this.virtual.leftNs > 0 || this.profile.leftNs > 0;
  }

  private ring(): void {
    if (this.realIntervalNs > 0) this.alarm.setAt(this.lwp.system.kernel.now() + this.realIntervalNs);
    sendToLwp(this.lwp, SigInfo.fromKernel(SIGALRM));
  }
}
