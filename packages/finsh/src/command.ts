// A shell command: a value in a file of its own under `commands/`, from which the index is generated.
// Source: RT-Thread MSH_CMD_EXPORT(cmd, desc, opt).

import type { MayBlock } from "@keel/kernel";
import type { Shell } from "./shell.ts";

/** A part of the system that a command cannot do without. */
export type Need = "files" | "programs" | "memory info";

export interface Command {
  readonly name: string;
  /** One line for `help`, without a full stop. */
  readonly help: string;
  /** Older names that run the same command; not listed by `help` nor completed. */
  readonly aliases?: readonly string[];
  /** Where this is missing, the command is neither listed nor run. */
  readonly needs?: Need;
  /**
   * Runs the command in the shell's thread. `argv[0]` is the name it was called by. Prints with `shell.print`.
   * One that runs long gives up with STATUS_INTERRUPTED once `shell.isInterrupted`.
   * @returns its status for `$?`: 0 is success, 1 failure, 2 wrong usage.
   */
  run(shell: Shell, argv: readonly string[]): MayBlock<number>;
  /** Words that may follow `words` (the command and its arguments so far); null: complete a path. */
  complete?(shell: Shell, words: readonly string[]): readonly string[] | null;
}

export const STATUS_OK = 0;
export const STATUS_FAILED = 1;
export const STATUS_USAGE = 2;
/** The statuses that shells agree on for what cannot be run, is not there, or was ended by Ctrl-C. */
export const STATUS_NOT_EXECUTABLE = 126;
export const STATUS_NOT_FOUND = 127;
export const STATUS_INTERRUPTED = 130;
