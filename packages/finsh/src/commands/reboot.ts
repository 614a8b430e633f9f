// `reboot`: starts the machine anew.

import { POWER } from "@keel/device";
import type { Command } from "../command.ts";
import { leave } from "../leave.ts";

const command: Command = {
  name: "reboot",
  help: "restart the machine",
  *run(shell) {
    const power = shell.kernel.findService(POWER);
    if (power === null) return shell.fail("reboot: this machine has no power switch");
    return yield* leave(shell, () => power.reboot());
  },
  complete: () => [],
};

export default command;
