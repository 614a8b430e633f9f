// Unpacks a tar archive, as it is or compressed by gzip, into the root file system at boot.
// Names are made on the directories' vnodes directly, and file contents stay where they are in
// the archive until somebody writes them, so that this costs little more than the names.

import { ENOENT, S_IFDIR, S_IFLNK, S_IFREG, strerror } from "@keel/abi";
import { type Blocking, isBlocking, type Kernel } from "@keel/kernel";
import { makedev, type Owner, ROOT_OWNER } from "../attributes.ts";
import type { Vfs } from "../vfs.ts";
import type { Vnode } from "../vnode.ts";
import { gunzip, isGzip } from "./gzip.ts";
import { ImageError } from "./image-error.ts";
import { HARD_LINK, type TarEntry, TarReader } from "./tar.ts";

/**
 * Unpacks `bytes`, which belong to the file system afterwards. Returns the number of entries.
 * Throws ImageError, with a message for the user, if the archive is damaged or does not fit.
 */
export function* unpackTar(_kernel: Kernel, vfs: Vfs, bytes: Uint8Array): Blocking<number> {
  const archive = isGzip(bytes) ? gunzip(bytes) : bytes;
  const unpacking = new Unpacking(vfs.root.vnode);
  const reader = new TarReader(archive);
  let count = 0;
  for (let entry = reader.next(); entry !== null; entry = reader.next()) {
    const error = yield* unpacking.add(entry);
    if (error < 0) throw new ImageError(`cannot unpack ${entry.path}: ${strerror(-error)}`);
    count++;
  }
  yield* unpacking.finish();
  return count;
}

class Unpacking {
  /** Directories seen so far, by path. */
  readonly #directories = new Map<string, Vnode>();
  /** Their times, set at the end since every new name touches them. */
  readonly #times: [Vnode, number][] = [];

  constructor(root: Vnode) {
    this.#directories.set("", root);
  }

  *add(entry: TarEntry): Blocking<number> {
    const slash = entry.path.lastIndexOf("/");
    const name = entry.path.substring(slash + 1);
    const directory = yield* this.#directory(slash < 0 ? "" : entry.path.substring(0, slash));
    if (typeof directory === "number") return directory;
    if (entry.type === S_IFDIR) return yield* this.#addDirectory(directory, name, entry);
    let present = directory.lookup(name);
    if (isBlocking(present)) present = yield* present;
    if (typeof present !== "number") {
      const removed = directory.unlink(name);
      const error = typeof removed === "number" ? removed : yield* removed;
      if (error < 0) return error;
    }
    if (entry.type === HARD_LINK) return yield* this.#addLink(directory, name, entry);
    let made = this.#make(directory, name, entry);
    if (isBlocking(made)) made = yield* made;
    if (typeof made === "number") return made;
    if (entry.type === S_IFREG && entry.data.length > 0) {
      const filled = made.setContents(entry.data);
      const error = typeof filled === "number" ? filled : yield* filled;
      if (error < 0) return error;
    }
    made.mtimeNs = entry.mtimeNs;
    return 0;
  }

  #make(directory: Vnode, name: string, entry: TarEntry): ReturnType<Vnode["create"]> {
    const owner: Owner = { uid: entry.uid, gid: entry.gid };
    if (entry.type === S_IFREG) return directory.create(name, entry.permissions, owner);
    if (entry.type === S_IFLNK) return directory.symlink(name, entry.linkPath, owner);
    const rdev = makedev(entry.major, entry.minor);
    return directory.mknod(name, entry.type | entry.permissions, rdev, owner);
  }

  *#addLink(directory: Vnode, name: string, entry: TarEntry): Blocking<number> {
    const slash = entry.linkPath.lastIndexOf("/");
    const from = this.#directories.get(slash < 0 ? "" : entry.linkPath.substring(0, slash));
    if (from === undefined) return -ENOENT;
    let target = from.lookup(entry.linkPath.substring(slash + 1));
    if (isBlocking(target)) target = yield* target;
    if (typeof target === "number") return target;
    const linked = directory.link(name, target);
    return typeof linked === "number" ? linked : yield* linked;
  }

  *#addDirectory(parent: Vnode, name: string, entry: TarEntry): Blocking<number> {
    const directory = name === "" ? parent : yield* this.#directory(entry.path);
    if (typeof directory === "number") return directory;
    const changed = directory.setattr({ mode: entry.permissions, uid: entry.uid, gid: entry.gid });
    const error = typeof changed === "number" ? changed : yield* changed;
    this.#times.push([directory, entry.mtimeNs]);
    return error;
  }

  /** The directory at `path`, made (with its parents) if the archive did not name it. */
  *#directory(path: string): Blocking<Vnode | number> {
    const known = this.#directories.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf("/");
    const parent = yield* this.#directory(slash < 0 ? "" : path.substring(0, slash));
    if (typeof parent === "number") return parent;
    const name = path.substring(slash + 1);
    let directory = parent.lookup(name);
    if (isBlocking(directory)) directory = yield* directory;
    if (directory === -ENOENT) {
      directory = parent.mkdir(name, 0o755, ROOT_OWNER);
      if (isBlocking(directory)) directory = yield* directory;
    }
    if (typeof directory === "number") return directory;
    this.#directories.set(path, directory);
    return directory;
  }

  *finish(): Blocking<void> {
    for (const [directory, mtimeNs] of this.#times) {
      const changed = directory.setattr({ mtimeNs });
      if (typeof changed !== "number") yield* changed;
    }
  }
}
