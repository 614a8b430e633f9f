// A clock for a person at a terminal: virtual time paced to the host's. Same shape as the kernel's Clock, so a
// kernel runs on it unchanged. The host's time is handed in as a function; nothing here reads a clock itself.
//
// Time moves in two ways only. `spend` moves it as work is done, exactly as on a virtual clock, so that a run
// loop's slice behaves the same on both. `sync`, called by the run loop between slices, moves it forward to the
// host's time when it has fallen behind (idle, or a host slower than the board), and says how far ahead it is
// otherwise: the run loop waits that long before it runs on. It is never ahead by more than one slice.

export class RealClock {
  readonly #hostNowNs: () => number;
  /** Host time that corresponds to virtual time 0. */
  readonly #origin: number;
  #now: number;

  /** `hostNowNs`: a monotonic host time in ns, of any origin. */
  constructor(hostNowNs: () => number, startNs = 0) {
    this.#hostNowNs = hostNowNs;
    this.#origin = Math.floor(hostNowNs()) - startNs;
    this.#now = startNs;
  }

  /** Ns since power-on. Stands still while nobody spends or syncs. */
  now(): number {
    return this.#now;
  }

  /** `ns` of computing pass. */
  spend(ns: number): void {
    this.#now += ns;
  }

  /** The host's time on this clock's scale. */
  hostNs(): number {
    return Math.floor(this.#hostNowNs()) - this.#origin;
  }

  /** Catches up with the host when behind; returns how many ns the clock is ahead of it (0 when not). */
  sync(): number {
    const host = this.hostNs();
    if (host > this.#now) this.#now = host;
    return this.#now - host;
  }
}
