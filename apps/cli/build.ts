// Bundles the `keel` command into dist/keel.mjs, with the root file system image beside it.

import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleFile, cliFolder, imageFile, isBundleStale } from "./bin/freshness.mjs";

const dist = join(cliFolder, "dist");

/** Writes dist/. Constants are inlined across packages: the hot loops' speed depends on it. */
export async function build(): Promise<void> {
  const { rolldown } = await import("rolldown");
  const result = await rolldown({
    input: join(cliFolder, "src/main.ts"),
    platform: "node",
    optimization: { inlineConst: { mode: "all", pass: 3 } },
  });
  // Into a folder of its own first: another `keel` may be starting from the old bundle right now.
  const fresh = join(dist, `.build-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  await result.write({ file: join(fresh, "keel.mjs"), format: "esm", minify: true, sourcemap: true });
  await result.close();
  copyFileSync(imageFile, join(fresh, "rootfs.tar.gz"));
  for (const name of ["rootfs.tar.gz", "keel.mjs.map", "keel.mjs"]) renameSync(join(fresh, name), join(dist, name));
  rmSync(fresh, { recursive: true });
}

/** Builds when a source file is newer than the bundle. */
export async function buildIfStale(): Promise<void> {
  if (isBundleStale()) await build();
}

if (import.meta.main) {
  await build();
  console.log(`built ${bundleFile}`);
}
