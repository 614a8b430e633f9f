// Time as the kernel sees it. It never reads the host's: whoever builds a kernel hands a clock in.

export interface Clock {
  /** ns since power-on. Never goes back. */
  now(): number;
  /** `ns` of computing (or idling) pass. */
  spend(ns: number): void;
}

/** Time that moves only when somebody spends it: every run can be repeated to the nanosecond. */
export class VirtualClock implements Clock {
  private readonly time: Float64Array = new Float64Array(1);

  constructor(startNs = 0) {
    this.time[0] = startNs;
  }

  now(): number {
    return this.time[0]!;
  }

  spend(ns: number): void {
    this.time[0]! += ns;
  }
}
