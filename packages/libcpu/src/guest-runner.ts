// Runs guest code against the clock: a deadline becomes an instruction budget, retired instructions become time.
// Every instruction takes the same time, so that virtual time is exact and a run can be repeated. @hotpath

import { type Hart, type HartContext, TRAP_BUDGET } from "@keel/hart";
import type { Clock } from "@keel/kernel";

const ECALL_LENGTH = 4;

export interface GuestRunnerOptions {
  readonly hart: Hart;
  readonly clock: Clock;
  /** Board time of one instruction; 10 for a hart of 100 MHz. Fractions are kept exactly enough. */
  readonly nsPerInstruction: number;
}

export class GuestRunner {
  readonly hart: Hart;
  readonly nsPerInstruction: number;
  readonly #clock: Clock;
  /** Time that instructions took beyond what the clock was told, below 1 ns. */
  #carryNs: number;

  constructor(options: GuestRunnerOptions) {
    this.hart = options.hart;
    this.nsPerInstruction = options.nsPerInstruction;
    this.#clock = options.clock;
    this.#carryNs = 0;
  }

  /**
   * Runs `context` until a trap or until the first instruction boundary at or after `deadlineNs`. Returns what
   * Hart.run does: a CAUSE_*, TRAP_BUDGET when the deadline has come, or TRAP_INTERRUPT.
   */
  run(context: HartContext, deadlineNs: number): number {
    const budget = this.budgetUntil(deadlineNs);
    if (budget <= 0) return TRAP_BUDGET;
    const cause = this.hart.run(context, budget);
    this.#charge(this.hart.retired);
    return cause;
  }

  /** Counts and steps over the ecall that `context` stopped at. */
  stepOverEcall(context: HartContext): void {
    context.pc += ECALL_LENGTH;
    context.instret += 1;
    this.#charge(1);
  }

  /** Instructions from now to the first boundary at or after `deadlineNs` (which may be Infinity); 0 if that is past. */
  budgetUntil(deadlineNs: number): number {
    const leftNs = deadlineNs - this.#clock.now();
    if (leftNs <= 0) return 0;
    return Math.ceil((leftNs - this.#carryNs) / this.nsPerInstruction);
  }

  #charge(instructions: number): void {
    const ns = instructions * this.nsPerInstruction + this.#carryNs;
    const whole = Math.floor(ns);
    this.#carryNs = ns - whole;
    if (whole > 0) this.#clock.spend(whole);
  }
}

/**
 * What rdtime reads: a counter of `timebaseHz` that goes on inside a run. For HartOptions.time: the argument is
 * the number of instructions retired since the clock was last told.
 */
export function timeCounter(
  clock: Clock,
  nsPerInstruction: number,
  timebaseHz: number,
): (retiredInThisRun: number) => number {
  const nsPerTick = 1e9 / timebaseHz;
  return (retired) => Math.floor((clock.now() + retired * nsPerInstruction) / nsPerTick);
}
