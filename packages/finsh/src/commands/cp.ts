// `cp`: copies files, and directories with all they hold.

import { joinPath } from "@keel/dfs";
import { S_IFDIR, S_IFMT } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";
import { copyTree } from "../file-tree.ts";
import { baseName } from "../file-view.ts";
import { parseOptions } from "../options.ts";

const USAGE = "cp [-r] SOURCE... TARGET";

const command: Command = {
  name: "cp",
  help: `copy files and directories: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    // RT-Thread's cp takes directories without -r; who types it means the same.
    const operands = parseOptions(argv, "r")?.operands ?? [];
    const target = operands.at(-1);
    if (target === undefined || operands.length < 2) return shell.failUsage(USAGE);
    const stat = yield* shell.files.stat(target);
    const isInto = typeof stat !== "number" && (stat.mode & S_IFMT) === S_IFDIR;
    if (operands.length > 2 && !isInto) return shell.fail(`cp: ${target}: Not a directory`);
    let status = STATUS_OK;
    for (const source of operands.slice(0, -1)) {
      const to = isInto ? joinPath(target, baseName(source)) : target;
      const one = yield* copyTree(shell, "cp", source, to);
      if (one !== STATUS_OK) status = one;
    }
    return status;
  },
};

export default command;
