// One command line, typed at the console's prompt: how a command runs on an image, which holds a copy of Keel of its
// own that a test cannot reach into. What it prints is what the console shows up to the mark that comes after it.

import type { RunOptions, RunResult } from "./command-run.ts";
import type { BoardConsole } from "./console.ts";
import type { Duration } from "./duration.ts";

const MARK = "keel-status-";

export function runTyped(
  console: BoardConsole,
  line: string,
  timeout: Duration,
  options: RunOptions,
): RunResult {
  if (options.stdin !== undefined || options.environment !== undefined) {
    throw new Error("run: an image's commands are typed at its console: no stdin, no environment");
  }
  console.send(`${line}; echo ${MARK}$?\n`);
  console.expect(`${MARK}$?\n`, { timeout });
  const { 0: mark, 1: status, input } = console.expect(new RegExp(`${MARK}(\\d+)\n`), { timeout });
  const output = input.slice(0, input.indexOf(mark));
  return { status: Number(status), output, stdout: output, stderr: "" };
}
