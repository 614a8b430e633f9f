// `keel config`: the same options as the menu's, for scripts.

import type { ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./arguments.ts";
import { parseAll } from "./project/parse-all.ts";
import type { Subcommand } from "./subcommand.ts";

const OPTIONS: ParseArgsOptionsConfig = {
  app: { type: "string" },
  board: { type: "string" },
  defaults: { type: "string" },
  output: { type: "string", short: "o" },
};

export const configCommand: Subcommand = {
  name: "config",
  summary: "read and change options from scripts",
  usage: "config [--app APP] ACTION ...",
  help: `Works on the .config of APP (nano, rtos, smart, or a folder); without it, of the folder you are in.

  config set SYMBOL VALUE ...     set options and save: y, n, a number or a text
  config get SYMBOL               print an option's value
  config list [WORD]              all options with their values, or those that match WORD
  config explain SYMBOL           what it means, and why it has the value it has
  config diff FILE                what is set otherwise in FILE (a .config or rtconfig.h)
  config load FILE                take the values of FILE over and save; lists what is not known here
  config save FILE                write the configuration to FILE: rtconfig.h when it ends in .h
  config schema                   the same options as JSON Schema, for editors
  config --defaults PROFILE       start again as nano, rtos or smart

  --board NAME                    another board than the .config's`,
  async run(args) {
    const { values, words } = parseAll(args, OPTIONS);
    const text = (name: string): string | null => (values[name] === undefined ? null : String(values[name]));
    const { ConfigTool } = await import("./project/config-tool.ts");
    const profile = text("defaults");
    if (profile !== null) return ConfigTool.startAgain(text("app"), profile);
    const tool = ConfigTool.open(text("app"), text("board"));
    const [action, ...rest] = words;
    const one = (what: string): string => {
      const [value, extra] = rest;
      if (value === undefined || extra !== undefined)
        throw new UsageError(`usage: keel config ${action} ${what}`);
      return value;
    };
    switch (action) {
      case "set":
        return tool.set(rest);
      case "get":
        return tool.get(one("SYMBOL"));
      case "list":
        return tool.list(rest[0] ?? "");
      case "explain":
        return tool.explain(one("SYMBOL"));
      case "diff":
        return tool.diff(one("FILE"));
      case "load":
        return tool.load(one("FILE"));
      case "save":
        return tool.save(one("FILE"));
      case "schema":
        return tool.schema();
      default:
        throw new UsageError(
          `${action === undefined ? "what to do?" : `there is no action '${action}'.`} See: keel help config`,
        );
    }
  },
};
