// `keel boot`: powers a board on and connects its console to this terminal: with all of Keel Smart, or with an app's
// choice of components.

import { MACHINE_OPTIONS, UsageError, machineOptions, parseOptions } from "./arguments.ts";
import { HostedBoard } from "./hosted-board.ts";
import { MACHINE_HELP, type Subcommand } from "./subcommand.ts";

export const bootCommand: Subcommand = {
  name: "boot",
  summary: "power a board on and use its shell",
  usage: "boot [options] [APP|FILE.mjs]",
  help: `Boots a virtual board, with its console on this terminal: with Keel Smart; or with what the .config of APP
(nano, rtos, smart, or a folder) chooses; or with a file that 'keel build' wrote. Ctrl-C goes to the board;
Ctrl-A X leaves, Ctrl-A Ctrl-A sends one Ctrl-A. With a pipe as input the board gets each line when it
waits for one, in virtual time, and powers off at the end of the input.

${MACHINE_HELP}`,
  async run(args) {
    const { values, rest } = parseOptions(args, MACHINE_OPTIONS);
    const [app, extra] = rest;
    if (extra !== undefined)
      throw new UsageError(`what is '${extra}'? boot takes one app, after the options`);
    const options = machineOptions(values);
    if (app !== undefined) {
      const { bootApp } = await import("./project/boot-app.ts");
      return bootApp(app, options);
    }
    const board = HostedBoard.open(options, { isPaced: process.stdin.isTTY === true });
    return board.boot();
  },
};
