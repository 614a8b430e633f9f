// Writes every file that is derived from others: `pnpm generate`. Each generator is a file under generators/
// that exports `generate()`; `--check` writes nothing and fails, naming what is stale, for CI.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type GeneratedFile, ROOT } from "./repository.ts";

export interface Generator {
  generate(): readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;
}

const GENERATORS = new URL("./generators/", import.meta.url);

/** The files of all generators, in the order of the generators' names. */
export async function generateAll(): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  const names = readdirSync(GENERATORS).filter((name) => name.endsWith(".ts"));
  for (const name of names.sort()) {
    const generator = (await import(new URL(name, GENERATORS).href)) as Generator;
    files.push(...(await generator.generate()));
  }
  return files;
}

/** Those of `files` that differ from what stands under `root`, or are not there. */
export function staleFiles(files: readonly GeneratedFile[], root: string): GeneratedFile[] {
  return files.filter((file) => read(join(root, file.path)) !== file.text);
}

function read(path: string): string | null {
  try {
    // A checkout on Windows may have other line ends.
    return readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  } catch {
    return null;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const stale = staleFiles(await generateAll(), ROOT);
  if (args.includes("--check")) {
    for (const file of stale) console.error(`stale: ${file.path} (run pnpm generate)`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const file of stale) {
    mkdirSync(dirname(join(ROOT, file.path)), { recursive: true });
    writeFileSync(join(ROOT, file.path), file.text);
    console.log(`wrote ${file.path}`);
  }
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
