// Where the repository is, and what the tools call a file in it.

import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));

/** A file that is derived from others. */
export interface GeneratedFile {
  /** Relative to the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}
