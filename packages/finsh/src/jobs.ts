// Programs that the shell started and no longer waits for: those behind `&`, and those stopped by Ctrl-Z.
// Source: POSIX.1-2024 Shell Command Language 2.11, `jobs`.

export interface Job {
  /** What `%1` means: the lowest number that was free. */
  readonly number: number;
  readonly pid: number;
  /** The command as typed. */
  readonly source: string;
  state: "running" | "stopped";
}

export class JobTable {
  #jobs: Job[] = [];

  add(pid: number, source: string, state: Job["state"]): Job {
    let number = 1;
    while (this.#jobs.some((job) => job.number === number)) number += 1;
    const job: Job = { number, pid, source, state };
    this.#jobs.push(job);
    this.#jobs.sort((a, b) => a.number - b.number);
    return job;
  }

  remove(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
  }

  /** All jobs, by number. */
  list(): readonly Job[] {
    return this.#jobs;
  }

  /** The job that `%2` or `2` means; for "" the newest. Null when there is none. */
  find(specification: string): Job | null {
    if (specification === "") return this.#jobs.at(-1) ?? null;
    const number = Number(specification.replace(/^%/, ""));
    return this.#jobs.find((job) => job.number === number) ?? null;
  }
}

/** One line of `jobs`. */
export function jobLine(job: Job, state: string): string {
  return `[${job.number}] ${state.padEnd(10)} ${job.pid}  ${job.source}\n`;
}
