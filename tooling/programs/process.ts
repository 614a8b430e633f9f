// Runs one command to its end and keeps what it said: how the suites start the oracle and Keel.

import { spawn } from "node:child_process";
import { constants } from "node:os";

export interface Outcome {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** Exit status; 128 plus the signal's number for a command that a signal ended. */
  readonly status: number;
  readonly isTimedOut: boolean;
}

export interface RunOptions {
  /** The whole environment of the command, not an addition to ours. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly timeoutMs: number;
}

export function run(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...options.env }, cwd: options.cwd, stdio: "pipe" });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      child.kill("SIGKILL");
    }, options.timeoutMs);
    child.stdout.on("data", (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => stderr.push(bytes));
    child.stdin.on("error", () => {}); // A program need not read its input.
    child.stdin.end(options.stdin ?? "");
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), status, isTimedOut });
    });
  });
}

/** Calls `work` on all items, so many at a time; results come in the order of the items. */
export async function mapParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
