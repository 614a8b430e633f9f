// Keel as the suites run it: the command of this clone, one program per process.

import { join } from "node:path";
import { ROOT } from "../repository.ts";
import { type Outcome, type RunOptions, run } from "./process.ts";

/** The command's script; KEEL_COMMAND names another one, such as a build to compare with. */
const COMMAND: string = process.env["KEEL_COMMAND"] ?? join(ROOT, "apps/cli/bin/keel.mjs");

/** Lets the command build itself if it has to, before many of it start at once. */
export async function prepareKeel(): Promise<void> {
  const outcome = await run(process.execPath, [COMMAND, "version"], {
    env: hostEnvironment(),
    timeoutMs: 120_000,
  });
  if (outcome.status !== 0) throw new Error(`keel does not start:\n${outcome.stderr.toString()}`);
}

/** `keel run`; `keelArgs` come before the program. */
export function runKeel(
  executable: string,
  args: readonly string[],
  options: RunOptions & { readonly keelArgs?: readonly string[] },
): Promise<Outcome> {
  const environment = Object.entries(options.env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const command = [COMMAND, "run", ...environment, ...(options.keelArgs ?? []), executable, ...args];
  return run(process.execPath, command, { ...options, env: hostEnvironment() });
}

/** What Node needs of the host's environment; none of it reaches the guest. */
function hostEnvironment(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot", "NODE_COMPILE_CACHE"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
