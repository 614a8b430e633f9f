// What a run showed, as text: for comparing two runs, and for the recorded runs under expected/,
// which stand in for the oracle where there is none.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../repository.ts";
import type { Outcome } from "./process.ts";
import type { Program } from "./program.ts";

const EXPECTED: string = join(ROOT, "tooling/programs/expected");

export function transcript(outcome: Outcome, withStderr: boolean): string {
  const parts = [printable(outcome.stdout)];
  if (withStderr) parts.push(`[stderr]\n${printable(outcome.stderr)}`);
  parts.push(outcome.isTimedOut ? "[timed out]\n" : `[status ${outcome.status}]\n`);
  return parts.join("");
}

/** The recorded transcript of a program, or null. */
export function readExpected(program: Program): string | null {
  const path = expectedPath(program);
  return existsSync(path) ? readFileSync(path, "utf8").replaceAll("\r\n", "\n") : null;
}

export function writeExpected(program: Program, text: string): void {
  mkdirSync(EXPECTED, { recursive: true });
  writeFileSync(expectedPath(program), text);
}

/** The first lines in which two transcripts differ, for a person; empty when they are equal. */
export function describeDifference(expected: string, actual: string): string[] {
  if (expected === actual) return [];
  const want = expected.split("\n");
  const got = actual.split("\n");
  const first = want.findIndex((line, i) => line !== got[i]);
  const at = first < 0 ? want.length : first;
  return [
    `from line ${at + 1}:`,
    ...want.slice(at, at + 4).map((line) => `  - ${line}`),
    ...got.slice(at, at + 4).map((line) => `  + ${line}`),
  ];
}

function expectedPath(program: Program): string {
  return join(EXPECTED, `${program.name}.txt`);
}

/** Text with a line end, in which bytes that are no text are written as \xNN. */
function printable(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(bytes) && !/[^\n\t\x20-\uffff]/.test(text);
  const shown = isText ? text : escaped(bytes);
  return shown === "" || shown.endsWith("\n") ? shown : `${shown}\n`;
}

function escaped(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(/[^\n\t\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
