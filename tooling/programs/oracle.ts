// The oracle: qemu-riscv64, which runs a Linux program of the guest machine on a Linux host.
//
// It cannot execute a guest's ELF file for execve(), since the host does not know the machine.
// So each executable gets a script beside it that starts qemu on it, and KEEL_SELF names it.

import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Outcome, type RunOptions, run } from "./process.ts";
import { versionOf } from "./toolchain.ts";

/** Absolute path of qemu-riscv64, or null where there is none. */
export function findQemu(): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const path = folders.map((folder) => join(folder, "qemu-riscv64")).find((file) => existsSync(file));
  return path !== undefined && versionOf(path, ["--version"]) !== null ? path : null;
}

/** Writes a script at `path` that runs `executable`, with `args` before those it is given. */
export function writeLauncher(
  path: string,
  qemu: string,
  executable: string,
  args: readonly string[] = [],
): void {
  const words = [qemu, executable, ...args].map((word) => `'${word}'`).join(" ");
  writeFileSync(path, `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(path, 0o755);
}

export async function runOracle(
  qemu: string,
  executable: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Outcome> {
  const launcher = `${executable}.sh`;
  if (!existsSync(launcher)) writeLauncher(launcher, qemu, executable);
  const env = { ...options.env, KEEL_SELF: launcher };
  const outcome = await run(qemu, [executable, ...args], { ...options, env });
  return { ...outcome, stderr: withoutQemuLines(outcome.stderr) };
}

/** Drops what qemu itself reports about a signal that ended the program. */
function withoutQemuLines(stderr: Buffer): Buffer {
  const lines = stderr.toString("latin1").split("\n");
  return Buffer.from(lines.filter((line) => !line.startsWith("qemu: ")).join("\n"), "latin1");
}
