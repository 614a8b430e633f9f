// Command lines of the project commands: options and words in any order.

import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "../arguments.ts";

export interface ParsedLine {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly words: readonly string[];
}

export function parseAll(args: readonly string[], options: ParseArgsOptionsConfig): ParsedLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values, words: positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
}
