// `rmdir`: removes empty directories.

import { strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "rmdir",
  help: "remove empty directories: rmdir PATH...",
  needs: "files",
  *run(shell, argv) {
    if (argv.length < 2) return shell.failUsage("rmdir PATH...");
    const { base, vfs } = shell.files;
    let status = STATUS_OK;
    for (const path of argv.slice(1)) {
      const error = yield* vfs.rmdir(base, path);
      if (error < 0) status = shell.fail(`rmdir: ${path}: ${strerror(error)}`);
    }
    return status;
  },
};

export default command;
