// PidTable: the numbers of processes and threads, which share one space. Numbers go up and wrap, so that a pid is
// not taken again soon; a number that still names a group or a session is passed over.

import { EAGAIN } from "@keel/abi";

export const PID_MAX = 32768;

export class PidTable {
  private readonly used: Set<number> = new Set();
  private readonly isReserved: (id: number) => boolean;
  /** The number given out last; 1 is init's. */
  last: number = 1;
  /** How many have ever been given out. */
  givenCount: number = 0;

  constructor(isReserved: (id: number) => boolean) {
    this.isReserved = isReserved;
  }

  /** A number nobody has, or -EAGAIN. */
  alloc(): number {
    for (let tries = 2; tries < PID_MAX; tries++) {
      this.last = this.last + 1 < PID_MAX ? this.last + 1 : 2;
      if (this.used.has(this.last) || this.isReserved(this.last)) continue;
      this.used.add(this.last);
      this.givenCount++;
      return this.last;
    }
    return -EAGAIN;
  }

  /** Takes a number by name: false when it is in use. */
  take(id: number): boolean {
    if (this.used.has(id)) return false;
    this.used.add(id);
    this.givenCount++;
    return true;
  }

  release(id: number): void {
    this.used.delete(id);
  }

  get count(): number {
    return this.used.size;
  }
}
