// `mv`: renames; between file systems, copies and removes.

import { joinPath } from "@keel/dfs";
import { EXDEV, S_IFDIR, S_IFMT, strerror } from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import { type Command, STATUS_OK } from "../command.ts";
import { copyTree, removeTree } from "../file-tree.ts";
import { baseName } from "../file-view.ts";
import type { Shell } from "../shell.ts";

const USAGE = "mv SOURCE... TARGET";

const command: Command = {
  name: "mv",
  help: `move or rename: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const target = argv.at(-1);
    if (target === undefined || argv.length < 3) return shell.failUsage(USAGE);
    const stat = yield* shell.files.stat(target);
    const isInto = typeof stat !== "number" && (stat.mode & S_IFMT) === S_IFDIR;
    if (argv.length > 3 && !isInto) return shell.fail(`mv: ${target}: Not a directory`);
    let status = STATUS_OK;
    for (const source of argv.slice(1, -1)) {
      const one = yield* move(shell, source, isInto ? joinPath(target, baseName(source)) : target);
      if (one !== STATUS_OK) status = one;
    }
    return status;
  },
};

function* move(shell: Shell, from: string, to: string): Blocking<number> {
  const { base, vfs } = shell.files;
  const error = yield* vfs.rename(base, from, to);
  if (error === -EXDEV) {
    const status = yield* copyTree(shell, "mv", from, to);
    return status === STATUS_OK ? yield* removeTree(shell, "mv", from) : status;
  }
  return error < 0 ? shell.fail(`mv: ${from}: ${strerror(error)}`) : STATUS_OK;
}

export default command;
