// The msh shell: one thread that reads lines from a terminal and runs them. It keeps what lasts from line to
// line (variables, directory, history, jobs, `$?`) and is what commands talk to. Typing is LineReader's, the
// running of a line CommandRunner's, programs are ProgramLauncher's.
// Everything here runs in the shell's thread, but for `interrupt`.
// Source: RT-Thread components/finsh (shell.c, msh.c).

import { RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import type { Tty } from "@keel/device";
import { type File, VFS } from "@keel/dfs";
import { banner, type Blocking, type Kernel, type Thread } from "@keel/kernel";
import { type Command, type Need, STATUS_FAILED, STATUS_USAGE } from "./command.ts";
import { CommandRunner } from "./command-runner.ts";
import { CommandTable } from "./command-table.ts";
import { FileView } from "./file-view.ts";
import { FINSH_HISTORY_LINES, History } from "./history.ts";
import { LineReader } from "./line-reader.ts";
import { MEMORY_INFO, type MemoryInfo } from "./memory-info.ts";
import { Output, TERMINAL_NS_PER_BYTE } from "./output.ts";
import { DEFAULT_PATH, ProgramLauncher } from "./program-launcher.ts";
import { PROGRAMS, type ProgramRunner } from "./programs.ts";
import { TerminalMode } from "./terminal-mode.ts";

export interface ShellOptions {
  readonly kernel: Kernel;
  readonly tty: Tty;
  readonly commands: readonly Command[];
  /** Variables to start with. */
  readonly variables?: Readonly<Record<string, string>>;
  /** FINSH_HISTORY_LINES */
  readonly historyLines?: number;
  /** What `version` prints. */
  readonly version?: string;
}

/** Files by descriptor 0, 1, 2; null stands for the terminal. */
export type Files = readonly [File | null, File | null, File | null];

/** Where the commands that run now read and write. */
export interface Streams {
  /** What the shell and its own commands print. */
  readonly out: Output;
  /** What they say about errors. */
  readonly errors: Output;
  /** The same, for programs. */
  readonly files: Files;
}

export class Shell {
  readonly kernel: Kernel;
  readonly tty: Tty;
  readonly terminalMode: TerminalMode;
  readonly commands: CommandTable;
  readonly history: History;
  /** What `$NAME` stands for; also the environment of programs. */
  readonly variables: Map<string, string>;
  readonly launcher: ProgramLauncher;
  /** The banner that the system greeted with. */
  readonly version: string;
  /** `$?` */
  status = 0;
  /** Where output goes now; redirection changes it for one command. */
  streams: Streams;
  readonly #terminal: Output;
  readonly #reader: LineReader;
  readonly #runner: CommandRunner;
  #files: FileView | null = null;
  #thread: Thread | null = null;
  #isInterrupted = false;

  constructor(options: ShellOptions) {
    this.kernel = options.kernel;
    this.tty = options.tty;
    this.terminalMode = new TerminalMode(this.tty);
    this.commands = new CommandTable(options.commands);
    this.history = new History(options.historyLines ?? FINSH_HISTORY_LINES);
    this.variables = new Map(Object.entries({ PATH: DEFAULT_PATH, ...options.variables }));
    this.launcher = new ProgramLauncher(this);
    this.version = options.version ?? banner();
    this.#terminal = new Output(this.kernel, TERMINAL_NS_PER_BYTE, (bytes) => this.tty.write(0, bytes));
    this.streams = { out: this.#terminal, errors: this.#terminal, files: [null, null, null] };
    this.#reader = new LineReader(this, this.#terminal);
    this.#runner = new CommandRunner(this);
  }

  // ---- what commands use

  /** The tree of files. Only where there is one: `Command.needs` says so. */
  get files(): FileView {
    this.#files ??= new FileView(this.kernel.service(VFS));
    return this.#files;
  }

  get programs(): ProgramRunner {
    return this.kernel.service(PROGRAMS);
  }

  get memoryInfo(): MemoryInfo {
    return this.kernel.service(MEMORY_INFO);
  }

  has(need: Need): boolean {
    switch (need) {
      case "files":
        return this.kernel.findService(VFS) !== null;
      case "programs":
        return this.kernel.findService(PROGRAMS) !== null;
      case "memory info":
        return this.kernel.findService(MEMORY_INFO) !== null;
    }
  }

  /** Can this command run in this system? */
  offers(command: Command): boolean {
    return command.needs === undefined || this.has(command.needs);
  }

  /** Prints to the command's output; "\n" ends a line. */
  print(text: string): void {
    this.streams.out.print(text);
  }

  /** Writes bytes to the command's output; they must not change before `flush`. */
  write(bytes: Uint8Array): void {
    this.streams.out.write(bytes);
  }

  /** Sends what was printed. 0, or -errno: nothing more can be written. */
  *flush(): Blocking<number> {
    const { out, errors } = this.streams;
    if (errors !== out) yield* errors.flush();
    return yield* out.flush();
  }

  /** Prints an error and is the status of failure, so that a command can `return shell.fail(…)`. */
  fail(message: string): number {
    this.streams.errors.print(`${message}\n`);
    return STATUS_FAILED;
  }

  /** As `fail`, for a command called the wrong way. */
  failUsage(usage: string): number {
    this.streams.errors.print(`Usage: ${usage}\n`);
    return STATUS_USAGE;
  }

  /** The value of a variable, `$?` among them; "" when it has none. */
  lookup(name: string): string {
    return name === "?" ? String(this.status) : (this.variables.get(name) ?? "");
  }

  /** Ctrl-C came while a command runs: it should end. */
  get isInterrupted(): boolean {
    return this.#isInterrupted;
  }

  // ---- the session

  /** The shell's life: prompts, reads and runs lines until the terminal is gone. Its last status. */
  *run(): Blocking<number> {
    const error = this.tty.open(RT_DEVICE_FLAG_RDWR);
    if (error < 0) return STATUS_FAILED;
    this.#thread = this.kernel.current;
    for (;;) {
      if (this.has("programs")) this.launcher.report();
      const line = yield* this.#reader.readLine(this.prompt);
      if (line === null) break;
      this.history.add(line);
      yield* this.execute(line);
    }
    this.#thread = null;
    this.tty.close();
    return this.status;
  }

  /** Runs a line of commands; the status of the last one. */
  *execute(line: string): Blocking<number> {
    this.#clearInterrupt();
    this.status = yield* this.#runner.runLine(line);
    this.#clearInterrupt();
    yield* this.flush();
    return this.status;
  }

  /** `msh /tmp>` */
  get prompt(): string {
    return this.has("files") ? `msh ${this.files.directory}>` : "msh >";
  }

  /** Ctrl-C while one of the shell's own commands runs. Any context. */
  interrupt(): void {
    this.#isInterrupted = true;
    const thread = this.#thread;
    if (thread === null) return;
    thread.interruptPending = 1;
    thread.wakeup(false);
  }

  #clearInterrupt(): void {
    this.#isInterrupted = false;
    if (this.#thread !== null) this.#thread.interruptPending = 0;
  }
}
