// `ln`: another name for a file; with -s, a symbolic link.

import { joinPath } from "@keel/dfs";
import { S_IFDIR, S_IFMT, strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";
import { baseName } from "../file-view.ts";
import { parseOptions } from "../options.ts";

const USAGE = "ln [-s] TARGET NAME";

const command: Command = {
  name: "ln",
  help: `make links: ${USAGE}`,
  aliases: ["link"],
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "s");
    const [target, name, ...rest] = options?.operands ?? [];
    if (options === null || target === undefined || name === undefined || rest.length > 0) {
      return shell.failUsage(USAGE);
    }
    const { files } = shell;
    const stat = yield* files.stat(name);
    const isInto = typeof stat !== "number" && (stat.mode & S_IFMT) === S_IFDIR;
    const path = isInto ? joinPath(name, baseName(target)) : name;
    const error = options.flags.has("s")
      ? yield* files.vfs.symlink(files.base, target, path)
      : yield* files.vfs.link(files.base, target, path);
    return error < 0 ? shell.fail(`ln: ${path}: ${strerror(error)}`) : STATUS_OK;
  },
};

export default command;
