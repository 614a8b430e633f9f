// Copying and removing whole trees, for cp, mv and rm. Each function goes on after an error as far as makes
// sense, says what failed, and returns the command's status.

import {
  EINVAL,
  ENOENT,
  O_CREAT,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  strerror,
} from "@keel/abi";
import { type File, joinPath } from "@keel/dfs";
import { type Blocking, settle } from "@keel/kernel";
import { STATUS_INTERRUPTED, STATUS_OK } from "./command.ts";
import { MEMORY_NS_PER_BYTE } from "./output.ts";
import type { Shell } from "./shell.ts";

/** Bytes moved at a time. */
export const CHUNK_SIZE = 65536;

/** Copies `from` (a file, a link, or a directory with all it holds) to the new name `to`. */
export function* copyTree(shell: Shell, name: string, from: string, to: string): Blocking<number> {
  if (shell.isInterrupted) return STATUS_INTERRUPTED;
  const { files } = shell;
  const stat = yield* files.lstat(from);
  if (typeof stat === "number") return shell.fail(`${name}: ${from}: ${strerror(stat)}`);
  const type = stat.mode & S_IFMT;
  if (type === S_IFLNK) return yield* copyLink(shell, name, from, to);
  if (type !== S_IFDIR) return yield* copyFile(shell, name, from, to, stat.mode & 0o777);
  if (yield* isInside(shell, from, to))
    return shell.fail(`${name}: ${from}: cannot copy a directory into itself`);
  const entries = yield* files.entries(from);
  if (typeof entries === "number") return shell.fail(`${name}: ${from}: ${strerror(entries)}`);
  const made = yield* makeDirectory(shell, to, stat.mode & 0o777);
  if (made < 0) return shell.fail(`${name}: ${to}: ${strerror(made)}`);
  let status = STATUS_OK;
  for (const entry of entries) {
    const one = yield* copyTree(shell, name, joinPath(from, entry.name), joinPath(to, entry.name));
    if (one !== STATUS_OK) status = one;
    if (one === STATUS_INTERRUPTED) break;
  }
  return status;
}

function* makeDirectory(shell: Shell, path: string, mode: number): Blocking<number> {
  const { files } = shell;
  const stat = yield* files.stat(path);
  if (typeof stat !== "number" && (stat.mode & S_IFMT) === S_IFDIR) return 0;
  return yield* files.vfs.mkdir(files.base, path, mode);
}

/** Would `to` come to lie inside the directory `from`? */
function* isInside(shell: Shell, from: string, to: string): Blocking<boolean> {
  const { base, vfs } = shell.files;
  const source = yield* vfs.resolve(base, from, true);
  if (typeof source === "number") return false;
  let place = yield* vfs.resolve(base, to, true);
  if (place === -ENOENT) place = yield* vfs.resolve(base, joinPath(to, ".."), true);
  if (place === -ENOENT) place = yield* vfs.resolve(base, parentOf(to), true);
  if (typeof place === "number") return false;
  const sourcePath = joinPath(vfs.pathOf(source), "");
  return joinPath(vfs.pathOf(place), "").startsWith(sourcePath);
}

function parentOf(path: string): string {
  const slash = path.replace(/\/+$/, "").lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash + 1);
}

function* copyLink(shell: Shell, name: string, from: string, to: string): Blocking<number> {
  const { base, vfs } = shell.files;
  const target = yield* vfs.readlink(base, from);
  const error = typeof target === "number" ? target : yield* vfs.symlink(base, target, to);
  return error < 0 ? shell.fail(`${name}: ${to}: ${strerror(error)}`) : STATUS_OK;
}

function* copyFile(shell: Shell, name: string, from: string, to: string, mode: number): Blocking<number> {
  const source = yield* shell.files.open(from, O_RDONLY);
  if (typeof source === "number") return shell.fail(`${name}: ${from}: ${strerror(source)}`);
  const target = yield* openTarget(shell, source, to, mode);
  if (typeof target === "number") {
    source.unref();
    return shell.fail(`${name}: ${to}: ${strerror(target)}`);
  }
  const status = yield* copyBytes(shell, name, source, target);
  source.unref();
  target.unref();
  return status;
}

/** Opens and empties the target. -EINVAL when it is the source, which emptying would lose. */
function* openTarget(shell: Shell, source: File, to: string, mode: number): Blocking<File | number> {
  const place = yield* shell.files.vfs.resolve(shell.files.base, to, true);
  if (typeof place !== "number" && place.vnode === source.vnode) return -EINVAL;
  return yield* shell.files.open(to, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

function* copyBytes(shell: Shell, name: string, source: File, target: File): Blocking<number> {
  const chunk = new Uint8Array(CHUNK_SIZE);
  for (;;) {
    if (shell.isInterrupted) return STATUS_INTERRUPTED;
    const count = yield* settle(source.read(chunk));
    if (count === 0) return STATUS_OK;
    if (count < 0) return shell.fail(`${name}: ${source.path}: ${strerror(count)}`);
    const error = yield* writeAll(target, chunk.subarray(0, count));
    if (error < 0) return shell.fail(`${name}: ${target.path}: ${strerror(error)}`);
    yield* shell.kernel.spend(count * MEMORY_NS_PER_BYTE);
  }
}

function* writeAll(file: File, bytes: Uint8Array): Blocking<number> {
  let done = 0;
  while (done < bytes.length) {
    const count = yield* settle(file.write(bytes.subarray(done)));
    if (count < 0) return count;
    done += count;
  }
  return 0;
}

/** Removes what `path` names, directories with all they hold. */
export function* removeTree(shell: Shell, name: string, path: string): Blocking<number> {
  if (shell.isInterrupted) return STATUS_INTERRUPTED;
  const { files } = shell;
  const stat = yield* files.lstat(path);
  if (typeof stat === "number") return shell.fail(`${name}: ${path}: ${strerror(stat)}`);
  const isDirectory = (stat.mode & S_IFMT) === S_IFDIR;
  if (isDirectory) {
    const entries = yield* files.entries(path);
    if (typeof entries === "number") return shell.fail(`${name}: ${path}: ${strerror(entries)}`);
    for (const entry of entries) {
      const status = yield* removeTree(shell, name, joinPath(path, entry.name));
      if (status === STATUS_INTERRUPTED) return status;
    }
  }
  const error = isDirectory
    ? yield* files.vfs.rmdir(files.base, path)
    : yield* files.vfs.unlink(files.base, path);
  return error < 0 ? shell.fail(`${name}: ${path}: ${strerror(error)}`) : STATUS_OK;
}
