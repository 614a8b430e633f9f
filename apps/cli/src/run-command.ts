// `keel run`: one RISC-V Linux program on a fresh board, as if it were a command of this host.

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { MACHINE_OPTIONS, UsageError, machineOptions, parseOptions } from "./arguments.ts";
import { fromCaller, HostedBoard } from "./hosted-board.ts";
import { MACHINE_HELP, type Subcommand } from "./subcommand.ts";

const RUN_OPTIONS: ParseArgsOptionsConfig = {
  ...MACHINE_OPTIONS,
  env: { type: "string", multiple: true, default: [] },
  cwd: { type: "string", default: "/" },
  guest: { type: "boolean", default: false },
};

export const runCommand: Subcommand = {
  name: "run",
  summary: "run a RISC-V program; its exit status becomes keel's",
  usage: "run [options] PROGRAM [ARGUMENT...]",
  help: `Runs a riscv64 Linux ELF program (or a #! script) on a fresh board. PROGRAM is a file of this host, or, if there
is none of that name, a path on the board such as /bin/hello. Standard input, output and error pass through;
a signal's number plus 128 is the exit status of a program that it ends.

  --guest                PROGRAM is a path on the board even if this host has such a file
  --env NAME=VALUE       set an environment variable (repeatable)
  --cwd DIR              the program's working directory on the board (default /)

${MACHINE_HELP}`,
  async run(args) {
    const { values, rest } = parseOptions(args, RUN_OPTIONS);
    const [program, ...programArgs] = rest;
    if (program === undefined)
      throw new UsageError("which program? Usage: keel run [options] PROGRAM [ARGUMENT...]");
    const environment = (values["env"] as readonly string[]).map((entry) => {
      if (!/^[^=]+=/.test(entry)) throw new UsageError(`--env takes NAME=VALUE, not '${entry}'`);
      return entry;
    });
    const isInteractive = process.stdin.isTTY === true;
    const board = HostedBoard.open(machineOptions(values), { isPaced: isInteractive });
    return board.runProgram({
      ...(values["guest"] === true ? { path: program, bytes: null } : programSource(program)),
      argv: [program, ...programArgs],
      environment,
      cwd: String(values["cwd"]),
    });
  },
};

/** The program's bytes and where they go on the board; bytes are null for a program of the board's own. */
function programSource(program: string): { path: string; bytes: Uint8Array | null } {
  const hostPath = fromCaller(program);
  if (!existsSync(hostPath)) {
    if (program.startsWith("/")) return { path: program, bytes: null };
    throw new UsageError(`there is no file ${hostPath}`);
  }
  if (!statSync(hostPath).isFile()) throw new UsageError(`${hostPath} is not a file`);
  return { path: `/usr/local/bin/${basename(hostPath)}`, bytes: readFileSync(hostPath) };
}
