// `keel why`: what pulled a component into an image.

import type { ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./arguments.ts";
import { parseAll } from "./project/parse-all.ts";
import type { Subcommand } from "./subcommand.ts";

const OPTIONS: ParseArgsOptionsConfig = { board: { type: "string" } };

export const whyCommand: Subcommand = {
  name: "why",
  summary: "say what pulled a component in",
  usage: "why COMPONENT [APP]",
  help: `Says why COMPONENT is in APP's image, or why not. COMPONENT is a component (dfs), a symbol (RT_USING_DFS) or a part
that 'keel size' lists (hart/jit): for a part, through which imports it came.`,
  async run(args) {
    const { values, words } = parseAll(args, OPTIONS);
    const [name, app, extra] = words;
    if (name === undefined || extra !== undefined) throw new UsageError("usage: keel why COMPONENT [APP]");
    const { buildApp } = await import("./project/build-app.ts");
    const { explainPresence } = await import("./project/why.ts");
    const built = await buildApp(app ?? null, values["board"] === undefined ? null : String(values["board"]));
    const lines = explainPresence(built, name);
    if (lines === null)
      throw new UsageError(
        `there is no component, symbol or part '${name}'. See: keel config list, keel size`,
      );
    console.log(lines.join("\n"));
    return 0;
  },
};
