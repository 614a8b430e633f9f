// `keel menuconfig`: chooses board options and components in a terminal.

import type { ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./arguments.ts";
import { parseAll } from "./project/parse-all.ts";
import type { Subcommand } from "./subcommand.ts";

const OPTIONS: ParseArgsOptionsConfig = { board: { type: "string" } };

export const menuconfigCommand: Subcommand = {
  name: "menuconfig",
  summary: "choose components and options in a menu",
  usage: "menuconfig [APP] [--board NAME]",
  help: `Opens the menu of everything that APP's board offers: an app (nano, rtos, smart) or a folder; without it, the
folder you are in. Saves to its .config.

  Arrows, Enter, Esc     move, open a menu, go back
  Space, y, n            change an option
  ?                      what it means, its symbol, what it depends on
  /                      search by symbol or words
  a                      list hidden options too; on one, Space says what hides it
  s, o, q                save, load another file (.config or rtconfig.h), leave

  --board NAME           another board than the .config's`,
  async run(args) {
    const { values, words } = parseAll(args, OPTIONS);
    if (words.length > 1) throw new UsageError(`one app at a time, not ${words.join(" ")}`);
    if (process.stdin.isTTY !== true || process.stdout.isTTY !== true)
      throw new UsageError("the menu needs a terminal; in a script use: keel config set SYMBOL VALUE");
    const { menuconfig } = await import("./project/menuconfig.ts");
    return menuconfig(words[0] ?? null, values["board"] === undefined ? null : String(values["board"]));
  },
};
