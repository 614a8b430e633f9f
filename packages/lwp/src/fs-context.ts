// FsContext: where a process's path names begin, and its umask. Shared by threads (CLONE_FS), copied by fork.
// It is what Vfs takes as the base of a look-up.

import type { Location } from "@keel/dfs";

export class FsContext {
  cwd: Location;
  root: Location;
  umask: number;
  /** The identity the file system checks. */
  uid: number;

  constructor(cwd: Location, root: Location, umask: number = 0o022, uid: number = 0) {
    this.cwd = cwd;
    this.root = root;
    this.umask = umask;
    this.uid = uid;
  }

  copy(): FsContext {
    return new FsContext(this.cwd, this.root, this.umask, this.uid);
  }
}
