// `jobs`: what runs in the background or is stopped.

import { type Command, STATUS_OK } from "../command.ts";
import { jobLine } from "../jobs.ts";

const command: Command = {
  name: "jobs",
  help: "list programs in the background",
  needs: "programs",
  run(shell) {
    shell.launcher.report();
    for (const job of shell.launcher.jobs.list()) {
      shell.print(jobLine(job, job.state === "running" ? "Running" : "Stopped"));
    }
    return STATUS_OK;
  },
  complete: () => [],
};

export default command;
