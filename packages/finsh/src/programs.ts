// How the shell runs programs. The shell knows neither processes nor their memory: the app that has them
// provides PROGRAMS; without it the shell has its built-in commands only.
// Source: POSIX.1-2024 waitpid(), tcsetpgrp(); RT-Thread msh_exec_lwp.

import type { File, Location } from "@keel/dfs";
import { type Blocking, defineService, type Service, type Thread } from "@keel/kernel";

export interface ProgramOptions {
  /** `NAME=value`, as execve takes them. */
  readonly env: readonly string[];
  /** The working directory. */
  readonly cwd: Location;
  /**
   * The program leads a new process group of its own either way. "foreground": that group becomes the
   * terminal's foreground group before the program's first instruction.
   */
  readonly ground: "foreground" | "background";
  /** Descriptors 0, 1, 2; null stands for the shell's terminal. The runner takes references of its own. */
  readonly files: readonly [File | null, File | null, File | null];
}

export interface ProgramInfo {
  readonly pid: number;
  /** The program's name, as `ps` shows it. */
  readonly name: string;
  /** The kernel's threads that run it, the main thread first. */
  readonly threads: readonly { readonly tid: number; readonly thread: Thread }[];
}

export interface ProgramRunner {
  /**
   * Starts the program at `path`, seen from `options.cwd`. Does not wait for it.
   * @returns its pid, or -errno: -ENOENT, -EACCES (not executable), -ENOEXEC, -E2BIG, -ENOMEM, ...
   */
  start(path: string, argv: readonly string[], options: ProgramOptions): Blocking<number>;
  /**
   * Waits until a program started here has ended or stopped (a stop is reported once).
   * @returns its wait status (exitedStatus, signaledStatus, stoppedStatus of abi), or -ECHILD when there is no
   * such program any more.
   */
  wait(pid: number): Blocking<number>;
  /** As `wait`, but at once: -EAGAIN while the program runs on with nothing to report. */
  poll(pid: number): number;
  /** Sends a signal to a process (`pid` > 0) or to a process group (`-pid`). 0, or -ESRCH, -EINVAL. */
  kill(pid: number, signal: number): number;
  /** Makes the program's group the terminal's foreground group; 0 gives the terminal back to the shell. */
  setForeground(pid: number): void;
  /** All processes, by pid. */
  list(): readonly ProgramInfo[];
}

/** Provided by the app that has processes (Smart). */
export const PROGRAMS: Service<ProgramRunner> = defineService<ProgramRunner>("programs");
