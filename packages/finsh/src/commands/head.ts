// `head`: the first lines of files.

import { strerror } from "@keel/abi";
import { utf8Decode } from "@keel/klib";
import { type Command, STATUS_OK } from "../command.ts";
import { parseOptions } from "../options.ts";

const USAGE = "head [-n LINES] FILE...";

const command: Command = {
  name: "head",
  help: `print the first lines of files: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "n:");
    const count = Number(options?.values.get("n") ?? 10);
    if (options === null || options.operands.length === 0 || !(count >= 0)) return shell.failUsage(USAGE);
    let status = STATUS_OK;
    for (const path of options.operands) {
      const bytes = yield* shell.files.readAll(path);
      if (typeof bytes === "number") status = shell.fail(`head: ${path}: ${strerror(bytes)}`);
      else
        shell.print(
          utf8Decode(bytes)
            .split(/(?<=\n)/)
            .slice(0, count)
            .join(""),
        );
    }
    return status;
  },
};

export default command;
