// What a file under packages/*/bench exports, and the program that runs one: bundled as users get the code, in
// a process of its own, so that neither the source form nor another benchmark's types and heap are measured.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { ROOT } from "../repository.ts";

export interface Bench {
  /** `kernel: semaphore round trips` */
  readonly name: string;
  /** Of `run`'s result and of the peer's value: "round trips/s", "ns", "MIPS", ... */
  readonly unit: string;
  /** Whom to compare with, measured elsewhere; null when there is nobody. */
  readonly peer: { readonly name: string; readonly value: number } | null;
  /** Measures once. `now` is the host's monotonic time in ns. */
  run(now: () => number): number;
}

/** A benchmark found in the packages. */
export interface BenchSource {
  readonly package: string;
  readonly path: string;
}

/** What a benchmark's process prints, one per benchmark of its file. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly peer: { readonly name: string; readonly value: number } | null;
  readonly value: number;
}

/** Benchmark files: those with a default export; the others in the folder are theirs to share. */
export function findBenches(): BenchSource[] {
  const found: BenchSource[] = [];
  for (const name of readdirSync(join(ROOT, "packages")).sort()) {
    const folder = join(ROOT, "packages", name, "bench");
    for (const file of filesIn(folder)) {
      const path = join(folder, file);
      if (file.endsWith(".ts") && /^export default\b/m.test(readFileSync(path, "utf8"))) {
        found.push({ package: name, path });
      }
    }
  }
  return found;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Bundles a benchmark into `folder` as apps/cli bundles the product; the path of the program. */
export async function bundleBench(source: BenchSource, folder: string): Promise<string> {
  const name = `${source.package}-${basename(source.path, ".ts")}`;
  const entry = join(folder, `${name}.entry.ts`);
  mkdirSync(dirname(entry), { recursive: true });
  writeFileSync(entry, programText(source.path));
  const bundle = await rolldown({
    input: entry,
    platform: "node",
    // The entry lies outside the repository: whatever is configured there is not ours.
    tsconfig: false,
    optimization: { inlineConst: { mode: "all", pass: 3 } },
  });
  const file = join(folder, `${name}.mjs`);
  await bundle.write({ file, format: "esm", minify: true });
  await bundle.close();
  return file;
}

function programText(path: string): string {
  return [
    `import exported from ${JSON.stringify(path)};`,
    "const now = () => Number(process.hrtime.bigint());",
    "const results = [exported].flat().map((bench) => ({",
    "  name: bench.name, unit: bench.unit, peer: bench.peer, value: bench.run(now),",
    "}));",
    "process.stdout.write(JSON.stringify(results));",
    "",
  ].join("\n");
}
