// The descriptors of all components and boards of this repository, with the files they stand in: what `keel
// menuconfig` offers.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type GeneratedFile, ROOT } from "../repository.ts";

export async function generate(): Promise<GeneratedFile[]> {
  const found: { origin: string; from: string; name: string }[] = [];
  for (const group of ["packages", "apps"]) {
    for (const folder of readdirSync(join(ROOT, group)).sort()) {
      const origin = `${group}/${folder}/src/descriptor.ts`;
      if (!existsSync(join(ROOT, origin))) continue;
      const module = (await import(pathToFileURL(join(ROOT, origin)).href)) as Record<string, unknown>;
      for (const name of Object.keys(module).filter((key) => key.endsWith("Descriptors"))) {
        found.push({ origin, from: `@keel/${folder}`, name });
      }
    }
  }
  // The kernel's menu is the first that people look for.
  found.sort((a, b) => Number(b.from === "@keel/kernel") - Number(a.from === "@keel/kernel"));
  const list = (isBoard: boolean): string[] =>
    found
      .filter(({ name }) => (name === "boardDescriptors") === isBoard)
      .map(({ origin, name }) => `  { origin: "${origin}", descriptors: ${name} },`);
  const lines = [
    "// Generated from packages/*/src/descriptor.ts by tooling/generate.ts. Do not edit: run pnpm generate.",
    "",
    ...found
      .toSorted((a, b) => (a.from < b.from ? -1 : 1))
      .map(({ from, name }) => `import { ${name} } from "${from}";`),
    "",
    "/** What one file declares. */",
    "export interface DescriptorFile {",
    "  readonly origin: string;",
    "  readonly descriptors: unknown;",
    "}",
    "",
    "export const BOARD_FILES: readonly DescriptorFile[] = [",
    ...list(true),
    "];",
    "",
    "export const COMPONENT_FILES: readonly DescriptorFile[] = [",
    ...list(false),
    "];",
    "",
  ];
  return [{ path: "apps/cli/src/project/descriptors.gen.ts", text: lines.join("\n") }];
}
