// The shell's commands by what they need, so that an image without files carries no `ls`.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type GeneratedFile, ROOT } from "../repository.ts";

const FOLDER = "packages/finsh/src/commands";

/** Which set a command is in, by its `needs`. */
const SETS: readonly { readonly constant: string; readonly needs: readonly (string | undefined)[] }[] = [
  { constant: "KERNEL_COMMANDS", needs: [undefined] },
  { constant: "FILE_COMMANDS", needs: ["files"] },
  { constant: "PROGRAM_COMMANDS", needs: ["programs", "memory info"] },
];

export async function generate(): Promise<GeneratedFile[]> {
  const commands: { name: string; identifier: string; needs: string | undefined }[] = [];
  for (const file of readdirSync(join(ROOT, FOLDER)).sort()) {
    if (!file.endsWith(".ts") || file.endsWith(".gen.ts")) continue;
    const module = (await import(pathToFileURL(join(ROOT, FOLDER, file)).href)) as {
      default: { needs?: string };
    };
    const name = file.slice(0, -".ts".length);
    commands.push({ name, identifier: `${name.replaceAll("-", "_")}Command`, needs: module.default.needs });
  }
  const lines = [
    "// Generated from src/commands by tooling/generate.ts. Do not edit: run pnpm generate.",
    "",
    'import type { Command } from "./command.ts";',
    ...commands.map(({ name, identifier }) => `import ${identifier} from "./commands/${name}.ts";`),
  ];
  for (const { constant, needs } of SETS) {
    const own = commands.filter((command) => needs.includes(command.needs));
    lines.push("", `export const ${constant}: readonly Command[] = [`);
    lines.push(...own.map(({ identifier }) => `  ${identifier},`), "];");
  }
  return [{ path: "packages/finsh/src/command-sets.gen.ts", text: `${lines.join("\n")}\n` }];
}
