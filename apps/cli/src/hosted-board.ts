// One board, powered on by the command line: reads the root file system image, wires the console and the
// mounts to this host, runs it to its end, and says so when the end is not a normal one.

import { closeSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { O_RDONLY, O_WRONLY } from "@keel/abi";
import { type Board, boards } from "@keel/bsp";
import type { File } from "@keel/dfs";
import {
  type ConsoleInput,
  type RunEnd,
  HostDirectory,
  HostStream,
  runKernel,
  ScriptInput,
  Terminal,
  writeOutput,
} from "@keel/host-node";
import { type TraceSink, VirtualClock } from "@keel/kernel";
import { RealClock } from "@keel/machine";
import { createSmart, type Smart } from "@keel/smart";
import { type MachineOptions, UsageError } from "./arguments.ts";

/** Exit status when --timeout ends the run, as timeout(1) has it. */
const STATUS_TIMEOUT = 124;
/** Exit status when every thread waits for something that cannot happen. */
const STATUS_DEADLOCK = 125;
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

export interface HostProgram {
  /** Path on the board. */
  readonly path: string;
  /** The program file, put at `path` before it runs; null when the board has it. */
  readonly bytes: Uint8Array | null;
  readonly argv: readonly string[];
  readonly environment: readonly string[];
  readonly cwd: string;
}

export class HostedBoard {
  private readonly options: MachineOptions;
  private readonly isPaced: boolean;
  private readonly traceFile: number | null;
  /** The board that is on now; a reset puts a new one in its place. */
  private smart: Smart;
  private realClock: RealClock | null;
  /** Board time in ns of those that were on before. */
  private pastNs = 0;

  private constructor(options: MachineOptions, isPaced: boolean) {
    this.options = options;
    this.isPaced = isPaced;
    this.traceFile = options.trace === null ? null : openForWriting(fromCaller(options.trace));
    this.realClock = this.makeRealClock();
    this.smart = this.makeSmart();
  }

  /** Builds the board. `isPaced`: keep to the host's time unless --clock says otherwise. */
  static open(options: MachineOptions, { isPaced }: { isPaced: boolean }): HostedBoard {
    return new HostedBoard(options, options.clock === null ? isPaced : options.clock === "real");
  }

  private makeRealClock(): RealClock | null {
    return this.isPaced ? new RealClock(() => performance.now() * 1e6) : null;
  }

  private makeSmart(): Smart {
    const { options } = this;
    return createSmart({
      board: findBoard(options.board),
      clock: this.realClock ?? new VirtualClock(),
      seed: options.seed,
      image: readImage(),
      ...(options.memory === null ? {} : { ramSize: options.memory }),
      ...(options.engine === null ? {} : { engine: options.engine }),
      ...(options.strace ? { strace: (line: string) => void writeOutput(STDERR, utf8(line)) } : {}),
      ...(this.traceFile === null ? {} : { trace: fileTrace(this.traceFile) }),
      mounts: options.mounts.map((mount) => ({
        directory: hostDirectory(mount.host, mount.isReadOnly),
        source: mount.host,
        target: mount.guest,
        isReadOnly: mount.isReadOnly,
      })),
    });
  }

  /** Runs the board with its shell on this terminal, again after each reset. */
  async boot(): Promise<number> {
    this.startShell();
    return this.finish(this.consoleInput(), () => this.restart());
  }

  private startShell(): void {
    this.smart.onConsole((bytes) => void writeOutput(STDOUT, bytes));
    this.smart.bootShell();
  }

  /** Power-on after a reset: a new board, its clock at 0, with what it had on its console. */
  private restart(): void {
    const { rows, columns } = this.smart.tty.windowSize;
    this.pastNs += this.smart.kernel.now();
    this.realClock = this.makeRealClock();
    this.smart = this.makeSmart();
    this.startShell();
    this.smart.tty.resize(rows, columns);
  }

  /** Runs one program with this process's standard streams. */
  async runProgram(program: HostProgram): Promise<number> {
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    // The program's own output passes by the console unless it is on a terminal: then the console only has reports.
    this.smart.onConsole((bytes) => void writeOutput(isTerminal ? STDOUT : STDERR, bytes));
    this.smart.bootProgram({ ...program, files: isTerminal ? null : standardStreams() });
    return this.finish(isTerminal ? this.consoleInput() : null, null);
  }

  /** To be called once the board has started: its terminal is up then. */
  private consoleInput(): ConsoleInput {
    const feed = (bytes: Uint8Array): void => this.smart.typeOnConsole(bytes);
    if (process.stdin.isTTY !== true) {
      return new ScriptInput(STDIN, { hasReader: () => this.smart.tty.hasReader, feed });
    }
    return new Terminal(process.stdin, process.stdout, {
      feed,
      leave: () => this.smart.kernel.halt(0),
      resize: (rows, columns) => this.smart.tty.resize(rows, columns),
    });
  }

  /** `onReset`: what a reset does; null: the run ends there, as in QEMU with -no-reboot. */
  private async finish(input: ConsoleInput | null, onReset: (() => void) | null): Promise<number> {
    try {
      for (;;) {
        const end = await runKernel({
          kernel: this.smart.kernel,
          pacedClock: this.realClock,
          input,
          limitNs: this.options.timeoutNs - this.pastNs,
        });
        const isReset = end.reason === "halted" && this.smart.board.powerAction === "reset";
        if (!isReset || onReset === null) return this.statusOf(end, input);
        onReset();
      }
    } finally {
      if (input instanceof Terminal) input.close();
      if (this.traceFile !== null) closeSync(this.traceFile);
    }
  }

  private statusOf(end: RunEnd, input: ConsoleInput | null): number {
    if (end.reason === "halted") return end.status;
    if (end.reason === "limit") {
      process.stderr.write(`keel: stopped: ${this.options.timeoutNs / 1e9} s of board time are over\n`);
      return STATUS_TIMEOUT;
    }
    if (input?.isEnded) return 0;
    process.stderr.write("keel: stopped: every thread waits for something that can no longer happen\n");
    return STATUS_DEADLOCK;
  }
}

/** A path as the user typed it: `pnpm keel` runs in the clone's top folder but is meant from where it was typed. */
export function fromCaller(path: string): string {
  const { npm_package_name: project, npm_lifecycle_event: script } = process.env;
  const isRootScript = project === "keel" && (script === "keel" || script === "start");
  return resolve(isRootScript ? (process.env["INIT_CWD"] ?? ".") : ".", path);
}

function standardStreams(): File[] {
  return [
    new HostStream(STDIN, O_RDONLY),
    new HostStream(STDOUT, O_WRONLY),
    new HostStream(STDERR, O_WRONLY),
  ];
}

function findBoard(name: string): Board {
  const board = boards.find((b) => b.name === name);
  if (!board)
    throw new UsageError(`there is no board '${name}'; there are: ${boards.map((b) => b.name).join(", ")}`);
  return board;
}

function readImage(): Uint8Array {
  const file = new URL("./rootfs.tar.gz", import.meta.url);
  return gunzipSync(readFileSync(file));
}

function hostDirectory(path: string, isReadOnly: boolean): HostDirectory {
  const full = fromCaller(path);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`--mount: there is no folder ${full}`);
  if (!found.isDirectory()) throw new UsageError(`--mount: ${full} is not a folder`);
  return new HostDirectory(full, { isReadOnly });
}

export function openForWriting(path: string): number {
  try {
    return openSync(path, "w");
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One line an event: time in ns, kind, and who it is about. */
export function fileTrace(fd: number): TraceSink {
  return {
    event(ns: number, kind: string, a: string, b: string): void {
      writeSync(fd, b === "" ? `${ns} ${kind} ${a}\n` : `${ns} ${kind} ${a} ${b}\n`);
    },
  };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
