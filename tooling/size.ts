// `pnpm size`: builds what users download and holds it against tooling/size-budgets.json. A budget is a promise:
// raise it in the commit that needs the room, with the reason in its message.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "./repository.ts";

/**
 * By file, relative to the repository's root; `FOLDER/*.mjs` for all modules of a folder together; `image NAME` for
 * what `keel build NAME` makes.
 */
type Budgets = Readonly<Record<string, SizeBudget>>;

export interface SizeBudget {
  readonly bytes: number;
  /** After gzip -9: what a download costs. */
  readonly gzipBytes: number;
}

/** What is over its budget, as lines to print; none when all is well. */
export function overBudget(path: string, size: SizeBudget, budget: SizeBudget): string[] {
  const lines: string[] = [];
  if (size.bytes > budget.bytes) lines.push(`${path}: ${size.bytes} bytes, budget ${budget.bytes}`);
  if (size.gzipBytes > budget.gzipBytes) {
    lines.push(`${path}: ${size.gzipBytes} bytes gzipped, budget ${budget.gzipBytes}`);
  }
  return lines;
}

export function measure(bytes: Uint8Array): SizeBudget {
  return { bytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length };
}

/** The bytes of a file, a folder's modules or an app's image; null when there is no such file. */
async function read(path: string): Promise<Uint8Array | null> {
  if (path.endsWith("/*.mjs")) {
    const folder = join(ROOT, dirname(path));
    const names = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
    return Buffer.concat(names.sort().map((name) => readFileSync(join(folder, name))));
  }
  const app = /^image (.+)$/.exec(path)?.[1];
  if (app === undefined) return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path)) : null;
  const { buildApp } = (await import(join(ROOT, "apps/cli/src/project/build-app.ts"))) as {
    buildApp(name: string): Promise<{ bundle: { code: string } }>;
  };
  return new TextEncoder().encode((await buildApp(app)).bundle.code);
}

async function main(): Promise<number> {
  const { build } = (await import(join(ROOT, "apps/cli/build.ts"))) as { build(): Promise<void> };
  await build();
  const budgets = JSON.parse(readFileSync(join(ROOT, "tooling/size-budgets.json"), "utf8")) as Budgets;
  const over: string[] = [];
  for (const [path, budget] of Object.entries(budgets)) {
    const bytes = await read(path);
    if (bytes === null) {
      over.push(`${path}: was not built`);
      continue;
    }
    const size = measure(bytes);
    console.log(
      `${path}: ${size.bytes} of ${budget.bytes} bytes, gzipped ${size.gzipBytes} of ${budget.gzipBytes}`,
    );
    over.push(...overBudget(path, size, budget));
  }
  for (const line of over) console.error(`over budget: ${line}`);
  return over.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
