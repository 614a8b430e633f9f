// `help`: what the shell can do.

import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "help",
  help: "list all commands",
  run(shell) {
    shell.print("Keel shell commands:\n");
    for (const { name, help } of shell.commands.list().filter((other) => shell.offers(other))) {
      shell.print(`${name.padEnd(16)} - ${help}\n`);
    }
    shell.print("\n");
    return STATUS_OK;
  },
  complete: () => [],
};

export default command;
