// The terminal behind an open file, for sessions that take one over.

import { Tty } from "@keel/device";
import { DeviceFile, type File } from "@keel/dfs";

/** The terminal that `file` is open on, or null. */
export function ttyOf(file: File): Tty | null {
  return file instanceof DeviceFile && file.device instanceof Tty ? file.device : null;
}
