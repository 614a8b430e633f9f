// `cat`: prints files.

import { O_RDONLY, strerror } from "@keel/abi";
import type { File } from "@keel/dfs";
import { type Blocking, settle } from "@keel/kernel";
import { type Command, STATUS_INTERRUPTED, STATUS_OK } from "../command.ts";
import { CHUNK_SIZE } from "../file-tree.ts";
import type { Shell } from "../shell.ts";

const command: Command = {
  name: "cat",
  help: "print files: cat FILE...",
  needs: "files",
  *run(shell, argv) {
    if (argv.length < 2) return shell.failUsage("cat FILE...");
    let status = STATUS_OK;
    for (const path of argv.slice(1)) {
      const file = yield* shell.files.open(path, O_RDONLY);
      const one =
        typeof file === "number"
          ? shell.fail(`cat: ${path}: ${strerror(file)}`)
          : yield* print(shell, path, file);
      if (one !== STATUS_OK) status = one;
      if (shell.isInterrupted) break;
    }
    return status;
  },
};

function* print(shell: Shell, path: string, file: File): Blocking<number> {
  const chunk = new Uint8Array(CHUNK_SIZE);
  try {
    for (;;) {
      const count = yield* settle(file.read(chunk));
      if (shell.isInterrupted) return STATUS_INTERRUPTED;
      if (count === 0) return STATUS_OK;
      if (count < 0) return shell.fail(`cat: ${path}: ${strerror(count)}`);
      shell.write(chunk.subarray(0, count));
      const error = yield* shell.flush();
      if (shell.isInterrupted) return STATUS_INTERRUPTED;
      if (error < 0) return shell.fail(`cat: write error: ${strerror(error)}`);
    }
  } finally {
    file.unref();
  }
}

export default command;
