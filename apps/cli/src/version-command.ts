// `keel version`

import type { Subcommand } from "./subcommand.ts";
import manifest from "../package.json" with { type: "json" };

export const versionCommand: Subcommand = {
  name: "version",
  alias: "--version",
  summary: "print the version",
  usage: "version",
  help: "Prints Keel's version and the Node.js it runs on.",
  async run() {
    console.log(`keel ${manifest.version} (Node.js ${process.version})`);
    return 0;
  },
};
