// A place in the tree of names: a vnode as seen through one mount. Processes hold two of them,
// their working directory and their root, in the Lookup that every path call starts from.

import type { Mount } from "./mount.ts";
import type { Vnode } from "./vnode.ts";

export interface Location {
  readonly mount: Mount;
  readonly vnode: Vnode;
}

/** Where a path starts, and on whose behalf it is walked. */
export interface Lookup {
  readonly cwd: Location;
  readonly root: Location;
  readonly umask: number;
  readonly uid: number;
  /** 0 when absent. */
  readonly gid?: number;
  /** Supplementary groups. */
  readonly groups?: readonly number[];
}

/** The same caller, with relative paths starting at `cwd`: the *at calls. */
export function lookupAt(base: Lookup, cwd: Location): Lookup {
  return {
    cwd,
    root: base.root,
    umask: base.umask,
    uid: base.uid,
    gid: base.gid ?? 0,
    groups: base.groups ?? [],
  };
}
