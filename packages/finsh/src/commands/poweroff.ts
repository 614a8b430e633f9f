// `poweroff`: switches the machine off.

import { POWER } from "@keel/device";
import type { Command } from "../command.ts";
import { leave } from "../leave.ts";

const command: Command = {
  name: "poweroff",
  help: "switch the machine off",
  aliases: ["shutdown"],
  *run(shell) {
    const { kernel } = shell;
    const power = kernel.findService(POWER);
    return yield* leave(shell, () => (power === null ? kernel.halt(0) : power.poweroff(0)));
  },
  complete: () => [],
};

export default command;
