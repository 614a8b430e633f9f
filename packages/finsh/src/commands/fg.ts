// `fg`: brings a job to the foreground.

import type { Command } from "../command.ts";

const command: Command = {
  name: "fg",
  help: "bring a job to the foreground: fg [%JOB]",
  needs: "programs",
  *run(shell, argv) {
    const job = shell.launcher.jobs.find(argv[1] ?? "");
    if (job === null) return shell.fail(`fg: no such job`);
    return yield* shell.launcher.resume(job, "foreground");
  },
  complete: () => [],
};

export default command;
