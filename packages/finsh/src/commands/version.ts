// `version`: the banner that the system starts with.

import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "version",
  help: "show version information",
  run(shell) {
    shell.print(shell.version);
    return STATUS_OK;
  },
  complete: () => [],
};

export default command;
