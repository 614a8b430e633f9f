// What was typed and not yet read: finished lines in front, the line being edited behind. In raw mode there are
// no lines, only bytes. A line ends with a delimiter that is delivered, or with an end-of-file mark that is not.

const CAPACITY = 4096;
const MASK = CAPACITY - 1;

const NO_MARK = 0;
const LINE_END = 1;
/** Ends a line but is no character: what VEOF leaves. */
const END_OF_FILE = 2;

export class LineBuffer {
  readonly #bytes: Uint8Array;
  readonly #marks: Uint8Array;
  /** Counts of bytes ever read, ever finished, ever typed: read <= finished <= typed. */
  #read: number;
  #finished: number;
  #typed: number;
  #lines: number;

  constructor() {
    this.#bytes = new Uint8Array(CAPACITY);
    this.#marks = new Uint8Array(CAPACITY);
    this.#read = 0;
    this.#finished = 0;
    this.#typed = 0;
    this.#lines = 0;
  }

  /** Bytes that can still be typed. */
  get room(): number {
    return CAPACITY - (this.#typed - this.#read);
  }

  /** Everything held, the line being edited included. */
  get length(): number {
    return this.#typed - this.#read;
  }

  /** Finished lines that wait to be read. */
  get lines(): number {
    return this.#lines;
  }

  /** Bytes in finished lines, end-of-file marks not counted. */
  get finishedLength(): number {
    let count = 0;
    for (let i = this.#read; i < this.#finished; i++) if (this.#marks[i & MASK] !== END_OF_FILE) count += 1;
    return count;
  }

  /** Bytes of the line being edited. */
  get editLength(): number {
    return this.#typed - this.#finished;
  }

  /** The byte at `index` of the line being edited. */
  editAt(index: number): number {
    return this.#bytes[(this.#finished + index) & MASK];
  }

  /** Adds a byte; there must be room. */
  push(byte: number): void {
    this.#bytes[this.#typed & MASK] = byte;
    this.#marks[this.#typed & MASK] = NO_MARK;
    this.#typed += 1;
  }

  /** Shortens the line being edited to `length` bytes. */
  truncateEdit(length: number): void {
    this.#typed = this.#finished + length;
  }

  /** Ends the line being edited with `delimiter`, which the reader gets; there must be room. */
  finish(delimiter: number): void {
    this.push(delimiter);
    this.#mark(LINE_END);
  }

  /** Ends the line being edited where it stands: an empty one reads as end of file. There must be room. */
  finishAtEof(): void {
    this.push(0);
    this.#mark(END_OF_FILE);
  }

  /** Raw mode begins: what is there becomes plain bytes. */
  becomeRaw(): void {
    let keep = this.#read;
    for (let i = this.#read; i < this.#typed; i++) {
      if (i < this.#finished && this.#marks[i & MASK] === END_OF_FILE) continue;
      this.#bytes[keep & MASK] = this.#bytes[i & MASK];
      this.#marks[keep & MASK] = NO_MARK;
      keep += 1;
    }
    this.#typed = keep;
    this.#finished = this.#read;
    this.#lines = 0;
  }

  /** Line editing begins: what is there can be read as one line. */
  becomeCanonical(): void {
    if (this.#typed !== this.#read) this.#mark(LINE_END);
  }

  /** Raw: takes up to `target.length` bytes out, returns how many. */
  take(target: Uint8Array): number {
    const count = Math.min(target.length, this.#typed - this.#read);
    for (let i = 0; i < count; i++) target[i] = this.#bytes[(this.#read + i) & MASK];
    this.#read += count;
    this.#finished = this.#read;
    return count;
  }

  /** Takes up to `target.length` bytes of the first finished line; returns how many, 0 for an end of file. */
  takeLine(target: Uint8Array): number {
    let count = 0;
    while (this.#read < this.#finished) {
      const mark = this.#marks[this.#read & MASK];
      // A mark right behind a full target is taken along, or the next read would be an end of file of its own.
      if (mark !== END_OF_FILE) {
        if (count === target.length) return count;
        target[count] = this.#bytes[this.#read & MASK];
        count += 1;
      }
      this.#read += 1;
      if (mark !== NO_MARK) {
        this.#lines -= 1;
        return count;
      }
    }
    return count;
  }

  clear(): void {
    this.#read = this.#typed;
    this.#finished = this.#typed;
    this.#lines = 0;
  }

  #mark(kind: number): void {
    this.#marks[(this.#typed - 1) & MASK] = kind;
    this.#finished = this.#typed;
    this.#lines += 1;
  }
}
