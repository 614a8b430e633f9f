// Drives a kernel on Node: runs it in slices, lets the host's events in between them, and decides what
// idle time means. In virtual time an idle system jumps to its next deadline; in real time it waits for it.

import type { Kernel } from "@keel/kernel";

/** Where a board's console input comes from. */
export interface ConsoleInput {
  /** No more input will ever come. */
  readonly isEnded: boolean;
  /** Hands waiting input to the board; true when there was some. */
  pump(): boolean;
  /** Resolves when input may be waiting or has ended, or after `timeoutMs` (null: no time limit). */
  wait(timeoutMs: number | null): Promise<void>;
}

export interface RunOptions {
  readonly kernel: Kernel;
  /** `virtual`: idle time is skipped. `real`: it is waited for. */
  readonly pace: "virtual" | "real";
  readonly input?: ConsoleInput;
  /** Stop when the board's clock reads this many ns. */
  readonly limitNs?: number;
}

/** Why the run ended. */
export type RunEnd =
  | { readonly reason: "halted"; readonly status: number }
  | { readonly reason: "limit" }
  /** Every thread waits for something that can no longer happen. */
  | { readonly reason: "deadlock" };

/** Board time of one slice in ns: how long the host's own events may have to wait. */
const SLICE_NS = 20_000_000;
/** Node's timers take no longer waits than this (ms). */
const LONGEST_WAIT_MS = 0x7fffffff;

/** Runs until the board powers off, its time limit comes, or nothing can happen any more. */
export async function runKernel(options: RunOptions): Promise<RunEnd> {
  const { kernel, pace, input, limitNs = Infinity } = options;
  for (;;) {
    const now = kernel.now();
    if (now >= limitNs) return { reason: "limit" };
    const stop = kernel.run(Math.min(now + SLICE_NS, limitNs));
    if (stop.reason === "halted") return { reason: "halted", status: kernel.exitStatus };
    if (stop.reason !== "idle") {
      input?.pump();
      await hostTurn();
      continue;
    }
    if (input?.pump()) continue;
    const next = Math.min(stop.nextNs, limitNs);
    if (pace === "virtual") {
      if (next !== Infinity) kernel.clock.spend(next - kernel.now());
      else if (input && !input.isEnded) await input.wait(null);
      else return { reason: "deadlock" };
    } else {
      if (next === Infinity && (!input || input.isEnded)) return { reason: "deadlock" };
      const waitMs = next === Infinity ? null : Math.min((next - kernel.now()) / 1e6, LONGEST_WAIT_MS);
      if (input && !input.isEnded) await input.wait(waitMs);
      else await delay(waitMs ?? LONGEST_WAIT_MS);
    }
  }
}

function hostTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
