// The scheduler's diary. Two identical runs write the same one, to the nanosecond.

/** Kinds of events: switch (from, to), ready, suspend, exit, irq, timer, panic (name, detail). */
export interface TraceSink {
  event(ns: number, kind: string, a: string, b: string): void;
}

/** Keeps the last `capacity` events as lines of text. */
export class TraceBuffer implements TraceSink {
  private readonly capacity: number;
  private readonly lines: string[] = [];
  private oldest = 0;

  constructor(capacity: number = Infinity) {
    this.capacity = capacity;
  }

  event(ns: number, kind: string, a: string, b: string): void {
    const line = b === "" ? `${ns} ${kind} ${a}` : `${ns} ${kind} ${a} ${b}`;
    if (this.lines.length < this.capacity) {
      this.lines.push(line);
    } else {
      this.lines[this.oldest] = line;
      this.oldest = (this.oldest + 1) % this.capacity;
    }
  }

  /** One event per line, oldest first. */
  text(): string {
    return [...this.lines.slice(this.oldest), ...this.lines.slice(0, this.oldest)].join("\n");
  }
}
