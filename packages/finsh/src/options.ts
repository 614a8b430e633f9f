// The options of a command's line. Source: POSIX.1-2024 Utility Syntax Guidelines (12.2).

export interface Options {
  /** Letters given without a value. */
  readonly flags: ReadonlySet<string>;
  /** Values by their option's letter; the last one given counts. */
  readonly values: ReadonlyMap<string, string>;
  /** What is left: the operands. */
  readonly operands: readonly string[];
}

/**
 * Splits `argv` (its name aside). `letters` are the options there are; a letter followed by `:` takes a value.
 * Null when an option is not known or lacks its value. Options may stand between operands; `--` ends them.
 */
export function parseOptions(argv: readonly string[], letters: string): Options | null {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--") {
      operands.push(...argv.slice(i + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const letter = word.charAt(at);
      const place = letter === ":" ? -1 : letters.indexOf(letter);
      if (place === -1) return null;
      if (letters.charAt(place + 1) !== ":") {
        flags.add(letter);
        continue;
      }
      const rest = word.slice(at + 1);
      const value = rest === "" ? argv[++i] : rest;
      if (value === undefined) return null;
      values.set(letter, value);
      break;
    }
  }
  return { flags, values, operands };
}
