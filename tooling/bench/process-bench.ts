// Benchmarks of the whole product: time from `node` to the shell's prompt, and memory there, each beside a Node
// that does nothing, in the same rounds.

import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../repository.ts";

/** The folders of apps/cli that are published; what is beside the program in dist is for the compiler. */
const PUBLISHED = ["bin", "dist"];
const UNPUBLISHED = /[\\/]dist[\\/]types|\.map$|\.tsbuildinfo$/;
const PROMPT = "msh />";
const PROMPT_TIMEOUT_MS = 60_000;
const MIB = 2 ** 20;

export interface ProcessSample {
  /** ms from start to prompt, and from start to end of `node -e 0`. */
  readonly bootMs: number;
  readonly nodeMs: number;
  /** Resident MiB at the prompt, and of a Node that has nothing to do. */
  readonly bootMib: number;
  readonly nodeMib: number;
}

/** Builds the command and installs it in `folder` as a user has it: without the sources. The program's path. */
export async function installProduct(folder: string): Promise<string> {
  const cli = join(ROOT, "apps/cli");
  const { build } = (await import(join(cli, "build.ts"))) as { build(): Promise<void> };
  await build();
  for (const path of PUBLISHED) {
    cpSync(join(cli, path), join(folder, path), {
      recursive: true,
      filter: (from) => !UNPUBLISHED.test(from),
    });
  }
  const program = join(folder, "bin/keel.mjs");
  // Node keeps compiled code from one run to the next: what is measured is any start but the first.
  spawnSync(process.execPath, [program, "boot"], { input: "poweroff\n" });
  return program;
}

/** One round: product and peer one after the other. */
export async function sampleProcesses(program: string): Promise<ProcessSample> {
  const nodeMs = timeNode();
  const boot = await untilOutput([program, "boot"], PROMPT);
  const idle = await untilOutput(["-e", "console.log('idle'); setInterval(() => {}, 2 ** 30)"], "idle");
  return { bootMs: boot.ms, nodeMs, bootMib: boot.residentMib, nodeMib: idle.residentMib };
}

function timeNode(): number {
  const start = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - start;
}

/** Runs Node until it prints `expected`; how long that took, and its memory then. Ends it. */
async function untilOutput(args: string[], expected: string): Promise<{ ms: number; residentMib: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  try {
    await outputOf(child, expected);
    return { ms: performance.now() - start, residentMib: residentBytes(child.pid ?? 0) / MIB };
  } finally {
    child.kill("SIGKILL");
  }
}

function outputOf(child: ChildProcess, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why: string): void =>
      reject(new Error(`${why} before ${expected}; it printed:\n${output}`));
    const timer = setTimeout(() => fail("no end"), PROMPT_TIMEOUT_MS);
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes(expected)) return;
      clearTimeout(timer);
      resolve();
    });
    child.on("exit", () => {
      clearTimeout(timer);
      fail("it ended");
    });
  });
}

/** Resident bytes of a process; NaN on hosts that do not tell. */
function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  } catch {
    return process.platform === "win32"
      ? Number.NaN
      : Number(execFileSync("ps", ["-o", "rss=", "-p", `${pid}`])) * 1024;
  }
}
