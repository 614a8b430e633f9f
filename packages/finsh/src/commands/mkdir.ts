// `mkdir`: makes directories; with -p, also those above that are missing.

import { EEXIST, S_IFDIR, S_IFMT, strerror } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import { type Command, STATUS_OK } from "../command.ts";
import { parseOptions } from "../options.ts";
import type { Shell } from "../shell.ts";

const USAGE = "mkdir [-p] PATH...";
const MODE = 0o777;

const command: Command = {
  name: "mkdir",
  help: `make directories: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "p");
    if (options === null || options.operands.length === 0) return shell.failUsage(USAGE);
    const { base, vfs } = shell.files;
    let status = STATUS_OK;
    for (const path of options.operands) {
      const error = options.flags.has("p") ? yield* makeAll(shell, path) : yield* vfs.mkdir(base, path, MODE);
      if (error < 0) status = shell.fail(`mkdir: ${path}: ${strerror(error)}`);
    }
    return status;
  },
};

function* makeAll(shell: Shell, path: string): Blocking<number> {
  const { files } = shell;
  for (let at = path.indexOf("/", 1); at !== path.length; at = path.indexOf("/", at + 1)) {
    if (at === -1) at = path.length;
    const part = path.slice(0, at);
    const error = yield* files.vfs.mkdir(files.base, part, MODE);
    if (error < 0 && error !== -EEXIST) return error;
    if (error === -EEXIST) {
      const stat = yield* files.stat(part);
      if (typeof stat === "number" || (stat.mode & S_IFMT) !== S_IFDIR) return error;
    }
    if (at === path.length) break;
  }
  return 0;
}

export default command;
