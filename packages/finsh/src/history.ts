// The lines typed before, oldest first. For the line editor's up and down keys.
// Source: RT-Thread components/finsh/shell.c (FINSH_HISTORY_LINES).

/** DEVIATION: RT-Thread keeps 5, for want of memory; that is not this system's worry. */
export const FINSH_HISTORY_LINES = 100;

export class History {
  readonly #lines: string[] = [];
  readonly #limit: number;

  /** @param limit lines kept; the oldest go first. */
  constructor(limit: number = FINSH_HISTORY_LINES) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#lines.length;
  }

  /** The line at `index`, 0 the oldest; null outside. */
  at(index: number): string | null {
    return this.#lines[index] ?? null;
  }

  /** Adds a line, unless it is blank or repeats the last one. */
  add(line: string): void {
    if (line.trim() === "" || line === this.#lines.at(-1)) return;
    this.#lines.push(line);
    if (this.#lines.length > this.#limit) this.#lines.shift();
  }

  lines(): readonly string[] {
    return this.#lines;
  }
}
