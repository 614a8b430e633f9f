// Bundles the `keel` command into dist/keel.mjs, with the root file system image beside it.

import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const top = join(here, "../..");
const bundle = join(here, "dist/keel.mjs");
const image = join(top, "apps/smart/rootfs/rootfs.tar.gz");

function newestUnder(folder: string): number {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestUnder(path) : statSync(path).mtimeMs);
  }
  return newest;
}

function newestSource(): number {
  let newest = Math.max(statSync(fileURLToPath(import.meta.url)).mtimeMs, statSync(image).mtimeMs);
  for (const group of ["packages", "apps"]) {
    for (const name of readdirSync(join(top, group))) {
      const source = join(top, group, name, "src");
      if (existsSync(source)) newest = Math.max(newest, newestUnder(source));
    }
  }
  return newest;
}

/** Writes dist/. Constants are inlined across packages: the hot loops' speed depends on it. */
export async function build(): Promise<void> {
  const { rolldown } = await import("rolldown");
  const result = await rolldown({
    input: join(here, "src/main.ts"),
    platform: "node",
    optimization: { inlineConst: { mode: "all", pass: 3 } },
  });
  await result.write({ file: bundle, format: "esm", minify: true, sourcemap: true });
  await result.close();
  mkdirSync(join(here, "dist"), { recursive: true });
  copyFileSync(image, join(here, "dist/rootfs.tar.gz"));
}

/** Builds when a source file is newer than the bundle. */
export async function buildIfStale(): Promise<void> {
  if (existsSync(bundle) && statSync(bundle).mtimeMs >= newestSource()) return;
  await build();
}

if (import.meta.main) await build();
