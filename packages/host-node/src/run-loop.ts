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

/** A clock that is paced to the host's time (machine's RealClock). */
export interface PacedClock {
  /** Catches up when behind; returns how many ns the board is ahead of the host. */
  sync(): number;
}

export interface RunOptions {
  readonly kernel: Kernel;
  /** The board's clock when it is paced to the host; null: virtual time, idle time is skipped. */
  readonly pacedClock: PacedClock | null;
  readonly input: ConsoleInput | null;
  /** Stop when the board's clock reads this many ns. */
  readonly limitNs: number;
}

/** Why the run ended. */
export type RunEnd =
  | { readonly reason: "halted"; readonly status: number }
  | { readonly reason: "limit" }
  /** Every thread waits for something that can no longer happen. */
  | { readonly reason: "deadlock" };

/** Board time of one slice in ns: how long the host's own events may have to wait. */
const SLICE_NS = 20_000_000;
/** The board may be this far ahead of the host before it is made to wait (ns). */
const AHEAD_NS = 2_000_000;
/** Node's timers take no longer waits than this (ms). */
const LONGEST_WAIT_MS = 0x7fffffff;

/** Runs until the board powers off, its time limit comes, or nothing can happen any more. */
export async function runKernel(options: RunOptions): Promise<RunEnd> {
  const { kernel, pacedClock, input, limitNs } = options;
  for (;;) {
    const aheadNs = pacedClock?.sync() ?? 0;
    if (aheadNs > AHEAD_NS) await waitFor(input, aheadNs);
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
    const canGetInput = input !== null && !input.isEnded;
    const next = Math.min(stop.nextNs, limitNs);
    if (next === Infinity && !canGetInput) return { reason: "deadlock" };
    if (pacedClock === null && next !== Infinity) kernel.clock.spend(next - kernel.now());
    else await waitFor(input, next - kernel.now());
  }
}

/** Waits until input comes or `ns` have passed (Infinity: input only). */
function waitFor(input: ConsoleInput | null, ns: number): Promise<void> {
  const ms = ns === Infinity ? null : Math.min(ns / 1e6, LONGEST_WAIT_MS);
  if (input && !input.isEnded) return input.wait(ms);
  return new Promise((resolve) => setTimeout(resolve, ms ?? LONGEST_WAIT_MS));
}

function hostTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
