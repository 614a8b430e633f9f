// `keel build`: from board and .config to one file that runs by itself.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { gzipSync } from "node:zlib";
import { UsageError } from "./arguments.ts";
import { fromCaller } from "./hosted-board.ts";
import { parseAll } from "./project/parse-all.ts";
import type { Subcommand } from "./subcommand.ts";

const BUILD_OPTIONS: ParseArgsOptionsConfig = {
  board: { type: "string" },
  output: { type: "string", short: "o" },
};

export const buildCommand: Subcommand = {
  name: "build",
  summary: "build an app's components into one .mjs file",
  usage: "build [APP] [--board NAME] [-o FILE]",
  help: `Builds what the .config of APP chooses, and nothing else, into one file that runs with 'node FILE', with
'keel boot FILE', and loads in a browser. APP is one of the apps (nano, rtos, smart) or a folder with a .config;
without it, the folder you are in. The same sources and .config give the same bytes.

  --board NAME           another board than the .config's
  -o, --output FILE      where to write it (default dist/APP.mjs in the folder you are in)`,
  async run(args) {
    const started = performance.now();
    const { values, words } = parseAll(args, BUILD_OPTIONS);
    if (words.length > 1) throw new UsageError(`one app at a time, not ${words.join(" ")}`);
    const { buildApp } = await import("./project/build-app.ts");
    const built = await buildApp(
      words[0] ?? null,
      values["board"] === undefined ? null : String(values["board"]),
    );
    const path = fromCaller(String(values["output"] ?? join("dist", `${built.app.name}.mjs`)));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, built.bundle.code);
    const bytes = Buffer.byteLength(built.bundle.code);
    const gzipped = gzipSync(built.bundle.code, { level: 9 }).length;
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    console.log(
      `${relative(fromCaller("."), path)}: ${bytes} bytes, gzipped ${gzipped}; board ${built.model.board.descriptor.name}, ${built.bundle.selection.components.length} components (${seconds} s)`,
    );
    return 0;
  },
};
