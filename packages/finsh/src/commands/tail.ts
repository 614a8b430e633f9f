// `tail`: the last lines of a file. Source: RT-Thread components/dfs tail.

import { strerror } from "@keel/abi";
import { utf8Decode } from "@keel/klib";
import { type Command, STATUS_OK } from "../command.ts";
import { parseOptions } from "../options.ts";

const USAGE = "tail [-n LINES] FILE";

const command: Command = {
  name: "tail",
  help: `print the last lines of a file: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "n:");
    const [path, ...rest] = options?.operands ?? [];
    // `+5` means from line 5 on.
    const lines = options?.values.get("n") ?? "10";
    const count = Number(lines);
    if (path === undefined || rest.length > 0 || !(count >= 0)) return shell.failUsage(USAGE);
    const bytes = yield* shell.files.readAll(path);
    if (typeof bytes === "number") return shell.fail(`tail: ${path}: ${strerror(bytes)}`);
    const all = utf8Decode(bytes).split(/(?<=\n)/);
    const from = lines.startsWith("+") ? Math.max(count - 1, 0) : Math.max(all.length - count, 0);
    shell.print(all.slice(from).join(""));
    return STATUS_OK;
  },
};

export default command;
