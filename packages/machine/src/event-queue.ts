// What a board's hardware will do next, ordered by time: a character that finishes shifting out, a timer that
// matches. Parts put events in; the kernel's hardware layer asks when the next one is due and runs it.
// A sorted list, not a heap: a board has a dozen parts with at most an event or two each.

/** The time base of a board: ns since power-on. The kernel's Clock is one. */
export interface TimeSource {
  now(): number;
}

/** One scheduled event. Owned by the queue; a part keeps it to cancel it. */
export class EventHandle {
  readonly whenNs: number;
  readonly run: () => void;
  /** Still waiting: not run, not cancelled. */
  pending: boolean;
  next: EventHandle | null;

  constructor(whenNs: number, run: () => void) {
    this.whenNs = whenNs;
    this.run = run;
    this.pending = true;
    this.next = null;
  }
}

export class EventQueue {
  /** Called when an event comes in that is earlier than all others: who waits for the next must look again. */
  onEarlier: ((whenNs: number) => void) | null;
  readonly #clock: TimeSource;
  #first: EventHandle | null;

  constructor(clock: TimeSource) {
    this.onEarlier = null;
    this.#clock = clock;
    this.#first = null;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Runs `run` once at `whenNs` (at the next opportunity if that is past). Equal times run in order of arrival. */
  at(whenNs: number, run: () => void): EventHandle {
    const event = new EventHandle(whenNs, run);
    const first = this.#first;
    if (first === null || whenNs < first.whenNs) {
      event.next = first;
      this.#first = event;
      if (this.onEarlier !== null) this.onEarlier(whenNs);
      return event;
    }
    let before = first;
    while (before.next !== null && before.next.whenNs <= whenNs) before = before.next;
    event.next = before.next;
    before.next = event;
    return event;
  }

  /** Takes an event back. An event that ran, or was cancelled, is left alone. */
  cancel(event: EventHandle): void {
    if (!event.pending) return;
    event.pending = false;
    if (this.#first === event) {
      this.#first = event.next;
      return;
    }
    let before = this.#first;
    while (before !== null && before.next !== event) before = before.next;
    if (before !== null) before.next = event.next;
  }

  /** Time of the earliest event, Infinity if there is none. */
  nextNs(): number {
    return this.#first === null ? Infinity : this.#first.whenNs;
  }

  /** Runs everything due by now, including what the events themselves add with a time that has come. */
  runDue(): void {
    const now = this.#clock.now();
    for (let event = this.#first; event !== null && event.whenNs <= now; event = this.#first) {
      this.#first = event.next;
      event.pending = false;
      event.run();
    }
  }
}
