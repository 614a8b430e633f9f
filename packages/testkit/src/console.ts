// A board's console, for tests: what it has printed, what to type, and waiting for words to appear. Like expect(1):
// each match consumes the text up to its end, so that the next expectation is about what comes after it.

import { TextDecoder } from "node:util";
import { utf8Encode } from "@keel/klib";
import type { Driver, DriveEnd } from "./driver.ts";
import { type Duration, parseDuration, seconds } from "./duration.ts";
import { ExpectationError } from "./expectation-error.ts";
import type { Firmware } from "./firmware.ts";
import { SerialLine } from "./serial-line.ts";

/** A regular expression, or text to be found as it is. */
export type Pattern = RegExp | string;

export interface ExpectOptions {
  /** Board time to wait at most; DEFAULT_TIMEOUT otherwise. */
  readonly timeout?: Duration;
}

export const DEFAULT_TIMEOUT = "10 s";

/** Lines of the console that a failure shows. */
const LINES_SHOWN = 30;
/** Lines before the last match that it shows when there is nothing after it. */
const LINES_BEFORE = 5;

export class BoardConsole {
  /** The line from the board, and the line to it, with their faults. */
  readonly fromBoard: SerialLine;
  readonly toBoard: SerialLine;
  readonly #firmware: Firmware;
  readonly #driver: Driver;
  readonly #decoder: TextDecoder = new TextDecoder();
  /** With "\n" at the ends of lines. */
  #text = "";
  /** "\r" when the last byte was one, which may be half of the end of a line. */
  #held = "";
  /** Where in #text the last match ended. */
  #position = 0;
  #hasNews = true;

  constructor(firmware: Firmware, driver: Driver, reportFault: (text: string) => void) {
    this.#firmware = firmware;
    this.#driver = driver;
    this.fromBoard = new SerialLine((text) => reportFault(`console output: ${text}`));
    this.toBoard = new SerialLine((text) => reportFault(`console input: ${text}`));
    firmware.onConsole((bytes) => this.#receive(bytes));
  }

  /** Everything since power-on, with "\n" at the ends of lines. */
  get text(): string {
    return this.#text;
  }

  /** What no expectation has consumed yet. */
  get unmatched(): string {
    return this.#text.slice(this.#position);
  }

  /** Types `input`: "\n" is the Enter key, "\x03" Ctrl-C. The board reads it when it next runs. */
  send(input: string | Uint8Array): void {
    const bytes = typeof input === "string" ? utf8Encode(input.replaceAll("\n", "\r")) : input;
    this.#firmware.typeOnConsole(this.toBoard.carry(bytes));
  }

  /**
   * Runs the board until `pattern` appears in what is not matched yet. Looks whenever the board waits, and every
   * millisecond of its time, so that the match may be of a line that is not complete. Throws when the time is over,
   * the board is off, or nothing can come.
   */
  expect(pattern: Pattern, options: ExpectOptions = {}): RegExpExecArray {
    const found = this.#wait(searchOf(pattern), parseDuration(options.timeout ?? DEFAULT_TIMEOUT));
    if (typeof found !== "string") return found;
    const message = `expected ${show(pattern)} on the console, ${found}.\n${this.excerpt()}`;
    throw new ExpectationError(message, this.expect);
  }

  /**
   * Fails if `pattern` is in what is not matched yet, or appears there while the board runs for `options.for`
   * (default: not at all). Consumes nothing.
   */
  expectNot(pattern: Pattern, options: { readonly for?: Duration } = {}): void {
    const search = searchOf(pattern);
    const driver = this.#driver;
    const { kernel } = this.#firmware;
    const untilNs = kernel.now() + parseDuration(options.for ?? 0);
    const isThere = this.#whenNews(() => search.test(this.unmatched));
    const end = driver.until(untilNs, isThere);
    // Nothing more will come by itself: the time passes all the same.
    if (end === "stuck") driver.advance(untilNs - kernel.now());
    if (end !== "done") return;
    const message = `did not expect ${show(pattern)} on the console, but it is there.\n${this.excerpt()}`;
    throw new ExpectationError(message, this.expectNot);
  }

  /** The match, or why there is none. */
  #wait(search: RegExp, timeoutNs: number): RegExpExecArray | string {
    const startNs = this.#firmware.kernel.now();
    let match: RegExpExecArray | null = null;
    const look = (): boolean => (match = search.exec(this.unmatched)) !== null;
    const end = this.#driver.until(startNs + timeoutNs, this.#whenNews(look));
    if (match === null) return this.#reason(end, startNs, timeoutNs);
    const { index, 0: found } = match as RegExpExecArray;
    this.#position += index + found.length;
    return match;
  }

  /** Asks `look` at first, and then only when the board has printed something. */
  #whenNews(look: () => boolean): () => boolean {
    this.#hasNews = true;
    return () => {
      if (!this.#hasNews) return false;
      this.#hasNews = false;
      return look();
    };
  }

  #reason(end: DriveEnd, startNs: number, timeoutNs: number): string {
    const { kernel } = this.#firmware;
    switch (end) {
      case "halted":
        return kernel.panicMessage === null
          ? `but the board is off (status ${kernel.exitStatus}) at ${seconds(kernel.now())}`
          : `but the kernel panicked: ${kernel.panicMessage}`;
      case "stuck":
        return `but at ${seconds(kernel.now())} every thread waits and nothing will wake one`;
      default:
        return `not there after ${seconds(timeoutNs)} of board time (from ${seconds(startNs)})`;
    }
  }

  #receive(sent: Uint8Array): void {
    const text = this.#held + this.#decoder.decode(this.fromBoard.carry(sent), { stream: true });
    this.#held = text.endsWith("\r") ? "\r" : "";
    this.#text += text.slice(0, text.length - this.#held.length).replaceAll("\r\n", "\n");
    this.#hasNews = true;
  }

  /** The last lines of the console, for messages. */
  excerpt(): string {
    const lines = this.unmatched.split("\n");
    const shown = lines.slice(-LINES_SHOWN);
    const omitted = lines.length - shown.length;
    const head = omitted > 0 ? [`  ... ${omitted} more lines`] : [];
    if (this.unmatched === "") {
      const last = this.#text.split("\n").slice(-LINES_BEFORE).map(quote);
      return ["The console shows nothing new since the last match. Before that:", ...last].join("\n");
    }
    return ["The console since the last match:", ...head, ...shown.map(quote)].join("\n");
  }
}

function quote(line: string): string {
  // Escape sequences would move the cursor of whoever reads the message.
  return `  | ${JSON.stringify(line).slice(1, -1).replaceAll('\\"', '"').replaceAll("\\\\", "\\")}`;
}

/** `g` and `y` keep a position of their own, which would make a search depend on earlier ones. */
function searchOf(pattern: Pattern): RegExp {
  if (typeof pattern === "string") return new RegExp(pattern.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ""));
}

function show(pattern: Pattern): string {
  return typeof pattern === "string" ? JSON.stringify(pattern) : String(pattern);
}
