// The way out, for poweroff and reboot: everything printed is out and every file is safe before the power goes.

import { type Blocking, WAIT_UNINTERRUPTIBLE, WaitQueue } from "@keel/kernel";
import type { Shell } from "./shell.ts";

/** Calls `stop`, and does not come back: the thread waits for the machine to go. */
export function* leave(shell: Shell, stop: () => void): Blocking<number> {
  yield* shell.flush();
  if (shell.has("files")) yield* shell.files.vfs.sync();
  yield* shell.tty.drain();
  stop();
  return yield* new WaitQueue(shell.kernel).wait(WAIT_UNINTERRUPTIBLE);
}
