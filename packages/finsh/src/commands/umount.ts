// `umount`: takes a file system out of the tree.

import { MNT_DETACH, strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";
import { parseOptions } from "../options.ts";

const USAGE = "umount [-l] DIRECTORY";

const command: Command = {
  name: "umount",
  help: `unmount a file system: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "l");
    const path = options?.operands[0];
    if (options === null || path === undefined || options.operands.length > 1) return shell.failUsage(USAGE);
    const { base, vfs } = shell.files;
    const error = yield* vfs.umount(path, options.flags.has("l") ? MNT_DETACH : 0, base);
    return error < 0 ? shell.fail(`umount: ${path}: ${strerror(error)}`) : STATUS_OK;
  },
};

export default command;
