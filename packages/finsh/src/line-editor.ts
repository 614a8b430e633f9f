// One line being typed: text, cursor, and what the terminal must print to show them. Pure: keys go in, an
// outcome and output text come out, so that the shell can block for completion and tests need no terminal.
// Source: the key bindings of GNU readline's Emacs mode; RT-Thread components/finsh/shell.c for the rest.

import type { History } from "./history.ts";
import type { Key } from "./keys.ts";
import { moveCursor, paint, type Place, placeAfter } from "./line-layout.ts";

/** What the key just pressed asks of the shell. */
export type EditOutcome = "editing" | "entered" | "interrupted" | "ended" | "complete";

/** Characters a line may have; more is refused with the bell. */
export const LINE_MAX = 4096;

const BELL = "\x07";
const CLEAR_BELOW = "\x1b[J";
const CLEAR_SCREEN = "\x1b[H\x1b[2J";
const ORIGIN: Place = { row: 0, column: 0 };

export class LineEditor {
  readonly #history: History;
  #prompt = "";
  #promptEnd: Place = ORIGIN;
  #columns = 80;
  #chars: string[] = [];
  #cursor = 0;
  /** Where the terminal's cursor is, counted from the prompt's first character. */
  #shown: Place = ORIGIN;
  /** The end of what was printed last: text that shrinks leaves something to clear. */
  #painted: Place = ORIGIN;
  #output = "";
  #killed: string[] = [];
  /** The entry of the history that is shown; its length means the line being typed. */
  #historyIndex = 0;
  #typed = "";

  constructor(history: History) {
    this.#history = history;
  }

  get text(): string {
    return this.#chars.join("");
  }

  /** The text left of the cursor. */
  get textBeforeCursor(): string {
    return this.#chars.slice(0, this.#cursor).join("");
  }

  /** What to send to the terminal since the last call. */
  takeOutput(): string {
    const output = this.#output;
    this.#output = "";
    return output;
  }

  /** Starts an empty line after `prompt`, on a terminal `columns` wide (0 when it is not known). */
  start(prompt: string, columns: number): void {
    this.#prompt = prompt;
    this.#columns = columns > 0 ? columns : 80;
    this.#promptEnd = placeAfter(ORIGIN, [...prompt], this.#columns);
    this.#chars = [];
    this.#cursor = 0;
    this.#historyIndex = this.#history.length;
    this.#typed = "";
    this.#showAll();
  }

  press(key: Key): EditOutcome {
    switch (key.name) {
      case "enter":
        this.#finish("\n");
        return "entered";
      case "interrupt":
        this.#finish("^C\n");
        return "interrupted";
      case "end-of-input":
        if (this.#chars.length === 0) return "ended";
        this.#remove(this.#cursor, this.#cursor + 1);
        return "editing";
      case "tab":
        return "complete";
      default:
        this.#edit(key);
        return "editing";
    }
  }

  /** Inserts at the cursor, as completion does. */
  insert(text: string): void {
    this.#insert([...text]);
  }

  /** Prints `text` (whole lines) under the line, then the prompt and the line again. */
  showBelow(text: string): void {
    this.#moveTo(this.#place(this.#chars.length));
    this.#output += `\n${text}`;
    this.#showAll();
  }

  bell(): void {
    this.#output += BELL;
  }

  #edit(key: Key): void {
    const cursor = this.#cursor;
    const end = this.#chars.length;
    switch (key.name) {
      case "char":
        return this.#insert([key.text]);
      case "yank":
        return this.#insert(this.#killed);
      case "left":
        return this.#goTo(Math.max(cursor - 1, 0));
      case "right":
        return this.#goTo(Math.min(cursor + 1, end));
      case "home":
        return this.#goTo(0);
      case "end":
        return this.#goTo(end);
      case "word-left":
        return this.#goTo(this.#wordStart());
      case "word-right":
        return this.#goTo(this.#wordEnd());
      case "backspace":
        return this.#remove(cursor - 1, cursor);
      case "delete":
        return this.#remove(cursor, cursor + 1);
      case "kill-to-end":
        return this.#kill(cursor, end);
      case "kill-to-start":
        return this.#kill(0, cursor);
      case "kill-word-left":
        return this.#kill(this.#blankWordStart(), cursor);
      case "kill-word-right":
        return this.#kill(cursor, this.#wordEnd());
      case "transpose":
        return this.#transpose();
      case "up":
        return this.#recall(this.#historyIndex - 1);
      case "down":
        return this.#recall(this.#historyIndex + 1);
      case "clear-screen":
        this.#output += CLEAR_SCREEN;
        return this.#showAll();
    }
  }

  #insert(chars: readonly string[]): void {
    if (this.#chars.length + chars.length > LINE_MAX) return this.bell();
    const from = this.#cursor;
    this.#chars.splice(from, 0, ...chars);
    this.#cursor = from + chars.length;
    this.#repaint(from);
  }

  #remove(from: number, to: number): void {
    if (from < 0 || to > this.#chars.length) return;
    this.#chars.splice(from, to - from);
    this.#cursor = from;
    this.#repaint(from);
  }

  #kill(from: number, to: number): void {
    if (from === to) return;
    this.#killed = this.#chars.slice(from, to);
    this.#remove(from, to);
  }

  /** Swaps the two characters around the cursor and steps over them; at the end, the last two. */
  #transpose(): void {
    if (this.#chars.length < 2 || this.#cursor === 0) return;
    const right = Math.min(this.#cursor, this.#chars.length - 1);
    const [char = ""] = this.#chars.splice(right, 1);
    this.#chars.splice(right - 1, 0, char);
    this.#cursor = right + 1;
    this.#repaint(right - 1);
  }

  #recall(index: number): void {
    const isTyped = index === this.#history.length;
    const line = isTyped ? this.#typed : this.#history.at(index);
    if (line === null) return;
    if (this.#historyIndex === this.#history.length) this.#typed = this.text;
    this.#historyIndex = index;
    this.#chars = [...line];
    this.#cursor = this.#chars.length;
    this.#repaint(0);
  }

  /** Start of the word of letters and digits left of the cursor. */
  #wordStart(): number {
    let i = this.#cursor;
    while (i > 0 && !isWordChar(this.#chars[i - 1])) i -= 1;
    while (i > 0 && isWordChar(this.#chars[i - 1])) i -= 1;
    return i;
  }

  #wordEnd(): number {
    let i = this.#cursor;
    while (i < this.#chars.length && !isWordChar(this.#chars[i])) i += 1;
    while (i < this.#chars.length && isWordChar(this.#chars[i])) i += 1;
    return i;
  }

  /** Start of the word between blanks left of the cursor (Ctrl-W). */
  #blankWordStart(): number {
    let i = this.#cursor;
    while (i > 0 && this.#chars[i - 1] === " ") i -= 1;
    while (i > 0 && this.#chars[i - 1] !== " ") i -= 1;
    return i;
  }

  #goTo(index: number): void {
    this.#cursor = index;
    this.#moveTo(this.#place(index));
  }

  #finish(ending: string): void {
    this.#moveTo(this.#place(this.#chars.length));
    this.#output += ending;
  }

  #place(index: number): Place {
    return placeAfter(this.#promptEnd, this.#chars.slice(0, index), this.#columns);
  }

  #moveTo(to: Place): void {
    this.#output += moveCursor(this.#shown, to);
    this.#shown = to;
  }

  #showAll(): void {
    this.#output += this.#prompt;
    this.#shown = this.#promptEnd;
    this.#painted = this.#promptEnd;
    if (this.#chars.length > 0) this.#repaint(0);
  }

  /** Shows the text from `from` on anew; what stands left of it is right already. */
  #repaint(from: number): void {
    this.#moveTo(this.#place(from));
    this.#output += paint(this.#shown, this.#chars.slice(from), this.#columns);
    this.#shown = this.#place(this.#chars.length);
    // A terminal stays in the last column until the next character: a blank makes the wrap happen now.
    if (this.#shown.column === 0 && this.#chars.length > from) this.#output += " \r";
    if (isBefore(this.#shown, this.#painted)) this.#output += CLEAR_BELOW;
    this.#painted = this.#shown;
    this.#moveTo(this.#place(this.#cursor));
  }
}

function isBefore(a: Place, b: Place): boolean {
  return a.row < b.row || (a.row === b.row && a.column < b.column);
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}_]/u.test(char);
}
