// What Tab means at a place in a command line: which word, in which role, and how the names that fit become
// text to insert or a list to show. The names themselves come from the shell, which may have to block for them.
// Source: GNU readline's completion as users know it; RT-Thread msh_auto_complete for what is completed.

import { escapeText, expandWord, type Lookup, scan, type Token, type Word } from "./command-line.ts";
import { charWidth } from "./line-layout.ts";

export interface CompletionContext {
  /** The word left of the cursor, without its quotes; "" when none is begun. */
  readonly word: string;
  /** The quote the word stands in, or "". */
  readonly openQuote: string;
  /** A command's name, an argument of one, or the target of a redirection. */
  readonly role: "command" | "argument" | "target";
  /** Role "argument": the command and its arguments left of the word. */
  readonly words: readonly string[];
}

export interface Candidate {
  /** The name that may stand for the word's last path component. */
  readonly name: string;
  readonly isDirectory: boolean;
}

/** What to do about Tab: text to insert, and the names to list when it stays open which is meant. */
export interface Completion {
  readonly insert: string;
  readonly list: readonly string[];
}

export function completionContext(textBeforeCursor: string, lookup: Lookup): CompletionContext {
  const tokens = scan(textBeforeCursor);
  const last = tokens.at(-1);
  const isInWord = last?.kind === "word" && last.end === textBeforeCursor.length;
  const current: Word | null = isInWord ? last : null;
  const before = isInWord ? tokens.slice(0, -1) : tokens;
  const previous = before.at(-1);
  const words = commandWords(before, lookup);
  const isTarget = previous?.kind === "operator" && /[<>]/.test(previous.text);
  return {
    word: current === null ? "" : (expandWord(current, lookup) ?? ""),
    openQuote: current?.openQuote ?? "",
    role: isTarget ? "target" : words.length === 0 ? "command" : "argument",
    words,
  };
}

/** The words of the last command in `tokens`, without its redirections. */
function commandWords(tokens: readonly Token[], lookup: Lookup): string[] {
  let words: string[] = [];
  let isTarget = false;
  for (const token of tokens) {
    if (token.kind === "word") {
      const text = expandWord(token, lookup);
      if (!isTarget && text !== null) words.push(text);
      isTarget = false;
    } else if (/[<>]/.test(token.text)) {
      isTarget = true;
    } else {
      words = [];
    }
  }
  return words;
}

/** The part of a path after its last slash: what a candidate's name replaces. */
export function lastComponent(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Decides between candidates, all of which start with `typed`. */
export function complete(typed: string, openQuote: string, candidates: readonly Candidate[]): Completion {
  const [only] = candidates;
  if (only === undefined) return { insert: "", list: [] };
  const names = candidates.map((candidate) => candidate.name);
  const insert = escapeText(commonPrefix(names).slice(typed.length), openQuote);
  if (candidates.length > 1) {
    return { insert, list: insert === "" ? candidates.map(labelOf) : [] };
  }
  if (only.isDirectory) return { insert: `${insert}/`, list: [] };
  const quote = openQuote === "\\" ? "" : openQuote;
  return { insert: `${insert}${quote} `, list: [] };
}

function labelOf(candidate: Candidate): string {
  return candidate.isDirectory ? `${candidate.name}/` : candidate.name;
}

/** The longest start that all names share, in whole characters. */
export function commonPrefix(names: readonly string[]): string {
  const [first = "", ...rest] = names;
  let prefix = "";
  for (const char of first) {
    if (!rest.every((name) => name.startsWith(prefix + char))) break;
    prefix += char;
  }
  return prefix;
}

/** Names in columns, read downwards, on a terminal `columns` wide. Ends in a line end unless empty. */
export function inColumns(names: readonly string[], columns: number): string {
  const cell = Math.max(1, ...names.map(widthOf)) + 2;
  const perRow = Math.max(1, Math.floor(columns / cell));
  const rows = Math.ceil(names.length / perRow);
  let out = "";
  for (let row = 0; row < rows; row++) {
    let line = "";
    for (let i = row; i < names.length; i += rows) {
      const name = names[i] ?? "";
      line += name + " ".repeat(cell - widthOf(name));
    }
    out += `${line.trimEnd()}\n`;
  }
  return out;
}

function widthOf(name: string): number {
  let width = 0;
  for (const char of name) width += charWidth(char);
  return width;
}
