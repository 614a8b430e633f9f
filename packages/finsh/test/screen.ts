// A terminal's screen as tests see it: rows of characters and a cursor, driven by what the shell prints.
// Knows the control sequences that the line editor uses, and wraps late as xterm does.

import { charWidth } from "../src/line-layout.ts";

/** A control sequence, or one character. */
const TOKEN = new RegExp("\\x1b\\[[0-9;]*[A-Za-z]|[\\s\\S]", "gu");

export class Screen {
  readonly columns: number;
  row = 0;
  column = 0;
  #rows: string[][] = [[]];
  /** The last column is written: the next character wraps first. */
  #isWrapPending = false;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** All rows, blanks at their ends removed. */
  get lines(): string[] {
    return this.#rows.map((row) =>
      Array.from(row, (cell) => cell ?? " ")
        .join("")
        .trimEnd(),
    );
  }

  write(text: string): void {
    for (const [token] of text.matchAll(TOKEN)) this.#take(token);
  }

  #take(token: string): void {
    if (token.startsWith("\x1b[")) return this.#control(token.slice(2, -1), token.slice(-1));
    switch (token) {
      case "\n":
        this.column = 0;
        return this.#down();
      case "\r":
        this.#isWrapPending = false;
        this.column = 0;
        return;
      case "\b":
        this.#isWrapPending = false;
        this.column = Math.max(0, this.column - 1);
        return;
      case "\x07":
        return;
      default:
        return this.#put(token);
    }
  }

  #down(): void {
    this.#isWrapPending = false;
    this.row += 1;
    this.#rows[this.row] ??= [];
  }

  #put(char: string): void {
    const width = charWidth(char);
    if (this.#isWrapPending || this.column + width > this.columns) {
      this.column = 0;
      this.#down();
    }
    const row = this.#rows[this.row] as string[];
    if (width === 0) {
      row[this.column - 1] += char;
      return;
    }
    row[this.column] = char;
    for (let i = 1; i < width; i++) row[this.column + i] = "";
    this.column += width;
    if (this.column === this.columns) {
      this.column -= 1;
      this.#isWrapPending = true;
    }
  }

  #control(parameter: string, final: string): void {
    const count = Number(parameter || 1);
    this.#isWrapPending = false;
    if (final === "A") this.row -= count;
    else if (final === "B") this.row += count;
    else if (final === "C") this.column += count;
    else if (final === "D") this.column -= count;
    else if (final === "K") this.#clearRow();
    else if (final === "J" && parameter === "") this.#clearBelow();
    else if (final === "J") this.#rows = [[]];
    else if (final === "H") this.row = this.column = 0;
    else throw new Error(`unknown control sequence ${parameter}${final}`);
    if (this.row < 0 || this.row >= this.#rows.length) throw new Error("cursor left the screen");
    if (this.column < 0 || this.column >= this.columns) throw new Error("cursor left the row");
  }

  #clearBelow(): void {
    this.#rows.length = this.row + 1;
    this.#clearRow();
  }

  #clearRow(): void {
    const row = this.#rows[this.row] as string[];
    row.length = Math.min(row.length, this.column);
  }
}
