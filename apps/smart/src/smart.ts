// Keel Smart: a board with file systems, processes and a shell. `createSmart` wires the rooms together;
// `bootShell` or `bootProgram` says what the system is for; then the host runs `kernel`.

import { O_CREAT, O_RDWR, O_WRONLY, MS_RDONLY, shellStatus, strerror } from "@keel/abi";
import { type Board, type BoardInstance, createBoard } from "@keel/bsp";
import type { Tty } from "@keel/device";
import { type File, type HostDir, hostFs, unpackTar, VFS, type Vfs } from "@keel/dfs";
import { finshComponent, MEMORY_INFO, PROGRAMS, startShell } from "@keel/finsh";
import { type Blocking, type Clock, type Component, type Kernel, startup, type TraceSink } from "@keel/kernel";
import { LWP, LwpSystem } from "@keel/lwp";
import { MM, MemorySystem } from "@keel/mm";
import { createGate } from "@keel/syscall";
import { filesComponent } from "./files-component.ts";
import { FrameMemoryInfo } from "./frame-memory-info.ts";
import { processesComponent } from "./processes-component.ts";

/** A host folder to mount. */
export interface HostMount {
  readonly directory: HostDir;
  /** What the mount table says it is. */
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
  /** Gets one line per system call. */
  readonly strace?: (line: string) => void;
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

/** Exit statuses of a program that cannot be run, as shells have them. */
const STATUS_NOT_EXECUTABLE = 126;
const STATUS_NOT_FOUND = 127;
`;
