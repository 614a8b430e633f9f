// `clear`: an empty screen.

import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "clear",
  help: "clear the terminal screen",
  run(shell) {
    shell.print("\x1b[2J\x1b[H");
    return STATUS_OK;
  },
  complete: () => [],
};

export default command;
