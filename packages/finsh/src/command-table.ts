// The commands of one shell, by name.

import type { Command } from "./command.ts";

export class CommandTable {
  readonly #byName = new Map<string, Command>();
  readonly #commands: readonly Command[];

  /** A command later in `commands` replaces an earlier one of its name. */
  constructor(commands: readonly Command[]) {
    for (const command of commands) {
      for (const alias of command.aliases ?? []) this.#byName.set(alias, command);
    }
    for (const command of commands) this.#byName.set(command.name, command);
    this.#commands = [...new Set(this.#byName.values())].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** By name or alias; null when there is none. */
  find(name: string): Command | null {
    return this.#byName.get(name) ?? null;
  }

  /** All, by name, without their aliases. */
  list(): readonly Command[] {
    return this.#commands;
  }
}
