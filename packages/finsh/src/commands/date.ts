// `date`: the time of day. Source: RT-Thread components/drivers/rtc, date.

import { WALL_CLOCK } from "@keel/dfs";
import { type Command, STATUS_OK } from "../command.ts";
import { dateText } from "../date-text.ts";

const command: Command = {
  name: "date",
  help: "show the date and time",
  run(shell) {
    const { kernel } = shell;
    // A board without a calendar counts from power-on.
    const nowNs = kernel.findService(WALL_CLOCK)?.nowNs() ?? kernel.now();
    shell.print(`local time: ${dateText(nowNs)}\n`);
    shell.print(`timestamps: ${Math.floor(nowNs / 1e9)}\n`);
    shell.print("timezone: UTC+00:00:00\n");
    return STATUS_OK;
  },
  complete: () => [],
};

export default command;
