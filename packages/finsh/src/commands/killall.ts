// `killall`: sends a signal to all processes of a name.

import { strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";
import { splitSignal } from "./kill.ts";

const USAGE = "killall [-s SIGNAL | -SIGNAL] NAME...";

const command: Command = {
  name: "killall",
  help: `send a signal by name: ${USAGE}`,
  needs: "programs",
  run(shell, argv) {
    const { signal, operands } = splitSignal(argv);
    if (signal === null || operands.length === 0) return shell.failUsage(USAGE);
    let status = STATUS_OK;
    for (const name of operands) {
      const found = shell.programs.list().filter((program) => program.name === name);
      if (found.length === 0) status = shell.fail(`killall: ${name}: no process found`);
      for (const { pid } of found) {
        const error = shell.programs.kill(pid, signal);
        if (error < 0) status = shell.fail(`killall: ${name} (${pid}): ${strerror(error)}`);
      }
    }
    return status;
  },
  complete: (shell) => [...new Set(shell.programs.list().map((program) => program.name))],
};

export default command;
