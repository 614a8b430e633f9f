// `rm`: removes files; with -r, directories with all they hold.

import { ENOENT, strerror } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import { type Command, STATUS_OK } from "../command.ts";
import { removeTree } from "../file-tree.ts";
import { baseName } from "../file-view.ts";
import { parseOptions } from "../options.ts";
import type { Shell } from "../shell.ts";

const USAGE = "rm [-r] [-f] PATH...";

const command: Command = {
  name: "rm",
  help: `remove files: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "rfv");
    if (options === null) return shell.failUsage(USAGE);
    const { flags, operands } = options;
    if (operands.length === 0) return flags.has("f") ? STATUS_OK : shell.failUsage(USAGE);
    let status = STATUS_OK;
    for (const path of operands) {
      const one = yield* remove(shell, path, flags);
      if (one !== STATUS_OK) status = one;
      else if (flags.has("v")) shell.print(`removed ${path}\n`);
    }
    return status;
  },
};

function* remove(shell: Shell, path: string, flags: ReadonlySet<string>): Blocking<number> {
  const { files } = shell;
  const name = baseName(path);
  if (name === "." || name === "..") return shell.fail(`rm: ${path}: refusing to remove this directory`);
  const stat = yield* files.lstat(path);
  if (stat === -ENOENT && flags.has("f")) return STATUS_OK;
  if (flags.has("r")) return yield* removeTree(shell, "rm", path);
  const error = yield* files.vfs.unlink(files.base, path);
  return error < 0 ? shell.fail(`rm: ${path}: ${strerror(error)}`) : STATUS_OK;
}

export default command;
