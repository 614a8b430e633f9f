// A whole small system for tests of the shell: a kernel in virtual time, a terminal on a line whose other end the
// test holds, a file system in memory, and a runner with made-up programs. `type` types, `screen` is what shows.

import {
  EAGAIN,
  ECHILD,
  ENOENT,
  exitedStatus,
  S_IFREG,
  SIGCONT,
  SIGTSTP,
  ESRCH,
  signaledStatus,
  stoppedStatus,
} from "@keel/abi";
import { Tty, type TtyPort } from "@keel/device";
import { ramFs, Vfs, VFS } from "@keel/dfs";
import {
  type Blocking,
  Kernel,
  runVirtual,
  settle,
  VirtualClock,
  WAIT_INTERRUPTIBLE,
  WaitQueue,
} from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import type { Command } from "../src/command.ts";
import { COMMANDS } from "../src/commands/index.gen.ts";
import { type ProgramInfo, type ProgramOptions, type ProgramRunner, PROGRAMS } from "../src/programs.ts";
import type { Shell } from "../src/shell.ts";
import { startShell } from "../src/start-shell.ts";

/** The test's end of the terminal's line. */
class TestPort implements TtyPort {
  onReceive: (() => void) | null = null;
  onTransmit: (() => void) | null = null;
  onHangup: (() => void) | null = null;
  readonly unsent = 0;
  output: number[] = [];
  input: number[] = [];

  connect(): number {
    return 0;
  }

  disconnect(): void {}

  receive(buf: Uint8Array, max: number): number {
    const bytes = this.input.splice(0, max);
    buf.set(bytes);
    return bytes.length;
  }

  transmit(bytes: Uint8Array): number {
    this.output.push(...bytes);
    return bytes.length;
  }

  transmitNow(bytes: Uint8Array): void {
    this.transmit(bytes);
  }

  discardInput(): void {
    this.input = [];
  }

  discardOutput(): void {}
}

/** A running made-up program. */
interface Process {
  readonly pid: number;
  readonly name: string;
  status: number;
  readonly changed: WaitQueue;
}

/** What a made-up program does: its exit code, or null to go on until a signal comes. */
export type Program = (
  argv: readonly string[],
  output: (text: string) => void,
  options: ProgramOptions,
) => number | null;

export class TestRunner implements ProgramRunner {
  readonly programs = new Map<string, Program>();
  /** Every signal sent, as "pid signal". */
  readonly signals: string[] = [];
  foreground = 0;
  readonly #kernel: Kernel;
  readonly #tty: Tty;
  readonly #processes = new Map<number, Process>();
  #lastPid = 0;

  constructor(kernel: Kernel, tty: Tty) {
    this.#kernel = kernel;
    this.#tty = tty;
    tty.onSignal = (signal, group) => void this.kill(-group, signal);
  }

  *start(path: string, argv: readonly string[], options: ProgramOptions): Blocking<number> {
    const program = this.programs.get(path);
    if (program === undefined) return -ENOENT;
    const process: Process = {
      pid: ++this.#lastPid,
      name: path.slice(path.lastIndexOf("/") + 1),
      status: -EAGAIN,
      changed: new WaitQueue(this.#kernel),
    };
    this.#processes.set(process.pid, process);
    if (options.ground === "foreground") this.setForeground(process.pid);
    const text: string[] = [];
    const code = program(argv, (line) => text.push(line), options);
    const out = options.files[1];
    const bytes = utf8Encode(text.join(""));
    yield* settle(out === null ? this.#tty.write(0, bytes) : out.write(bytes));
    if (code !== null) process.status = exitedStatus(code);
    return process.pid;
  }

  *wait(pid: number): Blocking<number> {
    const process = this.#processes.get(pid);
    if (process === undefined) return -ECHILD;
    while (process.status === -EAGAIN) yield* process.changed.wait(WAIT_INTERRUPTIBLE);
    return this.poll(pid);
  }

  poll(pid: number): number {
    const process = this.#processes.get(pid);
    if (process === undefined) return -ECHILD;
    const { status } = process;
    if (status === -EAGAIN) return status;
    if ((status & 0xff) === 0x7f) process.status = -EAGAIN;
    else this.#processes.delete(pid);
    return status;
  }

  kill(pid: number, signal: number): number {
    this.signals.push(`${pid} ${signal}`);
    const process = this.#processes.get(Math.abs(pid));
    if (process === undefined) return -ESRCH;
    if (signal === SIGCONT) return 0;
    process.status = signal === SIGTSTP ? stoppedStatus(signal) : signaledStatus(signal);
    process.changed.wakeupAll();
    return 0;
  }

  setForeground(pid: number): void {
    this.foreground = pid;
    this.#tty.foregroundGroup = pid;
  }

  list(): readonly ProgramInfo[] {
    const thread = this.#kernel.current;
    return [...this.#processes.values()].map(({ pid, name }) => ({
      pid,
      name,
      threads: thread === null ? [] : [{ tid: pid, thread }],
    }));
  }

  /** A program ends by itself. */
  exit(pid: number, code: number): void {
    const process = this.#processes.get(pid);
    if (process === undefined) throw new Error(`no process ${pid}`);
    process.status = exitedStatus(code);
    process.changed.wakeupAll();
  }
}

export interface DeskOptions {
  /** Without, there is neither a file system nor programs. */
  readonly hasFiles?: boolean;
  /** Beside the shell's own. */
  readonly commands?: readonly Command[];
}

const MINUTE_NS = 60e9;

export class Desk {
  readonly kernel: Kernel;
  readonly tty: Tty;
  readonly port = new TestPort();
  readonly vfs: Vfs;
  readonly runner: TestRunner;
  readonly shell: Shell;

  constructor(options: DeskOptions = {}) {
    this.kernel = new Kernel({ clock: new VirtualClock() });
    this.kernel.idle.startThread();
    this.tty = new Tty(this.kernel, { port: this.port, major: 4, minor: 64 });
    this.vfs = new Vfs(this.kernel);
    this.runner = new TestRunner(this.kernel, this.tty);
    if (options.hasFiles ?? true) this.#provideFiles();
    const commands = [...COMMANDS, ...(options.commands ?? [])];
    this.shell = startShell({ kernel: this.kernel, tty: this.tty, commands }).shell;
    this.run();
  }

  #provideFiles(): void {
    this.vfs.registerFileSystem(ramFs("ramfs"));
    this.vfs.registerFileSystem(ramFs("tmpfs"));
    this.kernel.provide(VFS, this.vfs);
    this.kernel.provide(PROGRAMS, this.runner);
    this.do(() => this.vfs.mount("none", "/", "ramfs"));
    for (const path of ["/bin", "/tmp", "/etc"])
      this.do(() => this.vfs.mkdir(this.vfs.kernelLookup, path, 0o755));
  }

  /** Runs for so long in virtual time. */
  run(durationNs = MINUTE_NS): void {
    runVirtual(this.kernel, this.kernel.now() + durationNs);
    if (this.kernel.panicMessage !== null) throw new Error(this.kernel.panicMessage);
  }

  /** Runs a coroutine in a thread of its own; its result. */
  do<T>(body: () => Blocking<T>): T {
    let result: { value: T } | null = null;
    const thread = this.kernel.createThread({
      name: "test",
      priority: 5,
      *entry() {
        result = { value: yield* body() };
      },
    });
    thread.startup();
    this.run();
    if (result === null) throw new Error("the test's coroutine did not end");
    return (result as { value: T }).value;
  }

  /** Types keys, and lets the system run; what it printed, with plain line ends. */
  type(keys: string, durationNs = MINUTE_NS): string {
    this.port.output = [];
    this.port.input.push(...utf8Encode(keys));
    this.kernel.interrupt("uart", () => this.port.onReceive?.());
    this.run(durationNs);
    return this.shown;
  }

  /** What was printed since the last `type` began. */
  get shown(): string {
    return utf8Decode(Uint8Array.from(this.port.output)).replaceAll("\r\n", "\n");
  }

  /** Runs a command; its output alone, without echo and prompt. */
  command(line: string): string {
    const shown = this.type(`${line}\r`);
    const start = shown.indexOf("\n") + 1;
    const prompt = shown.lastIndexOf("msh ");
    return shown.slice(start, prompt === -1 ? undefined : prompt);
  }

  /** Makes a program file at `path` that does what `program` does. */
  addProgram(path: string, program: Program, mode = 0o755): void {
    this.runner.programs.set(path, program);
    this.do(() => this.vfs.mknod(this.vfs.kernelLookup, path, S_IFREG | mode, 0));
  }

  /** The text of a file. */
  read(path: string): string {
    const bytes = this.do(() => this.vfs.readFile(this.vfs.kernelLookup, path));
    if (typeof bytes === "number") throw new Error(`${path}: ${bytes}`);
    return utf8Decode(bytes);
  }
}
