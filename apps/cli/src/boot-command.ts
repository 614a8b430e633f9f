// `keel boot`: powers a board on with Keel Smart and connects its console to this terminal.

import { MACHINE_OPTIONS, UsageError, machineOptions, parseOptions } from "./arguments.ts";
import { HostedBoard } from "./hosted-board.ts";
import { MACHINE_HELP, type Subcommand } from "./subcommand.ts";

export const bootCommand: Subcommand = {
  name: "boot",
  summary: "power a board on and use its shell",
  usage: "boot [options]",
  help: `Boots Keel Smart on a virtual board, with its console on this terminal. Ctrl-C goes to the board;
Ctrl-A X leaves, Ctrl-A Ctrl-A sends one Ctrl-A. With a pipe as input the board gets each line when it
waits for one, in virtual time, and powers off at the end of the input.

${MACHINE_HELP}`,
  async run(args) {
    const { values, rest } = parseOptions(args, MACHINE_OPTIONS);
    if (rest.length > 0) throw new UsageError(`what is '${rest[0]}'? boot takes options only`);
    const board = HostedBoard.open(machineOptions(values), { isPaced: process.stdin.isTTY === true });
    return board.boot();
  },
};
