// Bundles the `keel` command into dist/keel.mjs, with the root file system image beside it.

import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleFile, cliFolder, imageFile, isBundleStale } from "./bin/freshness.mjs";

const dist = join(cliFolder, "dist");

/** Writes dist/. Constants are inlined across packages: the hot loops' speed depends on it. */
export async function build(): Promise<void> {
  const { rolldown } = await import("rolldown");
  const result = await rolldown({
    input: join(cliFolder, "src/main.ts"),
    platform: "node",
    // Only `keel build` needs it, and only a clone has it.
    external: ["rolldown", "rolldown/utils"],
    optimization: { inlineConst: { mode: "all", pass: 3 } },
  });
  // Into a folder of its own first: another `keel` may be starting from the old bundle right now.
  const fresh = join(dist, `.build-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  // What only some commands need is in files of its own: `keel boot` does not load it.
  await result.write({
    dir: fresh,
    entryFileNames: "keel.mjs",
    chunkFileNames: "keel-[name].mjs",
    format: "esm",
    minify: true,
    sourcemap: true,
  });
  await result.close();
  copyFileSync(imageFile, join(fresh, "rootfs.tar.gz"));
  // The entry last: it must not find others missing.
  const names = readdirSync(fresh).sort((a, b) => Number(a === "keel.mjs") - Number(b === "keel.mjs"));
  for (const name of names) renameSync(join(fresh, name), join(dist, name));
  rmSync(fresh, { recursive: true });
  const isStale = (name: string): boolean => name.startsWith("keel-") && !names.includes(name);
  for (const name of readdirSync(dist).filter(isStale)) rmSync(join(dist, name), { force: true });
}

/** Builds when a source file is newer than the bundle. */
export async function buildIfStale(): Promise<void> {
  if (isBundleStale()) await build();
}

if (import.meta.main) {
  await build();
  console.log(`built ${bundleFile}`);
}
