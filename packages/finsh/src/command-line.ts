// The language of a command line: words, quotes, `#`, `;`, `&`, `&&`, `||`, redirection, `$NAME`. Scanned into
// tokens (completion reads those too), then parsed into simple commands, whose words are expanded when their
// turn comes, since `$?` is the status of the command before.
// Source: POSIX.1-2024 Shell Command Language 2.2, 2.3; the redirection of RT-Thread's echo.

/** A piece of a word: text as it stands, or a variable. */
export interface WordPart {
  readonly kind: "text" | "variable";
  /** The text, or the variable's name. */
  readonly value: string;
  /** Stood in quotes or behind a backslash: kept even when empty. */
  readonly isQuoted: boolean;
}

export interface Word {
  readonly kind: "word";
  readonly parts: readonly WordPart[];
  /** Offset of the first character in the line. */
  readonly start: number;
  readonly end: number;
  /** The quote that the line's end left open, or "". */
  readonly openQuote: string;
}

export interface Operator {
  readonly kind: "operator";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Token = Word | Operator;

export interface Redirect {
  readonly fd: 0 | 1 | 2;
  readonly isAppend: boolean;
  readonly target: Word;
}

/** When a command runs, seen from the one before it. */
export type Condition = "always" | "success" | "failure";

export interface SimpleCommand {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly isBackground: boolean;
  readonly condition: Condition;
  /** The command as it was typed, for the list of jobs. */
  readonly source: string;
}

/** The value of a variable, "" when it has none. */
export type Lookup = (name: string) => string;

const OPERATORS = ["&&", "||", ">>", "2>>", "2>", ">", "<", ";", "&", "|"];
const BLANKS = " \t\n";
/** Runs of characters that mean nothing special, outside quotes and in double quotes. */
const PLAIN = /[^ \t\n&|;<>'"\\$]+/y;
const PLAIN_IN_QUOTES = /[^"\\$]+/y;
const NAME = /^(?:[A-Za-z_][A-Za-z0-9_]*|\?)/;

/** Splits a line into tokens. Never fails: what is left open shows in the last word's `openQuote`. */
export function scan(line: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const char = line.charAt(at);
    if (BLANKS.includes(char)) {
      at += 1;
      continue;
    }
    if (char === "#") break;
    const text = OPERATORS.find((operator) => line.startsWith(operator, at));
    const token: Token =
      text === undefined
        ? new WordScanner(line, at).scan()
        : { kind: "operator", text, start: at, end: at + text.length };
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

class WordScanner {
  readonly #line: string;
  readonly #start: number;
  readonly #parts: WordPart[] = [];
  #at: number;
  #openQuote = "";

  constructor(line: string, start: number) {
    this.#line = line;
    this.#start = start;
    this.#at = start;
  }

  scan(): Word {
    while (this.#at < this.#line.length && !this.#endsHere()) {
      const char = this.#line.charAt(this.#at);
      if (char === "'") this.#scanSingle();
      else if (char === '"') this.#scanDouble();
      else if (char === "\\") this.#scanEscape();
      else if (char === "$") this.#scanVariable(false);
      else this.#takeRun(PLAIN, false);
    }
    return {
      kind: "word",
      parts: this.#parts,
      start: this.#start,
      end: this.#at,
      openQuote: this.#openQuote,
    };
  }

  #endsHere(): boolean {
    const char = this.#line.charAt(this.#at);
    return BLANKS.includes(char) || "&|;<>".includes(char);
  }

  #push(kind: "text" | "variable", value: string, isQuoted: boolean): void {
    this.#parts.push({ kind, value, isQuoted });
  }

  #take(length: number, isQuoted: boolean): void {
    this.#push("text", this.#line.slice(this.#at, this.#at + length), isQuoted);
    this.#at += length;
  }

  #takeRun(run: RegExp, isQuoted: boolean): void {
    run.lastIndex = this.#at;
    this.#take(run.exec(this.#line)?.[0].length ?? 1, isQuoted);
  }

  #scanSingle(): void {
    const close = this.#line.indexOf("'", this.#at + 1);
    const end = close === -1 ? this.#line.length : close;
    this.#push("text", this.#line.slice(this.#at + 1, end), true);
    if (close === -1) this.#openQuote = "'";
    this.#at = close === -1 ? end : end + 1;
  }

  #scanDouble(): void {
    this.#at += 1;
    this.#push("text", "", true);
    while (this.#at < this.#line.length) {
      const char = this.#line.charAt(this.#at);
      if (char === '"') {
        this.#at += 1;
        return;
      }
      if (char === "$") this.#scanVariable(true);
      else if (char === "\\" && '"\\$`'.includes(this.#line.charAt(this.#at + 1))) this.#scanEscape();
      else this.#takeRun(PLAIN_IN_QUOTES, true);
    }
    this.#openQuote = '"';
  }

  #scanEscape(): void {
    this.#at += 1;
    if (this.#at < this.#line.length) this.#take(1, true);
    else this.#openQuote = "\\";
  }

  #scanVariable(isQuoted: boolean): void {
    const rest = this.#line.slice(this.#at + 1);
    const isBraced = rest.startsWith("{");
    const name = NAME.exec(isBraced ? rest.slice(1) : rest)?.[0];
    if (name === undefined || (isBraced && rest.charAt(name.length + 1) !== "}")) {
      this.#take(1, isQuoted);
      return;
    }
    this.#push("variable", name, isQuoted);
    this.#at += 1 + name.length + (isBraced ? 2 : 0);
  }
}

/** The commands of a line in order, or the message of a syntax error. */
export function parse(line: string): SimpleCommand[] | string {
  const tokens = scan(line);
  const last = tokens.at(-1);
  if (last?.kind === "word" && last.openQuote !== "")
    return `unexpected end of line: ${last.openQuote} is open`;
  const parser = new Parser(line, tokens);
  return parser.parse();
}

class Parser {
  readonly #line: string;
  readonly #tokens: readonly Token[];
  readonly #commands: SimpleCommand[] = [];
  #words: Word[] = [];
  #redirects: Redirect[] = [];
  #condition: Condition = "always";
  #at = 0;

  constructor(line: string, tokens: readonly Token[]) {
    this.#line = line;
    this.#tokens = tokens;
  }

  parse(): SimpleCommand[] | string {
    while (this.#at < this.#tokens.length) {
      const token = this.#tokens[this.#at] as Token;
      this.#at += 1;
      const error = token.kind === "word" ? this.#addWord(token) : this.#addOperator(token.text);
      if (error !== null) return error;
    }
    if (this.#isEmpty()) return this.#condition === "always" ? this.#commands : "unexpected end of line";
    this.#close(false);
    return this.#commands;
  }

  #isEmpty(): boolean {
    return this.#words.length === 0 && this.#redirects.length === 0;
  }

  #addWord(word: Word): null {
    this.#words.push(word);
    return null;
  }

  #addOperator(text: string): string | null {
    if (text.includes(">") || text === "<") return this.#addRedirect(text);
    if (text === "|") return "pipes are not supported here: run them in a shell such as sh";
    if (this.#isEmpty()) return `unexpected ${text}`;
    this.#close(text === "&");
    this.#condition = text === "&&" ? "success" : text === "||" ? "failure" : "always";
    return null;
  }

  #addRedirect(text: string): string | null {
    const target = this.#tokens[this.#at];
    if (target?.kind !== "word") return `${text} needs a file name`;
    this.#at += 1;
    const fd = text === "<" ? 0 : text.startsWith("2") ? 2 : 1;
    this.#redirects.push({ fd, isAppend: text.endsWith(">>"), target });
    return null;
  }

  #close(isBackground: boolean): void {
    const spans = [...this.#words, ...this.#redirects.map((redirect) => redirect.target)];
    const start = Math.min(...spans.map((word) => word.start));
    const end = Math.max(...spans.map((word) => word.end));
    this.#commands.push({
      words: this.#words,
      redirects: this.#redirects,
      isBackground,
      condition: this.#condition,
      source: this.#line.slice(start, end),
    });
    this.#words = [];
    this.#redirects = [];
    this.#condition = "always";
  }
}

/**
 * The text of a word with its variables replaced, or null when nothing is left of a word without quotes
 * (it then is no argument). A value is not split at blanks.
 */
export function expandWord(word: Word, lookup: Lookup): string | null {
  let text = "";
  let isKept = false;
  for (const part of word.parts) {
    const value = part.kind === "variable" ? lookup(part.value) : part.value;
    text += value;
    isKept ||= part.isQuoted || value !== "";
  }
  return isKept ? text : null;
}

/** Writes `text` so that `scan` reads it back as one word; `quote` is the quote it stands in already, or "". */
export function escapeText(text: string, quote: string): string {
  if (quote === "'") return text.replaceAll("'", "'\\''");
  if (quote === '"') return text.replace(/["\\$`]/g, "\\$&");
  return text.replace(/[ \t\\'"#$&|;<>`]/g, "\\$&");
}
