// Is the built bundle as new as its sources? Plain JavaScript: it runs before every `keel` in a clone, and
// loading TypeScript costs Node more than the whole answer.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const cliFolder = fileURLToPath(new URL("..", import.meta.url));
export const bundleFile = join(cliFolder, "dist/keel.mjs");
export const imageFile = join(cliFolder, "../smart/rootfs/rootfs.tar.gz");

/** Whether this is a clone with sources, not an installed package. */
export const hasSources = existsSync(join(cliFolder, "build.ts"));

export function isBundleStale() {
  const built = statSync(bundleFile, { throwIfNoEntry: false });
  return built === undefined || built.mtimeMs < newestSource();
}

function newestSource() {
  const top = join(cliFolder, "../..");
  let newest = Math.max(mtime(join(cliFolder, "build.ts")), mtime(imageFile));
  for (const group of ["packages", "apps"]) {
    for (const name of readdirSync(join(top, group))) {
      const source = join(top, group, name, "src");
      if (existsSync(source)) newest = Math.max(newest, newestUnder(source));
    }
  }
  return newest;
}

function newestUnder(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestUnder(path) : mtime(path));
  }
  return newest;
}

function mtime(file) {
  return statSync(file).mtimeMs;
}
