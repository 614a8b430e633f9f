// `cd`: changes the shell's directory.

import { strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "cd",
  help: "change the working directory: cd [PATH]",
  needs: "files",
  *run(shell, argv) {
    const path = argv[1] ?? (shell.lookup("HOME") || "/");
    const error = yield* shell.files.changeDirectory(path);
    if (error < 0) return shell.fail(`cd: ${path}: ${strerror(error)}`);
    shell.variables.set("PWD", shell.files.directory);
    return STATUS_OK;
  },
};

export default command;
