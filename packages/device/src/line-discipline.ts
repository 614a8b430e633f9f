// What a terminal does to input: line editing, echo, signals from keys, flow control, translation of CR and LF.
// It decides only; the terminal above it waits, sends and delivers signals. Works in interrupt context.
// POSIX.1-2024 chapter 11 and Linux man 3 termios; where they leave room, as Linux n_tty does.

import {
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOK,
  ECHOKE,
  ECHONL,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  IMAXBEL,
  INLCR,
  ISIG,
  ISTRIP,
  IUCLC,
  IUTF8,
  IXANY,
  IXON,
  NOFLSH,
  SIGINT,
  SIGQUIT,
  SIGTSTP,
  VEOF,
  VEOL,
  VEOL2,
  VERASE,
  VINTR,
  VKILL,
  VLNEXT,
  VQUIT,
  VREPRINT,
  VSTART,
  VSTOP,
  VSUSP,
  VWERASE,
} from "@keel/abi";
import { LineBuffer } from "./line-buffer.ts";
import type { Termios } from "./termios.ts";

const BELL = 0x07;
const BACKSPACE = 0x08;
const TAB = 0x09;
const NL = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const CARET = 0x5e;
const DEL = 0x7f;
const TAB_WIDTH = 8;

/** What the discipline asks of the terminal it works for. */
export interface LineDisciplineHost {
  /** Sends one echoed byte, through output processing. */
  echo(byte: number): void;
  /** Column of the cursor. */
  column(): number;
  /** A key asks for a signal to the foreground group. */
  signal(sig: number): void;
  /** Drops output that has not been sent. */
  discardOutput(): void;
  /** VSTOP and VSTART. */
  stopOutput(): void;
  startOutput(): void;
  isOutputStopped(): boolean;
}

export class LineDiscipline {
  readonly #host: LineDisciplineHost;
  readonly #buffer: LineBuffer;
  #termios: Termios;
  /** VLNEXT was typed: the next byte is taken as it is. */
  #isLiteral: boolean;
  /** Column where the line being edited began. */
  #startColumn: number;

  constructor(host: LineDisciplineHost, termios: Termios) {
    this.#host = host;
    this.#buffer = new LineBuffer();
    this.#termios = termios;
    this.#isLiteral = false;
    this.#startColumn = 0;
  }

  /** New settings. A change of ICANON keeps what was typed: as bytes one way, as one line the other. */
  configure(termios: Termios): void {
    const changed = (termios.lflag ^ this.#termios.lflag) & ICANON;
    this.#termios = termios;
    if (changed === 0) return;
    this.#isLiteral = false;
    if (this.isCanonical) this.#buffer.becomeCanonical();
    else this.#buffer.becomeRaw();
  }

  get isCanonical(): boolean {
    return (this.#termios.lflag & ICANON) !== 0;
  }

  /** Bytes that a read could get now. */
  get available(): number {
    return this.isCanonical ? this.#buffer.finishedLength : this.#buffer.length;
  }

  /** Whether a read has something to return: with line editing a finished line, be it an end of file. */
  get hasInput(): boolean {
    return this.isCanonical ? this.#buffer.lines > 0 : this.#buffer.length > 0;
  }

  /** How many bytes `receive` may be given before the sender should be held back. */
  get room(): number {
    const room = this.#buffer.room;
    if (!this.isCanonical) return room;
    // One place is kept for the end of the line; and a line too long to hold must still come to its end.
    return Math.max(room - 1, this.#buffer.lines === 0 ? 1 : 0);
  }

  /** Takes out what a read gets: up to one line, or what is there. 0 is an end of file when editing lines. */
  read(target: Uint8Array): number {
    return this.isCanonical ? this.#buffer.takeLine(target) : this.#buffer.take(target);
  }

  /** Forgets what was typed and not read. */
  discardInput(): void {
    this.#buffer.clear();
    this.#isLiteral = false;
  }

  /** One byte from the line. */
  receive(byte: number): void {
    const { iflag, lflag } = this.#termios;
    let input = (iflag & ISTRIP) !== 0 ? byte & 0x7f : byte;
    if ((iflag & IUCLC) !== 0 && (lflag & IEXTEN) !== 0 && input >= 0x41 && input <= 0x5a) input += 0x20;
    if (this.#isLiteral) {
      this.#isLiteral = false;
      this.#receiveData(input);
      return;
    }
    if ((iflag & IXON) !== 0 && this.#flowControl(input)) return;
    if ((lflag & ISIG) !== 0 && this.#signalKey(input)) return;
    if (input === CR) {
      if ((iflag & IGNCR) !== 0) return;
      if ((iflag & ICRNL) !== 0) {
        this.#receiveEnter();
        return;
      }
    } else if (input === NL && (iflag & INLCR) !== 0) {
      input = CR;
    }
    if ((lflag & ICANON) !== 0 && this.#editKey(input)) return;
    this.#receiveData(input);
  }

  #is(byte: number, index: number): boolean {
    return byte !== 0 && byte === this.#termios.cc[index];
  }

  /** VSTOP, VSTART, and with IXANY any key to go on. True when the byte is used up. */
  #flowControl(byte: number): boolean {
    if (this.#is(byte, VSTART)) {
      this.#host.startOutput();
      return true;
    }
    if (this.#is(byte, VSTOP)) {
      this.#host.stopOutput();
      return true;
    }
    if ((this.#termios.iflag & IXANY) !== 0 && this.#host.isOutputStopped()) this.#host.startOutput();
    return false;
  }

  #signalKey(byte: number): boolean {
    let sig = 0;
    if (this.#is(byte, VINTR)) sig = SIGINT;
    else if (this.#is(byte, VQUIT)) sig = SIGQUIT;
    else if (this.#is(byte, VSUSP)) sig = SIGTSTP;
    if (sig === 0) return false;
    if ((this.#termios.lflag & NOFLSH) === 0) {
      this.discardInput();
      this.#host.discardOutput();
    }
    if ((this.#termios.iflag & IXON) !== 0) this.#host.startOutput();
    if (this.#has(ECHO)) this.#echo(byte);
    this.#host.signal(sig);
    return true;
  }

  /** The keys of line editing. True when the byte is used up. */
  #editKey(byte: number): boolean {
    const extended = this.#has(IEXTEN);
    if (this.#is(byte, VERASE)) this.#erase();
    else if (this.#is(byte, VKILL)) this.#kill();
    else if (extended && this.#is(byte, VWERASE)) this.#eraseWord();
    else if (extended && this.#is(byte, VLNEXT)) this.#takeNextLiterally();
    else if (extended && this.#has(ECHO) && this.#is(byte, VREPRINT)) this.#reprint(byte);
    else if (byte === NL) this.#finishLine(byte);
    else if (this.#is(byte, VEOF)) this.#finishAtEof();
    else if (this.#is(byte, VEOL) || (extended && this.#is(byte, VEOL2))) this.#finishLine(byte);
    else return false;
    return true;
  }

  /** The return key, as ICRNL makes it: ends a line, or is a newline among the bytes of raw mode. */
  #receiveEnter(): void {
    if (this.isCanonical) {
      this.#finishLine(NL);
    } else if (this.#hasRoom()) {
      if (this.#has(ECHO)) this.#host.echo(NL);
      this.#buffer.push(NL);
    }
  }

  /** A byte that means itself. */
  #receiveData(byte: number): void {
    if (!this.#hasRoom()) return;
    if (this.#has(ECHO)) {
      if (this.#buffer.editLength === 0) this.#startColumn = this.#host.column();
      this.#echo(byte);
    }
    this.#buffer.push(byte);
  }

  /** Room for one more byte, with a place kept for the end of the line; if not, the bell says so. */
  #hasRoom(): boolean {
    if (this.#buffer.room > (this.isCanonical ? 1 : 0)) return true;
    if ((this.#termios.iflag & IMAXBEL) !== 0) this.#host.echo(BELL);
    return false;
  }

  #finishLine(delimiter: number): void {
    if (this.#buffer.room === 0) return;
    if (delimiter === NL) {
      if (this.#has(ECHO) || this.#has(ECHONL)) this.#host.echo(NL);
    } else if (this.#has(ECHO)) {
      this.#echo(delimiter);
    }
    this.#buffer.finish(delimiter);
  }

  #finishAtEof(): void {
    if (this.#buffer.room > 0) this.#buffer.finishAtEof();
  }

  #takeNextLiterally(): void {
    this.#isLiteral = true;
    if (!this.#has(ECHO) || !this.#has(ECHOCTL)) return;
    this.#host.echo(CARET);
    this.#host.echo(BACKSPACE);
  }

  #reprint(key: number): void {
    this.#echo(key);
    this.#host.echo(NL);
    this.#startColumn = this.#host.column();
    for (let i = 0; i < this.#buffer.editLength; i++) this.#echo(this.#buffer.editAt(i));
  }

  // ---- erasing

  #erase(): void {
    const start = this.#lastCharacterStart();
    if (start < 0) return;
    if (this.#has(ECHO)) {
      if (this.#has(ECHOE)) this.#rubOut(start);
      else this.#echo(this.#termios.cc[VERASE]);
    }
    this.#buffer.truncateEdit(start);
  }

  /** Erases the last word and what follows it: back over what is not a letter, digit or _, then over what is. */
  #eraseWord(): void {
    let seenWord = false;
    for (let start = this.#lastCharacterStart(); start >= 0; start = this.#lastCharacterStart()) {
      const inWord = isWordByte(this.#buffer.editAt(start));
      if (seenWord && !inWord) return;
      seenWord ||= inWord;
      if (this.#has(ECHO)) this.#rubOut(start);
      this.#buffer.truncateEdit(start);
    }
  }

  #kill(): void {
    if (this.#buffer.editLength === 0) return;
    if (this.#has(ECHO)) {
      if (this.#has(ECHOK) && this.#has(ECHOKE) && this.#has(ECHOE)) {
        for (let start = this.#lastCharacterStart(); start >= 0; start = this.#lastCharacterStart()) {
          this.#rubOut(start);
          this.#buffer.truncateEdit(start);
        }
        return;
      }
      this.#echo(this.#termios.cc[VKILL]);
      if (this.#has(ECHOK)) this.#host.echo(NL);
    }
    this.#buffer.truncateEdit(0);
  }

  /** Index in the edited line where its last character begins, -1 when the line is empty. */
  #lastCharacterStart(): number {
    let start = this.#buffer.editLength - 1;
    if ((this.#termios.iflag & IUTF8) === 0) return start;
    while (start > 0 && (this.#buffer.editAt(start) & 0xc0) === 0x80) start -= 1;
    return start;
  }

  /** Removes from the screen the character that begins at `start` and ends the line. */
  #rubOut(start: number): void {
    const byte = this.#buffer.editAt(start);
    if (byte === TAB) {
      for (let column = this.#tabWidthAt(start); column > 0; column--) this.#host.echo(BACKSPACE);
      return;
    }
    for (let column = this.#echoWidth(byte); column > 0; column--) {
      this.#host.echo(BACKSPACE);
      this.#host.echo(SPACE);
      this.#host.echo(BACKSPACE);
    }
  }

  #tabWidthAt(index: number): number {
    let column = this.#startColumn;
    for (let i = 0; i < index; i++) {
      const byte = this.#buffer.editAt(i);
      column += byte === TAB ? TAB_WIDTH - (column % TAB_WIDTH) : this.#echoWidth(byte);
    }
    return TAB_WIDTH - (column % TAB_WIDTH);
  }

  // ---- echo

  #has(localFlag: number): boolean {
    return (this.#termios.lflag & localFlag) !== 0;
  }

  #echo(byte: number): void {
    if (isControl(byte) && byte !== TAB && this.#has(ECHOCTL)) {
      this.#host.echo(CARET);
      this.#host.echo(byte ^ 0x40);
    } else {
      this.#host.echo(byte);
    }
  }

  /** Columns that the echo of a byte other than a tab takes. */
  #echoWidth(byte: number): number {
    if (isControl(byte)) return this.#has(ECHOCTL) ? 2 : 0;
    return (this.#termios.iflag & IUTF8) !== 0 && (byte & 0xc0) === 0x80 ? 0 : 1;
  }
}

function isControl(byte: number): boolean {
  return byte < SPACE || byte === DEL;
}

function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f ||
    // The first byte of a UTF-8 character: letters, for all that a terminal knows.
    byte >= 0xc0
  );
}
