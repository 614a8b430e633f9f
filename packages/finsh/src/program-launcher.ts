// Runs programs for one shell: finds them on PATH, waits for those in the foreground, keeps the others as jobs,
// and says how they ended. Source: POSIX.1-2024 Shell Command Language 2.9.1.1, 2.11.

import { joinPath } from "@keel/dfs";
import {
  EACCES,
  EAGAIN,
  ECHILD,
  EINTR,
  ENOENT,
  S_IFMT,
  S_IFREG,
  shellStatus,
  SIGCONT,
  SIGINT,
  SIGPIPE,
  strerror,
} from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import { STATUS_NOT_EXECUTABLE, STATUS_NOT_FOUND, STATUS_OK } from "./command.ts";
import { type Job, jobLine, JobTable } from "./jobs.ts";
import type { ProgramOptions, ProgramRunner } from "./programs.ts";
import type { Shell } from "./shell.ts";
import { signalText } from "./signal-text.ts";

/** Where programs are looked for when the variable PATH is not set. */
export const DEFAULT_PATH = "/bin:/sbin:/usr/bin:/usr/sbin";

/** What RT-Thread Smart's own tools call programs. */
const ELF_SUFFIX = ".elf";

export interface LaunchOptions {
  readonly ground: ProgramOptions["ground"];
  readonly files: ProgramOptions["files"];
  /** The command as typed, for the list of jobs. */
  readonly source: string;
}

export class ProgramLauncher {
  readonly jobs: JobTable = new JobTable();
  readonly #shell: Shell;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** The path of the program called `name`: -ENOENT when there is none, -EACCES when none may be run. */
  *find(name: string): Blocking<string | number> {
    if (!this.#shell.has("files")) return -ENOENT;
    if (name.includes("/")) return name;
    let error = -ENOENT;
    for (const folder of this.folders()) {
      for (const path of [joinPath(folder, name), joinPath(folder, name + ELF_SUFFIX)]) {
        const stat = yield* this.#shell.files.stat(path);
        if (typeof stat === "number" || (stat.mode & S_IFMT) !== S_IFREG) continue;
        if ((stat.mode & 0o111) !== 0) return path;
        error = -EACCES;
      }
    }
    return error;
  }

  /** The directories of PATH. */
  folders(): string[] {
    const path = this.#shell.variables.get("PATH") ?? DEFAULT_PATH;
    return path.split(":").map((folder) => (folder === "" ? "." : folder));
  }

  /** Runs the program at `path`; its status for `$?`. */
  *run(path: string, argv: readonly string[], options: LaunchOptions): Blocking<number> {
    const shell = this.#shell;
    const runner = shell.programs;
    yield* shell.flush();
    const pid = yield* runner.start(path, argv, {
      env: [...shell.variables].map(([name, value]) => `${name}=${value}`),
      cwd: shell.files.base.cwd,
      ground: options.ground,
      files: options.files,
    });
    if (pid < 0) return this.refuse(argv[0] ?? path, pid);
    if (options.ground === "foreground") return yield* this.#waitFor(runner, pid, options.source);
    const job = this.jobs.add(pid, options.source, "running");
    shell.print(`[${job.number}] ${pid}\n`);
    return STATUS_OK;
  }

  /** Finds a program and runs it in the foreground, with the files of the command that runs now. */
  *runByName(argv: readonly string[]): Blocking<number> {
    const [name = ""] = argv;
    const path = yield* this.find(name);
    if (typeof path === "number") return this.refuse(name, path);
    return yield* this.run(path, argv, {
      ground: "foreground",
      files: this.#shell.streams.files,
      source: argv.join(" "),
    });
  }

  /** Lets a job go on, in the foreground or in the background. */
  *resume(job: Job, ground: ProgramOptions["ground"]): Blocking<number> {
    const runner = this.#shell.programs;
    this.#shell.print(ground === "foreground" ? `${job.source}\n` : `[${job.number}] ${job.source} &\n`);
    yield* this.#shell.flush();
    if (ground === "foreground") runner.setForeground(job.pid);
    const error = runner.kill(-job.pid, SIGCONT);
    if (error < 0) return this.#shell.fail(`${job.source}: ${strerror(error)}`);
    if (ground === "background") {
      job.state = "running";
      return STATUS_OK;
    }
    this.jobs.remove(job);
    return yield* this.#waitFor(runner, job.pid, job.source);
  }

  /** Reports what has become of the jobs since the last call. Does not block. */
  report(): void {
    for (const job of this.jobs.list()) {
      const status = this.#shell.programs.poll(job.pid);
      if (status === -EAGAIN) continue;
      if (isStopped(status)) {
        job.state = "stopped";
        this.#shell.print(jobLine(job, "Stopped"));
        continue;
      }
      this.jobs.remove(job);
      this.#shell.print(jobLine(job, status === -ECHILD ? "Done" : endText(status)));
    }
  }

  /** Says why `name` cannot be run; the status for that. */
  refuse(name: string, error: number): number {
    if (error !== -ENOENT) {
      this.#shell.fail(`${name}: ${strerror(error)}`);
      return STATUS_NOT_EXECUTABLE;
    }
    this.#shell.fail(name.includes("/") ? `${name}: ${strerror(error)}` : `${name}: command not found.`);
    return STATUS_NOT_FOUND;
  }

  *#waitFor(runner: ProgramRunner, pid: number, source: string): Blocking<number> {
    let status: number;
    do status = yield* runner.wait(pid);
    while (status === -EINTR);
    runner.setForeground(0);
    if (status < 0) return this.#shell.fail(`${source}: ${strerror(status)}`);
    if (isStopped(status)) {
      this.#shell.terminalMode.restore();
      const job = this.jobs.add(pid, source, "stopped");
      this.#shell.print(`\n${jobLine(job, "Stopped")}`);
      return 128 + ((status >> 8) & 0xff);
    }
    this.#reportEnd(status, source);
    return shellStatus(status);
  }

  /** A program that ended by itself says what it has to say; of one that a signal ended, the shell tells. */
  #reportEnd(status: number, source: string): void {
    const signal = status & 0x7f;
    if (signal === 0) return;
    this.#shell.terminalMode.restore();
    if (signal === SIGINT) this.#shell.print("\n");
    else if (signal !== SIGPIPE) this.#shell.fail(`${source}: ${signalText(signal)}`);
  }
}

function isStopped(status: number): boolean {
  return status > 0 && (status & 0xff) === 0x7f;
}

function endText(status: number): string {
  if ((status & 0x7f) !== 0) return signalText(status & 0x7f);
  const code = shellStatus(status);
  return code === 0 ? "Done" : `Exit ${code}`;
}
