// Keel Smart: a board with file systems, processes and a shell. `createSmart` wires the rooms together;
// `bootShell` or `bootProgram` says what the system is for; then the host runs `kernel`.

import { ENOENT, O_CREAT, O_RDWR, O_WRONLY, shellStatus, strerror } from "@keel/abi";
import { type Board, type BoardInstance, type BoardOptions, createBoard } from "@keel/bsp";
import type { Tty } from "@keel/device";
import { type File, type HostDir, makeDirectories, VFS } from "@keel/dfs";
import { finshComponent, startShell } from "@keel/finsh";
import { type Blocking, type Clock, type Kernel, startup, type TraceSink } from "@keel/kernel";
import { LWP } from "@keel/lwp";
import { MM, MemorySystem } from "@keel/mm";
import { filesComponents } from "./files-component.ts";
import { processesComponent } from "./processes-component.ts";

/** A host folder to mount. */
export interface HostMount {
  readonly directory: HostDir;
  /** What the mount table calls it. */
  readonly source: string;
  /** Absolute path on the board; made when it is missing. */
  readonly target: string;
  readonly isReadOnly: boolean;
}

export interface SmartOptions {
  readonly board: Board;
  readonly clock: Clock;
  readonly seed: number;
  /** The root file system: tar, plain or gzip. */
  readonly image: Uint8Array;
  /** RAM in bytes; the board's default otherwise. */
  readonly ramSize?: number;
  /** What runs programs; the hart's default otherwise. */
  readonly engine?: Exclude<BoardOptions["engine"], undefined>;
  /** Gets the trace of system calls, piece by piece. */
  readonly strace?: (text: string) => void;
  readonly trace?: TraceSink;
  readonly mounts?: readonly HostMount[];
}

/** A program to run instead of a shell. */
export interface ProgramSpec {
  /** Path on the board. */
  readonly path: string;
  /** Written to `path` first; null when the image has it. */
  readonly bytes: Uint8Array | null;
  readonly argv: readonly string[];
  readonly environment: readonly string[];
  readonly cwd: string;
  /** Descriptors 0, 1, 2; null: the console's terminal. */
  readonly files: readonly File[] | null;
}

const INIT_PATH = "/sbin/init";
/** Below the shell: the prompt does not wait for the first process. */
const INIT_STARTER_PRIORITY = 24;

/** Exit statuses of a program that cannot be run, as shells have them. */
const STATUS_NOT_EXECUTABLE = 126;
const STATUS_NOT_FOUND = 127;

export class Smart {
  readonly board: BoardInstance;
  readonly kernel: Kernel;
  private readonly options: SmartOptions;

  constructor(options: SmartOptions) {
    this.options = options;
    this.board = createBoard(options.board, {
      clock: options.clock,
      seed: options.seed,
      trace: options.trace ?? null,
      ...(options.ramSize === undefined ? {} : { ramSize: options.ramSize }),
      ...(options.engine === undefined ? {} : { engine: options.engine }),
    });
    this.kernel = this.board.kernel;
    const { machine, hart } = this.board;
    this.kernel.provide(MM, new MemorySystem({ hartMemory: machine, hart }));
  }

  /** The console's terminal; there once the board's drivers are up. */
  get tty(): Tty {
    return this.board.tty;
  }

  /** Sends what the board prints on its console to `listener`. */
  onConsole(listener: (bytes: Uint8Array) => void): void {
    this.board.uart.onTransmit = listener;
  }

  /** Types on the board's console. */
  typeOnConsole(bytes: Uint8Array): void {
    this.board.uart.feed(bytes);
  }

  /** Powers on with the shell on the console. */
  bootShell(): void {
    this.start({ isQuiet: false }, () => {
      startShell({
        kernel: this.kernel,
        tty: this.tty,
        variables: { HOME: "/root", TERM: "xterm", USER: "root" },
      });
      this.kernel
        .createThread({ name: "init", priority: INIT_STARTER_PRIORITY, entry: () => this.startInit() })
        .startup();
      return 0;
    });
  }

  /** Powers on, runs one program and powers off with its exit status. Nothing but its output is printed. */
  bootProgram(program: ProgramSpec): void {
    this.start({ isQuiet: true }, () => this.runProgram(program));
  }

  private start({ isQuiet }: { isQuiet: boolean }, main: () => Blocking<number> | number): void {
    const { board, options } = this;
    const components = [
      ...board.components,
      ...filesComponents(options.image, options.mounts ?? []),
      processesComponent(board, options.strace ?? null),
      finshComponent,
    ];
    startup(this.kernel, components, { edition: "Smart", isQuiet, main });
  }

  /** The first process, where the image has one: it starts what /etc/inittab names and adopts orphans. */
  private *startInit(): Blocking<number> {
    const vfs = this.kernel.service(VFS);
    const console = yield* vfs.open(vfs.kernelLookup, "/dev/console", O_RDWR, 0);
    if (typeof console === "number") return console;
    const files = [console, console.ref(), console.ref()];
    const pid = yield* this.kernel.service(LWP).spawn({
      path: INIT_PATH,
      argv: [INIT_PATH],
      envp: DEFAULT_ENVIRONMENT,
      files,
      init: true,
      detached: true,
    });
    if (pid < 0) for (const file of files) file.unref();
    return pid === -ENOENT ? 0 : pid;
  }

  private *runProgram(program: ProgramSpec): Blocking<number> {
    const { kernel } = this;
    const status = yield* this.statusOf(program);
    kernel.halt(status);
    return status;
  }

  private *statusOf(program: ProgramSpec): Blocking<number> {
    const vfs = this.kernel.service(VFS);
    const lwps = this.kernel.service(LWP);
    if (program.bytes !== null) {
      const written = yield* this.writeProgram(program.path, program.bytes);
      if (written < 0) return this.refuse(program.path, written);
    }
    const cwd = yield* vfs.resolveDirectory(vfs.kernelLookup, program.cwd);
    if (typeof cwd === "number") return this.refuse(program.cwd, cwd);
    const pid = yield* lwps.spawn({
      path: program.path,
      argv: program.argv,
      envp: environmentOf(program.environment),
      cwd,
      tty: program.files === null ? this.tty : null,
      foreground: true,
      ...(program.files === null ? {} : { files: program.files }),
    });
    if (pid < 0) return this.refuse(program.argv[0] ?? program.path, pid);
    const status = yield* lwps.waitChild(pid);
    return status < 0 ? this.refuse(program.path, status) : shellStatus(status);
  }

  private *writeProgram(path: string, bytes: Uint8Array): Blocking<number> {
    const vfs = this.kernel.service(VFS);
    const made = yield* makeDirectories(vfs, path.slice(0, path.lastIndexOf("/")));
    if (made < 0) return made;
    const file = yield* vfs.open(vfs.kernelLookup, path, O_WRONLY | O_CREAT, 0o755);
    if (typeof file === "number") return file;
    const written = file.write(bytes);
    file.unref();
    return typeof written === "number" ? written : yield* written;
  }

  private refuse(path: string, error: number): number {
    this.kernel.print(`keel: ${path}: ${strerror(error)}\n`);
    return error === -ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE;
  }
}

/** Puts the system together; nothing runs yet. Throws on a board or a RAM size that cannot be. */
export function createSmart(options: SmartOptions): Smart {
  return new Smart(options);
}

const DEFAULT_ENVIRONMENT: readonly string[] = [
  "PATH=/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin",
  "HOME=/root",
];

/** What the program gets: the defaults, where `asked` does not set them itself. */
function environmentOf(asked: readonly string[]): string[] {
  const names = new Set(asked.map((entry) => entry.slice(0, entry.indexOf("="))));
  return [...DEFAULT_ENVIRONMENT.filter((entry) => !names.has(entry.slice(0, entry.indexOf("=")))), ...asked];
}
