// Scripts: a file that begins with `#!` names the program that reads it. man 2 execve, "Interpreter scripts".

import { ENOEXEC } from "@keel/abi";

/** How much of a file the first line may take. */
export const SCRIPT_LINE_MAX = 256;
/** How many scripts may name each other. */
export const SCRIPT_DEPTH_MAX = 5;

export interface ScriptLine {
  readonly interpreter: Uint8Array;
  /** All that follows on the line, as one argument; null when nothing does. */
  readonly argument: Uint8Array | null;
}

const NEWLINE = 10;
const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9;

/** Reads a file's first bytes: its `#!` line, null when it has none, -ENOEXEC when it names nothing or does not end. */
export function parseScriptLine(bytes: Uint8Array): ScriptLine | null | number {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return null;
  let end = bytes.indexOf(NEWLINE);
  if (end < 0) {
    if (bytes.length >= SCRIPT_LINE_MAX) return -ENOEXEC;
    end = bytes.length;
  }
  let start = 2;
  while (start < end && isBlank(bytes[start])) start++;
  while (end > start && isBlank(bytes[end - 1])) end--;
  if (start === end) return -ENOEXEC;
  let nameEnd = start;
  while (nameEnd < end && !isBlank(bytes[nameEnd])) nameEnd++;
  let argument = nameEnd;
  while (argument < end && isBlank(bytes[argument])) argument++;
  return {
    interpreter: bytes.slice(start, nameEnd),
    argument: argument < end ? bytes.slice(argument, end) : null,
  };
}
