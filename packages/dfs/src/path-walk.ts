// The walk from a path to a place (man 7 path_resolution): component by component through
// lookup, across mounts both ways, following symbolic links up to SYMLINK_MAX, never above the
// caller's root. One PathWalk serves one call; its fields are the answer.
//
// Lookups in memory answer at once, so that a walk is one loop without a generator; the first
// lookup that has to wait moves the rest of the walk into `#resume`.
// @hotpath

import { ELOOP, ENOENT, ENOTDIR } from "@keel/abi";
import { type Blocking, isBlocking, type MayBlock } from "@keel/kernel";
import { isSymlink } from "./attributes.ts";
import type { Location, Lookup } from "./location.ts";
import { type Mount, mountOn } from "./mount.ts";
import { checkName, checkPath } from "./path-name.ts";
import { checkPermission, MAY_EXEC } from "./permission.ts";
import type { Vnode } from "./vnode.ts";

/** What the last component is. */
export const LAST_NORM = 0;
export const LAST_ROOT = 1;
export const LAST_DOT = 2;
export const LAST_DOTDOT = 3;
/** A link of procfs led here: `vnode` is the thing itself, also for a walk to the parent. */
export const LAST_JUMP = 4;

const SYMLINKS_MAX = 40;
const SLASH = 47;
const DOT = 46;
/** `#step` cannot go on before `#pending` has finished. */
const WAITS = 1;

export class PathWalk {
  readonly base: Lookup;
  /** Where the walk stands: the result, or (toParent) the directory of the last component. */
  mount: Mount;
  vnode: Vnode;
  /** The last component, as written; "" for "/"; for a jump the path of the thing. */
  last = "";
  lastKind: number = LAST_ROOT;
  /** The path ends in a slash: it has to be a directory. */
  hasTrailingSlash = false;
  #path: string;
  #at = 0;
  #links = 0;
  #directoryMount: Mount | null = null;
  #directoryVnode: Vnode | null = null;
  readonly #stopsAtParent: boolean;
  readonly #followsLast: boolean;
  #pending: Blocking<Vnode | number> | Blocking<string | number> | null = null;
  /** The link whose readlink is pending. */
  #pendingLink: Vnode | null = null;

  private constructor(base: Lookup, path: string, stopsAtParent: boolean, followsLast: boolean) {
    this.base = base;
    this.#path = path;
    this.#stopsAtParent = stopsAtParent;
    this.#followsLast = followsLast;
    const start = path.charCodeAt(0) === SLASH ? base.root : base.cwd;
    this.mount = start.mount;
    this.vnode = start.vnode;
  }

  /** A walk to the thing the path names; a symbolic link at the end is followed. */
  static following(base: Lookup, path: string): PathWalk {
    return new PathWalk(base, path, false, true);
  }

  /** A walk to the thing the path names, be it a symbolic link. */
  static notFollowing(base: Lookup, path: string): PathWalk {
    return new PathWalk(base, path, false, false);
  }

  /** A walk to the directory in which the last component is, or is to be. */
  static toParent(base: Lookup, path: string): PathWalk {
    return new PathWalk(base, path, true, false);
  }

  get location(): Location {
    return { mount: this.mount, vnode: this.vnode };
  }

  /** The directory in which a walk to the thing found it; null when a link jumped there. */
  get directory(): Location | null {
    if (this.#directoryMount === null || this.#directoryVnode === null) return null;
    return { mount: this.#directoryMount, vnode: this.#directoryVnode };
  }

  /** Walks. 0, or -errno. */
  run(): MayBlock<number> {
    const error = checkPath(this.#path);
    if (error < 0) return error;
    const result = this.#step();
    return result === WAITS ? this.#resume() : result;
  }

  /**
   * After a walk to the parent whose last component turned out to be a symbolic link: goes on to
   * the parent of what the link names.
   */
  followLast(link: Vnode): MayBlock<number> {
    const result = this.#follow(link, this.hasTrailingSlash ? "/" : "");
    if (result === WAITS) return this.#resume();
    if (result < 0) return result;
    const arrived = this.#step();
    return arrived === WAITS ? this.#resume() : arrived;
  }

  *#resume(): Blocking<number> {
    for (;;) {
      const pending = this.#pending;
      if (pending === null) return 0;
      this.#pending = null;
      const value: Vnode | string | number = yield* pending;
      let result: number;
      if (typeof value === "number") return value;
      if (typeof value === "string") {
        const link = this.#pendingLink;
        this.#pendingLink = null;
        result = link === null ? 0 : this.#restart(value, this.#path.substring(this.#at));
      } else result = this.#enter(value);
      if (result === 0) result = this.#step();
      if (result !== WAITS) return result;
    }
  }

  /** Walks until it arrives (0), fails (-errno) or has to wait (WAITS). */
  #step(): number {
    for (;;) {
      const path = this.#path;
      const length = path.length;
      let start = this.#at;
      while (start < length && path.charCodeAt(start) === SLASH) start++;
      if (start === length) return this.#arrive(start > this.#at);
      let end = path.indexOf("/", start);
      if (end < 0) end = length;
      const name = path.substring(start, end);
      const kind = kindOf(name);
      if (!this.vnode.isDirectory) return -ENOTDIR;
      const denied = this.base.uid === 0 ? 0 : checkPermission(this.base, this.vnode, MAY_EXEC);
      if (denied < 0) return denied;
      const tooLong = checkName(name);
      if (tooLong < 0) return tooLong;
      this.last = name;
      this.lastKind = kind;
      this.#at = end;
      if (this.#stopsAtParent && this.#restIsSlashes(end)) return 0;
      if (kind === LAST_DOT) continue;
      if (kind === LAST_DOTDOT) {
        this.#ascend();
        continue;
      }
      const found = this.vnode.lookup(name);
      if (typeof found === "number") return found;
      if (isBlocking(found)) {
        this.#pending = found;
        return WAITS;
      }
      const result = this.#enter(found);
      if (result !== 0) return result;
    }
  }

  /** Notes whether only slashes follow, and says so. */
  #restIsSlashes(from: number): boolean {
    const path = this.#path;
    let at = from;
    while (at < path.length && path.charCodeAt(at) === SLASH) at++;
    if (at < path.length) return false;
    this.hasTrailingSlash = at > from;
    return true;
  }

  #arrive(hasTrailingSlash: boolean): number {
    if (this.lastKind !== LAST_ROOT) this.hasTrailingSlash = hasTrailingSlash;
    return hasTrailingSlash && !this.vnode.isDirectory ? -ENOTDIR : 0;
  }

  /** Steps onto a child: through links, and onto what is mounted there. 0, -errno or WAITS. */
  #enter(child: Vnode): number {
    if (isSymlink(child.mode)) {
      const rest = this.#path.substring(this.#at);
      if (rest !== "" || this.#followsLast) return this.#follow(child, rest);
    }
    this.#directoryMount = this.mount;
    this.#directoryVnode = this.vnode;
    this.vnode = child;
    if (child.mounted !== null) this.#descend();
    return 0;
  }

  /** To the root of what is mounted here, if anything is. */
  #descend(): void {
    for (;;) {
      const above = mountOn(this.mount, this.vnode);
      if (above === null) return;
      this.mount = above;
      this.vnode = above.root;
    }
  }

  /** "..": out of mounts, but not out of the caller's root. */
  #ascend(): void {
    const root = this.base.root;
    for (;;) {
      if (this.vnode === root.vnode && this.mount === root.mount) return;
      if (this.vnode !== this.mount.root) break;
      if (this.mount.parent === null || this.mount.mountpoint === null) return;
      this.vnode = this.mount.mountpoint;
      this.mount = this.mount.parent;
    }
    this.vnode = this.vnode.parent ?? this.vnode;
    if (this.vnode.mounted !== null) this.#descend();
  }

  /** Goes where a link leads, with `rest` of the path still to walk from there. */
  #follow(link: Vnode, rest: string): number {
    if (++this.#links > SYMLINKS_MAX) return -ELOOP;
    const jump = link.jump();
    if (typeof jump === "number") return jump;
    if (jump !== null) {
      this.mount = jump.mount;
      this.vnode = jump.vnode;
      this.#directoryMount = null;
      this.#directoryVnode = null;
      this.last = jump.path;
      this.lastKind = LAST_JUMP;
      this.#path = rest;
      this.#at = 0;
      return 0;
    }
    const target = link.readlink();
    if (typeof target === "number") return target;
    if (typeof target === "string") return this.#restart(target, rest);
    this.#path = rest;
    this.#at = 0;
    this.#pendingLink = link;
    this.#pending = target;
    return WAITS;
  }

  #restart(target: string, rest: string): number {
    if (target === "") return -ENOENT;
    this.#path = target + rest;
    this.#at = 0;
    this.lastKind = LAST_ROOT;
    this.last = "";
    if (target.charCodeAt(0) === SLASH) {
      this.mount = this.base.root.mount;
      this.vnode = this.base.root.vnode;
    }
    return 0;
  }
}

function kindOf(name: string): number {
  if (name.charCodeAt(0) !== DOT) return LAST_NORM;
  if (name.length === 1) return LAST_DOT;
  return name.length === 2 && name.charCodeAt(1) === DOT ? LAST_DOTDOT : LAST_NORM;
}
