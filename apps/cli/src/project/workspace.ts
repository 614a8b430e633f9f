// The clone that this command belongs to: where its packages are, for bundling, and its apps.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../arguments.ts";

export interface Workspace {
  readonly root: string;
  /** Entry file by package name. */
  readonly packages: ReadonlyMap<string, string>;
}

interface Manifest {
  readonly name?: string;
  readonly exports?: { readonly "."?: string };
}

export function findWorkspace(): Workspace {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, "pnpm-workspace.yaml"))) {
    const up = dirname(root);
    if (up === root)
      throw new UsageError("this keel is not in a clone of its repository, so it cannot build");
    root = up;
  }
  const packages = new Map<string, string>();
  for (const group of ["packages", "apps"]) {
    for (const name of readdirSync(join(root, group))) {
      const file = join(root, group, name, "package.json");
      if (!existsSync(file)) continue;
      const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
      const entry = manifest.exports?.["."];
      if (manifest.name !== undefined && entry !== undefined)
        packages.set(manifest.name, join(dirname(file), entry));
    }
  }
  return { root, packages };
}

/** Entry file of a package: of this repository, or installed where `from` is. Null when there is none. */
export function resolvePackage(workspace: Workspace, name: string, from: string): string | null {
  const own = workspace.packages.get(name);
  if (own !== undefined) return own;
  try {
    return createRequire(join(from, "package.json")).resolve(name);
  } catch {
    return null;
  }
}
