// ResourceUsage: what a thread, a process or its waited-for children have used.

export class ResourceUsage {
  userNs: number = 0;
  systemNs: number = 0;
  minorFaults: number = 0;
  majorFaults: number = 0;
  voluntarySwitches: number = 0;
  involuntarySwitches: number = 0;
  /** Largest resident size, in pages. */
  maxResidentPages: number = 0;

  add(other: ResourceUsage): void {
    this.userNs += other.userNs;
    this.systemNs += other.systemNs;
    this.minorFaults += other.minorFaults;
    this.majorFaults += other.majorFaults;
    this.voluntarySwitches += other.voluntarySwitches;
    this.involuntarySwitches += other.involuntarySwitches;
    this.maxResidentPages = Math.max(this.maxResidentPages, other.maxResidentPages);
  }
}
