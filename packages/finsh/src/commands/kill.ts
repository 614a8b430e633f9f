// `kill`: sends a signal to processes, given by number or, after %, as jobs.

import { SIGRTMAX, SIGTERM, signalName, strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";
import type { Shell } from "../shell.ts";
import { parseSignal } from "../signal-text.ts";

const USAGE = "kill [-s SIGNAL | -SIGNAL] PID|%JOB...";

const command: Command = {
  name: "kill",
  help: `send a signal: ${USAGE}`,
  needs: "programs",
  run(shell, argv) {
    if (argv[1] === "-l") return listSignals(shell);
    const { signal, operands } = splitSignal(argv);
    if (signal === null || operands.length === 0) return shell.failUsage(USAGE);
    let status = STATUS_OK;
    for (const operand of operands) {
      const pid = targetOf(shell, operand);
      if (pid === null) {
        status = shell.fail(`kill: ${operand}: no such process or job`);
        continue;
      }
      const error = shell.programs.kill(pid, signal);
      if (error < 0) status = shell.fail(`kill: ${operand}: ${strerror(error)}`);
    }
    return status;
  },
  complete: () => [],
};

/** The signal asked for (null when it is none) and whom to send it to. */
export function splitSignal(argv: readonly string[]): { signal: number | null; operands: readonly string[] } {
  const [, first = "", second = ""] = argv;
  if (first === "-s") return { signal: parseSignal(second), operands: argv.slice(3) };
  if (first === "--") return { signal: SIGTERM, operands: argv.slice(2) };
  if (first.startsWith("-")) return { signal: parseSignal(first.slice(1)), operands: argv.slice(2) };
  return { signal: SIGTERM, operands: argv.slice(1) };
}

/** A job stands for the process group of its program. */
function targetOf(shell: Shell, operand: string): number | null {
  if (operand.startsWith("%")) {
    const job = shell.launcher.jobs.find(operand);
    return job === null ? null : -job.pid;
  }
  return /^-?[1-9]\d*$/.test(operand) ? Number(operand) : null;
}

function listSignals(shell: Shell): number {
  for (let signal = 1; signal <= SIGRTMAX; signal++) shell.print(`${signal}) ${signalName(signal)}\n`);
  return STATUS_OK;
}

export default command;
