// One command line, run as the shell would run it but with its output in memory: built-in commands, programs and
// scripts, redirections included. It has a shell of its own, so that neither the console nor what was typed there
// is disturbed.

import { COMMANDS, type Files, MEMORY_NS_PER_BYTE, Output, Shell } from "@keel/finsh";
import type { Tty } from "@keel/device";
import type { Blocking } from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import type { Duration } from "./duration.ts";
import type { Firmware } from "./firmware.ts";
import { MemoryInput, MemoryOutput } from "./memory-streams.ts";

export interface RunOptions {
  /** What the command reads; nothing otherwise. */
  readonly stdin?: string | Uint8Array;
  /** Variables to set, on top of HOME, PATH, TERM and USER. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Board time to wait at most. */
  readonly timeout?: Duration;
}

export interface RunResult {
  /** Exit status, as `$?` has it: 127 for no such command, 128 plus the signal that ended a program. */
  readonly status: number;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
}

const VARIABLES = { HOME: "/root", TERM: "dumb", USER: "root" };

export class CommandRun {
  readonly #firmware: Firmware;
  readonly #tty: Tty;
  readonly #line: string;
  readonly #options: RunOptions;
  readonly #all: Uint8Array[] = [];
  readonly #stdout: Uint8Array[] = [];
  readonly #stderr: Uint8Array[] = [];

  constructor(firmware: Firmware, tty: Tty, line: string, options: RunOptions) {
    this.#firmware = firmware;
    this.#tty = tty;
    this.#line = line;
    this.#options = options;
  }

  /** What it has written so far. */
  get output(): string {
    return text(this.#all);
  }

  /** To be run in a kernel thread. */
  *run(): Blocking<RunResult> {
    const { kernel, commands } = this.#firmware;
    const { stdin = "", environment } = this.#options;
    const input = typeof stdin === "string" ? utf8Encode(stdin) : stdin;
    const shell = new Shell({
      kernel,
      tty: this.#tty,
      commands: commands ?? COMMANDS,
      variables: { ...VARIABLES, ...environment },
    });
    const files: Files = [
      new MemoryInput(input),
      new MemoryOutput((bytes) => this.#take(bytes, this.#stdout)),
      new MemoryOutput((bytes) => this.#take(bytes, this.#stderr)),
    ];
    const [, out, errors] = files;
    shell.streams = {
      files,
      out: new Output(kernel, MEMORY_NS_PER_BYTE, (bytes) => out?.write(bytes) ?? bytes.length),
      errors: new Output(kernel, MEMORY_NS_PER_BYTE, (bytes) => errors?.write(bytes) ?? bytes.length),
    };
    const status = yield* shell.execute(this.#line);
    return { status, output: this.output, stdout: text(this.#stdout), stderr: text(this.#stderr) };
  }

  #take(bytes: Uint8Array, stream: Uint8Array[]): void {
    // Writers use their buffers again.
    const copy = bytes.slice();
    stream.push(copy);
    this.#all.push(copy);
  }
}

function text(pieces: readonly Uint8Array[]): string {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return utf8Decode(all);
}
