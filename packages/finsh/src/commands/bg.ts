// `bg`: lets a stopped job go on in the background.

import type { Command } from "../command.ts";

const command: Command = {
  name: "bg",
  help: "let a stopped job go on in the background: bg [%JOB]",
  needs: "programs",
  *run(shell, argv) {
    const job = shell.launcher.jobs.find(argv[1] ?? "");
    if (job === null) return shell.fail("bg: no such job");
    return yield* shell.launcher.resume(job, "background");
  },
  complete: () => [],
};

export default command;
