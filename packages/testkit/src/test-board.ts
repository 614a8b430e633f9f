// A board under test, powered on, in virtual time: nothing happens on it but what the test lets happen.

import { POWER, type Tty } from "@keel/device";
import { Kernel, type TraceBuffer } from "@keel/kernel";
import { CommandRun, type RunOptions, type RunResult } from "./command-run.ts";
import { BoardConsole } from "./console.ts";
import { Driver } from "./driver.ts";
import { type Duration, parseDuration, seconds } from "./duration.ts";
import { ExpectationError } from "./expectation-error.ts";
import { Faults } from "./faults.ts";
import { BoardFiles } from "./files.ts";
import type { Firmware } from "./firmware.ts";
import { KernelCalls } from "./kernel-calls.ts";
import { runTyped } from "./typed-run.ts";

export interface TestBoardOptions {
  readonly seed: number;
  /** What the firmware's kernel traces to. */
  readonly trace: TraceBuffer | null;
}

const RUN_TIMEOUT = "60 s";
const TRACE_FAULT = "fault";

export class TestBoard<F extends Firmware = Firmware> {
  /** The firmware itself, for what the kit does not offer. */
  readonly app: F;
  readonly console: BoardConsole;
  readonly files: BoardFiles;
  readonly faults: Faults;
  readonly #driver: Driver;
  readonly #calls: KernelCalls;
  readonly #trace: TraceBuffer | null;

  /** Use `boot`. */
  constructor(app: F, options: TestBoardOptions) {
    const report = (text: string): void => this.#note(text);
    this.app = app;
    this.#trace = options.trace;
    this.#driver = new Driver(app.kernel);
    this.#calls = new KernelCalls(app.kernel, this.#driver);
    this.console = new BoardConsole(app, this.#driver, report);
    this.files = new BoardFiles(app.kernel, this.#calls);
    this.faults = new Faults(app, this.console, { seed: options.seed, report });
  }

  get kernel(): Kernel {
    return this.app.kernel;
  }

  /** ns since power-on. */
  get now(): number {
    return this.kernel.now();
  }

  /** Lets `duration` of board time pass; less when the board powers itself off. */
  advance(duration: Duration): void {
    this.#driver.advance(parseDuration(duration));
  }

  /**
   * Runs one command line as the shell would, apart from the console, and waits for its end. Lets the board come up
   * first. Throws when the command takes longer than `options.timeout` (60 s of board time) or the board goes off.
   * On an image that `keel build` wrote, the line is typed at the prompt, and all output counts as standard output.
   */
  run(line: string, options: RunOptions = {}): RunResult {
    this.#calls.settle();
    if (!this.#sharesKeel) return runTyped(this.console, line, options.timeout ?? RUN_TIMEOUT, options);
    const command = new CommandRun(this.app, this.#terminal(), line, options);
    const timeoutNs = parseDuration(options.timeout ?? RUN_TIMEOUT);
    const outcome = this.#calls.call(() => command.run(), timeoutNs);
    if (typeof outcome !== "string") return outcome;
    const reason = {
      done: "has no result",
      halted: `did not end: the board is off (status ${this.kernel.exitStatus})`,
      "time over": `runs on after ${seconds(timeoutNs)} of board time`,
      stuck: "waits for something that can no longer happen",
    }[outcome];
    const written = command.output === "" ? "It wrote nothing." : `It wrote:\n${command.output}`;
    throw new ExpectationError(`run '${line}' ${reason}.\n${written}`, this.run);
  }

  /** Switches the board off at once; nothing runs on it any more. */
  poweroff(): void {
    if (this.isOff) return;
    const power = this.kernel.findService(POWER);
    this.#driver.switchOff(() => (power === null ? this.kernel.halt(0) : power.poweroff(0)));
  }

  get isOff(): boolean {
    return this.#driver.isHalted;
  }

  /** What the board was powered off with; null while it is on. 255 after a panic. */
  get exitStatus(): number | null {
    return this.isOff ? this.kernel.exitStatus : null;
  }

  /** Every scheduler event and fault so far, one per line: time in ns, kind, and who it is about. */
  trace(): string {
    if (this.#trace === null)
      throw new Error("this firmware was made without a trace: give boot its function");
    return this.#trace.text();
  }

  /** The firmware uses the same copy of Keel as this kit; an image has its own. */
  get #sharesKeel(): boolean {
    return this.kernel instanceof Kernel;
  }

  #note(fault: string): void {
    this.#trace?.event(this.now, TRACE_FAULT, fault, "");
  }

  #terminal(): Tty {
    const tty = this.app.findTty?.() ?? this.app.tty ?? null;
    if (tty === null) throw new ExpectationError("run: this firmware has no terminal for a shell", this.run);
    return tty;
  }
}
