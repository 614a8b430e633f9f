// What a name in /proc stands for, as plain data: a text made when it is read, a link, or a
// directory whose names may change at any time. Rooms above describe their files with these;
// the vnodes are made from them as paths are walked.

import type { Jump } from "../vnode.ts";

/** Contents, or -errno (-ESRCH when what it tells of is gone). */
export type ProcContents = string | Uint8Array | number;

export interface ProcText {
  readonly kind: "text";
  /** Asked each time the file is read from its beginning. */
  read(): ProcContents;
  /** For files that can be set, such as /proc/sys; 0 or -errno. */
  write?(text: string): number;
  /** Permission bits; default 0444, with `write` 0644. */
  readonly permissions?: number;
  readonly owner?: ProcOwner;
}

export interface ProcLink {
  readonly kind: "link";
  /** What readlink says, or -errno. */
  target(): string | number;
  /** Leads to a thing and not to a name; -errno if there is nothing. */
  jump?(): Jump | number;
  readonly permissions?: number;
  readonly owner?: ProcOwner;
}

export interface ProcDir {
  readonly kind: "directory";
  names(): Iterable<string>;
  find(name: string): ProcNode | null;
  readonly permissions?: number;
  readonly owner?: ProcOwner;
}

export interface ProcOwner {
  readonly uid: number;
  readonly gid: number;
}

export type ProcNode = ProcText | ProcLink | ProcDir;

/** A directory of fixed names that can be added to. */
export class ProcTree implements ProcDir {
  readonly kind = "directory" as const;
  readonly #nodes = new Map<string, ProcNode>();

  names(): Iterable<string> {
    return this.#nodes.keys();
  }

  find(name: string): ProcNode | null {
    return this.#nodes.get(name) ?? null;
  }

  set(name: string, node: ProcNode): void {
    this.#nodes.set(name, node);
  }

  delete(name: string): void {
    this.#nodes.delete(name);
  }

  /** The directory of that name, made if there is none; null if the name is something else. */
  tree(name: string): ProcTree | null {
    const present = this.#nodes.get(name);
    if (present instanceof ProcTree) return present;
    if (present !== undefined) return null;
    const made = new ProcTree();
    this.#nodes.set(name, made);
    return made;
  }
}
