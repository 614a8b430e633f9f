// `exec`: runs a program from a file, also one whose name is that of a built-in command.

import type { Command } from "../command.ts";

const command: Command = {
  name: "exec",
  help: "run a program: exec PROGRAM [ARGUMENT...]",
  needs: "programs",
  *run(shell, argv) {
    const [, name, ...rest] = argv;
    if (name === undefined) return shell.failUsage("exec PROGRAM [ARGUMENT...]");
    return yield* shell.launcher.runByName([name, ...rest]);
  },
};

export default command;
