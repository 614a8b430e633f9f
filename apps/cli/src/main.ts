// The `keel` command: one file per subcommand, all with the same shape.

import { UsageError } from "./arguments.ts";
import { buildCommand } from "./build-command.ts";
import { bootCommand } from "./boot-command.ts";
import { configCommand } from "./config-command.ts";
import { menuconfigCommand } from "./menuconfig-command.ts";
import type { Subcommand } from "./subcommand.ts";
import { sizeCommand } from "./size-command.ts";
import { runCommand } from "./run-command.ts";
import { testCommand } from "./test-command.ts";
import { versionCommand } from "./version-command.ts";
import { whyCommand } from "./why-command.ts";

const SUBCOMMANDS: readonly Subcommand[] = [
  bootCommand,
  runCommand,
  menuconfigCommand,
  configCommand,
  buildCommand,
  sizeCommand,
  whyCommand,
  testCommand,
  versionCommand,
];

/** Runs the command line `args`; resolves to the process's exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return help(rest[0]);
  const subcommand = SUBCOMMANDS.find((s) => s.name === name || s.alias === name);
  if (!subcommand) {
    console.error(`keel: there is no command '${name}'. See: keel help`);
    return 2;
  }
  if (rest[0] === "--help" || rest[0] === "-h") return help(subcommand.name);
  try {
    return await subcommand.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`keel ${subcommand.name}: ${error.message}`);
    return 2;
  }
}

function help(topic: string | undefined): number {
  const subcommand = SUBCOMMANDS.find((s) => s.name === topic);
  if (subcommand) {
    console.log(`Usage: keel ${subcommand.usage}\n\n${subcommand.help}`);
    return 0;
  }
  const width = Math.max(...SUBCOMMANDS.map((s) => s.name.length));
  const rows = SUBCOMMANDS.map((s) => `  keel ${s.name.padEnd(width)}  ${s.summary}`);
  console.log(
    `Keel: a real-time operating system on virtual boards.\n\n${rows.join("\n")}\n\nMore: keel help COMMAND`,
  );
  return 0;
}
