// What a terminal does to output on its way to the line: newline and tab expansion, and keeping count of the
// column, which erasing a tab needs. POSIX 11.2.3 (c_oflag); Linux n_tty behaviour for the details.

import { OCRNL, OLCUC, ONLCR, ONLRET, ONOCR, OPOST, TABDLY, XTABS } from "@keel/abi";

const NL = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const BACKSPACE = 0x08;
const SPACE = 0x20;
const DEL = 0x7f;
const TAB_WIDTH = 8;

/** No byte becomes more than this many. */
export const OUTPUT_EXPANSION_MAX: number = TAB_WIDTH;

export class OutputProcessor {
  /** c_oflag. */
  flags: number;
  /** Characters are UTF-8 (IUTF8 of c_iflag): bytes that continue one take no column. */
  isUtf8: boolean;
  /** Column of the cursor, 0 at the left, as far as the output tells. */
  column: number;

  constructor(flags: number) {
    this.flags = flags;
    this.isUtf8 = true;
    this.column = 0;
  }

  /** Appends what `byte` becomes to `out` at `at`; returns the position behind it. */
  put(byte: number, out: Uint8Array, at: number): number {
    const flags = this.flags;
    if ((flags & OPOST) === 0) {
      out[at] = byte;
      return at + 1;
    }
    switch (byte) {
      case NL:
        return this.#putNewline(out, at);
      case CR:
        return this.#putReturn(out, at);
      case TAB:
        return this.#putTab(out, at);
      case BACKSPACE:
        if (this.column > 0) this.column -= 1;
        break;
      default:
        if (byte >= SPACE && byte !== DEL && !(this.isUtf8 && (byte & 0xc0) === 0x80)) this.column += 1;
    }
    out[at] = (flags & OLCUC) !== 0 && byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
    return at + 1;
  }

  /** Appends what all of `bytes` become; `out` needs OUTPUT_EXPANSION_MAX times their length. */
  putAll(bytes: Uint8Array, out: Uint8Array, at: number): number {
    let end = at;
    for (let i = 0; i < bytes.length; i++) end = this.put(bytes[i], out, end);
    return end;
  }

  #putNewline(out: Uint8Array, at: number): number {
    if ((this.flags & ONLRET) !== 0) this.column = 0;
    if ((this.flags & ONLCR) === 0) {
      out[at] = NL;
      return at + 1;
    }
    this.column = 0;
    out[at] = CR;
    out[at + 1] = NL;
    return at + 2;
  }

  #putReturn(out: Uint8Array, at: number): number {
    if ((this.flags & ONOCR) !== 0 && this.column === 0) return at;
    if ((this.flags & OCRNL) !== 0) {
      if ((this.flags & ONLRET) !== 0) this.column = 0;
      out[at] = NL;
      return at + 1;
    }
    this.column = 0;
    out[at] = CR;
    return at + 1;
  }

  #putTab(out: Uint8Array, at: number): number {
    const width = TAB_WIDTH - (this.column % TAB_WIDTH);
    this.column += width;
    if ((this.flags & TABDLY) !== XTABS) {
      out[at] = TAB;
      return at + 1;
    }
    out.fill(SPACE, at, at + width);
    return at + width;
  }
}
