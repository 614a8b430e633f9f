// What every subcommand of `keel` offers.

export interface Subcommand {
  readonly name: string;
  readonly alias?: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The command line, after `keel `. */
  readonly usage: string;
  readonly help: string;
  /** Resolves to the exit status. */
  run(args: readonly string[]): Promise<number>;
}

export const MACHINE_HELP = `Options of the machine:
  --board NAME           the board (default virt64)
  --mem SIZE             its RAM, such as 64M (default: the board's)
  --clock virtual|real   virtual: idle time is skipped and runs repeat exactly; real: paced to the host
  --seed N               seed of the board's randomness (default 1)
  --engine NAME          what runs programs: interp, jit (translates to WebAssembly), verify (jit, checked)
  --mount HOST:GUEST     mount a host folder; add :ro to make it read-only (repeatable)
  --timeout TIME         stop at this board time, such as 10s or 1h; exit status 124
  --strace               print system calls to standard error
  --trace FILE           write scheduler events with their times to FILE`;
