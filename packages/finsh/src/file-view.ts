// The tree of files as the shell sees it: its working directory, and the path calls with it filled in.

import { EINVAL, EISDIR, S_IFDIR, S_IFMT, S_IFREG } from "@keel/abi";
import type { DirEntry, File, Lookup, Stat, Vfs } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";

export class FileView {
  readonly vfs: Vfs;
  #base: Lookup;

  /** Starts in the root directory. A mount is busy while the shell stands in it. */
  constructor(vfs: Vfs) {
    this.vfs = vfs;
    this.#base = vfs.kernelLookup;
    vfs.addLocationHolder(() => [this.#base.cwd]);
  }

  /** Where paths start, for the calls of `vfs`. */
  get base(): Lookup {
    return this.#base;
  }

  /** Absolute path of the working directory, as the prompt shows it. */
  get directory(): string {
    const path = this.vfs.getcwd(this.#base);
    return typeof path === "string" ? path : "(deleted)";
  }

  /** 0, or -errno. */
  *changeDirectory(path: string): Blocking<number> {
    const place = yield* this.vfs.resolveDirectory(this.#base, path);
    if (typeof place === "number") return place;
    this.#base = { ...this.#base, cwd: place };
    return 0;
  }

  /** An open file, which the caller must `unref`, or -errno. */
  open(path: string, flags: number, mode: number = 0o666): Blocking<File | number> {
    return this.vfs.open(this.#base, path, flags, mode);
  }

  /** Of what a path names, symbolic links followed. */
  stat(path: string): Blocking<Stat | number> {
    return this.vfs.stat(this.#base, path, true);
  }

  /** Of what a path names, be it a symbolic link. */
  lstat(path: string): Blocking<Stat | number> {
    return this.vfs.stat(this.#base, path, false);
  }

  /** The entries of a directory but "." and "..", by name; or -errno. */
  *entries(path: string): Blocking<DirEntry[] | number> {
    const entries = yield* this.vfs.readDirectory(this.#base, path);
    if (typeof entries === "number") return entries;
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The bytes of a regular file, or -errno; -EINVAL for what may have no end. */
  *readAll(path: string): Blocking<Uint8Array | number> {
    const stat = yield* this.stat(path);
    if (typeof stat === "number") return stat;
    const type = stat.mode & S_IFMT;
    if (type === S_IFDIR) return -EISDIR;
    return type === S_IFREG ? yield* this.vfs.readFile(this.#base, path) : -EINVAL;
  }
}

/** The last component of a path, trailing slashes aside. */
export function baseName(path: string): string {
  return /([^/]*)\/*$/.exec(path)?.[1] ?? path;
}
