// `export`: sets variables, which programs get as their environment; alone, shows them.

import { type Command, STATUS_OK } from "../command.ts";

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/;

const command: Command = {
  name: "export",
  help: "set variables: export [NAME=VALUE...]",
  run(shell, argv) {
    if (argv.length === 1) {
      for (const [name, value] of [...shell.variables].sort()) shell.print(`${name}=${value}\n`);
    }
    let status = STATUS_OK;
    for (const word of argv.slice(1)) {
      const [, name, value] = ASSIGNMENT.exec(word) ?? [];
      if (name === undefined || value === undefined) status = shell.fail(`export: ${word}: not NAME=VALUE`);
      else shell.variables.set(name, value);
    }
    return status;
  },
};

export default command;
