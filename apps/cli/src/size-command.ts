// `keel size`: what each part of an image costs.

import type { ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./arguments.ts";
import { fromCaller } from "./hosted-board.ts";
import { parseAll } from "./project/parse-all.ts";
import type { ImageSize } from "./project/sizes.ts";
import type { Subcommand } from "./subcommand.ts";

const OPTIONS: ParseArgsOptionsConfig = {
  board: { type: "string" },
  diff: { type: "string" },
  svg: { type: "string" },
};

export const sizeCommand: Subcommand = {
  name: "size",
  summary: "show what each component of an image costs",
  usage: "size [APP] [--diff FILE] [--svg FILE]",
  help: `Builds APP (nano, rtos, smart, or a folder; without it, the folder you are in) and prints the bytes of each
part: as written, minified, and compressed with gzip -9 and brotli. The last row is the file itself.

  --diff FILE            what the configuration FILE would cost more (+) or less (-)
  --svg FILE             draw the parts as areas into FILE
  --board NAME           another board than the .config's`,
  async run(args) {
    const { values, words } = parseAll(args, OPTIONS);
    if (words.length > 1) throw new UsageError(`one app at a time, not ${words.join(" ")}`);
    const text = (name: string): string | null => (values[name] === undefined ? null : String(values[name]));
    const { buildApp } = await import("./project/build-app.ts");
    const { differenceTable, measureBundle, sizeTable } = await import("./project/sizes.ts");
    const name = words[0] ?? null;
    const measure = async (configPath: string | null): Promise<ImageSize> =>
      measureBundle((await buildApp(name, text("board"), configPath)).bundle);
    const other = text("diff");
    const [own, others] = await Promise.all([
      measure(null),
      other === null ? null : measure(fromCaller(other)),
    ]);
    console.log(others === null ? sizeTable(own) : differenceTable(own, others));
    const picture = text("svg");
    if (picture !== null) {
      const { writeTreemap } = await import("./project/treemap.ts");
      writeTreemap(own, fromCaller(picture));
      console.log(`wrote ${fromCaller(picture)}`);
    }
    return 0;
  },
};
