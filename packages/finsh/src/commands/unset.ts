// `unset`: removes variables.

import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "unset",
  help: "remove variables: unset NAME...",
  run(shell, argv) {
    for (const name of argv.slice(1)) shell.variables.delete(name);
    return STATUS_OK;
  },
  complete: (shell) => [...shell.variables.keys()],
};

export default command;
