// The index of a folder in which every file is one thing with a descriptor as its default export: TypeScript has
// no linker sections to collect them. For the generators.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type GeneratedFile, ROOT } from "./repository.ts";

export interface FolderIndex {
  /** The folder, relative to the repository's root. */
  readonly folder: string;
  /** The descriptors' type, and where it is imported from. */
  readonly type: string;
  readonly typeFrom: string;
  /** Name of the exported array. */
  readonly constant: string;
  /** Its comment. */
  readonly comment: string;
}

/** `index.gen.ts` of a folder: all descriptors in one array, ordered by file name. */
export function folderIndex(index: FolderIndex): GeneratedFile {
  const names = descriptorFiles(join(ROOT, index.folder));
  const imports = names.map((name) => `import ${identifier(name, index.type)} from "./${name}.ts";`);
  const items = names.map((name) => `  ${identifier(name, index.type)},`);
  const text = [
    `// Generated from the files of this folder by tooling/generate.ts. Do not edit: run pnpm generate.`,
    "",
    `import type { ${index.type} } from "${index.typeFrom}";`,
    ...imports,
    "",
    `/** ${index.comment} */`,
    `export const ${index.constant}: readonly ${index.type}[] = [`,
    ...items,
    "];",
    "",
  ].join("\n");
  return { path: `${index.folder}/index.gen.ts`, text };
}

/** File names without `.ts`, sorted by code point so that every host agrees. */
function descriptorFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".gen.ts"))
    .map((name) => name.slice(0, -".ts".length))
    .sort();
}

/** `list-fd` of type Command is listFdCommand: never a reserved word. */
function identifier(name: string, type: string): string {
  return name.replace(/-(.)/g, (_, char: string) => char.toUpperCase()) + type;
}
