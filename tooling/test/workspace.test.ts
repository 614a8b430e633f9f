import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../repository.ts";

interface Manifest {
  readonly name: string;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Project {
  readonly references?: readonly { readonly path: string }[];
}

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(ROOT, ...path), "utf8")) as T;
}

const [folders, apps] = ["packages", "apps"].map((group) =>
  readdirSync(join(ROOT, group)).map((name) => `${group}/${name}`),
) as [string[], string[]];
const folderOf = new Map(
  [...folders, ...apps].map((folder) => [readJson<Manifest>(folder, "package.json").name, folder]),
);

function workspaceDependencies(folder: string): string[] {
  const names = Object.keys(readJson<Manifest>(folder, "package.json").dependencies ?? {});
  return names.flatMap((name) => folderOf.get(name) ?? []).sort();
}

describe.each(folders)("%s", (folder) => {
  test("is a module without side effects that names its entry points", () => {
    const manifest = readJson<Manifest>(folder, "package.json");
    expect(manifest).toMatchObject({ type: "module", sideEffects: false });
    for (const file of Object.values(manifest.exports ?? {}))
      expect(existsSync(join(ROOT, folder, file))).toBe(true);
  });

  test("has one tag: its floor, host, or app", () => {
    const { tags } = readJson<{ tags: string[] }>(folder, "turbo.json");
    expect(tags).toEqual([expect.stringMatching(/^(floor-[0-6]|host|app)$/)]);
  });

  test("is type-checked against the packages that it depends on, and no others", () => {
    const references = readJson<Project>(folder, "tsconfig.json").references ?? [];
    const paths = references.map(({ path }) => path.replace("../../", "").replace(/^\.\.\//, "packages/"));
    expect(paths.sort()).toEqual(workspaceDependencies(folder));
  });

  test("has a README of at most a page", () => {
    const readme = readFileSync(join(ROOT, folder, "README.md"), "utf8");
    expect(readme.split("\n").length).toBeLessThanOrEqual(80);
  });
});
