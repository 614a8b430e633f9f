// A Vfs with a ramfs as root, and how calls that finish at once are driven.

import { type Blocking, Kernel, VirtualClock } from "@keel/kernel";
import { ramFs, Vfs } from "@keel/dfs";

export function makeVfs(): Vfs {
  const vfs = new Vfs(new Kernel({ clock: new VirtualClock() }));
  vfs.registerFileSystem(ramFs("tmpfs"));
  finish(vfs.mount("root", "/", "tmpfs", 0, "size=256m"));
  return vfs;
}

/** The result of a call that does not wait. */
export function finish<T>(call: Blocking<T>): T {
  const step = call.next();
  if (step.done !== true) throw new Error("the call waits");
  return step.value;
}
