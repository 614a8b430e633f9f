// `echo`: prints its arguments. `>` and `>>` write them to a file, as for every command.

import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "echo",
  help: "print the arguments: echo [-n] TEXT...",
  run(shell, argv) {
    const isBare = argv[1] === "-n";
    shell.print(argv.slice(isBare ? 2 : 1).join(" ") + (isBare ? "" : "\n"));
    return STATUS_OK;
  },
};

export default command;
