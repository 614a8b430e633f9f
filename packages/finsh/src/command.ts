// A shell command: a value in a file of its own under `commands/`, from which the index is generated.
// Source: RT-Thread MSH_CMD_EXPORT(cmd, desc, opt).

import type { MayBlock } from "@keel/kernel";
import type { Shell } from "./shell.ts";

export interface Command {
  readonly name: string;
  /** One line for `help`, without a full stop. */
  readonly help: string;
  /** Older names that run the same command; not listed by `help` nor completed. */
  readonly aliases?: readonly string[];
  /**
   * Runs the command in the shell's thread. `argv[0]` is the name it was called by. Prints with `shell.print`.
   * @returns its status for `$?`: 0 is success, 1 failure, 2 wrong usage.
   */
  run(shell: Shell, argv: readonly string[]): MayBlock<number>;
  /** Words that may follow `words` (the command and its arguments so far); null: complete a path. */
  complete?(words: readonly string[]): readonly string[] | null;
}

export const STATUS_OK = 0;
export const STATUS_FAILED = 1;
export const STATUS_USAGE = 2;
/** The statuses that shells agree on for a program that cannot be run, or is not there. */
export const STATUS_NOT_EXECUTABLE = 126;
export const STATUS_NOT_FOUND = 127;
