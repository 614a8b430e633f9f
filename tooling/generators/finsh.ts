// The shell's commands, and what `list` can list.

import { folderIndex } from "../folder-index.ts";
import type { GeneratedFile } from "../repository.ts";

export function generate(): GeneratedFile[] {
  return [
    folderIndex({
      folder: "packages/finsh/src/commands",
      type: "Command",
      typeFrom: "../command.ts",
      constant: "COMMANDS",
      comment: "The shell's own commands.",
    }),
    folderIndex({
      folder: "packages/finsh/src/lists",
      type: "ObjectList",
      typeFrom: "../object-list.ts",
      constant: "OBJECT_LISTS",
      comment: "What `list` can list.",
    }),
  ];
}
