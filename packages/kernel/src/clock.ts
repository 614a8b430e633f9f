// Time as the kernel sees it. It never reads the host's: whoever builds a kernel hands a clock in.

export interface Clock {
  /** ns since power-on. Never goes back. */
  now(): number;
  /** `ns` of computing (or idling) pass. */
  spend(ns: number): void;
}

/** Time that moves only when somebody spends it: every run can be repeated to the nanosecond. */
export class VirtualClock implements Clock {
  private nowNs: number;

  constructor(startNs = 0) {
    this.nowNs = startNs;
  }

  now(): number {
    return this.nowNs;
  }

  spend(ns: number): void {
    this.nowNs += ns;
  }
}
