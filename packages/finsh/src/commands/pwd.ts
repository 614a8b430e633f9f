// `pwd`: the shell's directory.

import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "pwd",
  help: "print the working directory",
  needs: "files",
  run(shell) {
    shell.print(`${shell.files.directory}\n`);
    return STATUS_OK;
  },
  complete: () => [],
};

export default command;
