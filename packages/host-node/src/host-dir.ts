// A folder of the host for hostfs, by node:fs. The guest can reach nothing outside it: names are
// checked one by one, and before each call the directory that holds the name is resolved by the
// host and has to lie in the folder. Links are never followed at the end of a path; the guest's
// own path walk does that. Works alike on Linux, macOS and Windows.
//
// The check and the call are two steps. The guest cannot come in between, since its calls are
// synchronous; other programs of the host could, and are trusted not to.

import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statfsSync,
  symlinkSync,
  unlinkSync,
  writeSync,
  type BigIntStats,
  type Dirent,
} from "node:fs";
import { sep } from "node:path";
import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  ENOTDIR,
  ENOTEMPTY,
  ENXIO,
  EPERM,
  EROFS,
  O_ACCMODE,
  O_RDONLY,
  O_RDWR,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
} from "@keel/abi";
import type { HostDir, HostEntry, HostSpace, HostStat } from "@keel/dfs";
import { hostErrno } from "./host-errno.ts";

export interface HostDirectoryOptions {
  readonly isReadOnly: boolean;
}

const IS_WINDOWS = sep === "\\";
/** What Windows reads as something else than a name: separators, streams, wildcards, devices. */
const WINDOWS_FORBIDDEN = /[\\:*?"<>|\u0000-\u001f]|[. ]$/;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?$/i;
/** Not to be had where the host has no such flag. */
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0;
const O_NONBLOCK = constants.O_NONBLOCK ?? 0;

export class HostDirectory implements HostDir {
  readonly isReadOnly: boolean;
  /** The folder as the host resolves it, without a separator at the end. */
  readonly #root: string;
  readonly #rootDev: bigint;

  /** `folder` has to be a directory; throws the error of the host if it is not. */
  constructor(folder: string, options: HostDirectoryOptions) {
    this.isReadOnly = options.isReadOnly;
    const real = realpathSync.native(folder);
    this.#root = real.endsWith(sep) ? real.slice(0, -1) : real;
    const stat = lstatSync(real, { bigint: true });
    if (!stat.isDirectory()) throw new Error(`${folder} is not a folder`);
    this.#rootDev = stat.dev;
  }

  /** The host's path of `path`, which lies in the folder; or -errno. May throw the host's error. */
  #inside(path: string): string | number {
    if (path === "") return this.#root === "" ? sep : this.#root;
    const names = path.split("/");
    if (!names.every(isName)) return -EINVAL;
    const last = names.pop() ?? "";
    if (names.length === 0) return this.#root + sep + last;
    const directory = realpathSync.native(this.#root + sep + names.join(sep));
    const isInside = directory === this.#root || directory.startsWith(this.#root + sep);
    return isInside ? directory + sep + last : -EACCES;
  }

  /** Runs one call on the host's path, and puts errors into numbers. */
  #on<T>(path: string, call: (hostPath: string) => T): T | number {
    try {
      const hostPath = this.#inside(path);
      return typeof hostPath === "number" ? hostPath : call(hostPath);
    } catch (error) {
      return -hostErrno(error);
    }
  }

  #change(path: string, call: (hostPath: string) => void): number {
    if (this.isReadOnly) return -EROFS;
    const result = this.#on(path, call);
    return typeof result === "number" ? result : 0;
  }

  // ---- looking

  lstat(path: string): HostStat | number {
    return this.#on(path, (at) => this.#statOf(lstatSync(at, { bigint: true })));
  }

  fstat(handle: number): HostStat | number {
    return guarded(() => this.#statOf(fstatSync(handle, { bigint: true })));
  }

  #statOf(stat: BigIntStats): HostStat {
    return {
      mode: modeOf(stat),
      ino: this.#inoOf(stat),
      nlink: Number(stat.nlink),
      size: Number(stat.size),
      blocks: Number(stat.blocks),
      atimeNs: Number(stat.atimeNs),
      mtimeNs: Number(stat.mtimeNs),
      ctimeNs: Number(stat.ctimeNs),
    };
  }

  /** Files of other disks below the folder are kept apart from those of its own. */
  #inoOf(stat: BigIntStats): number {
    const disk = stat.dev === this.#rootDev ? 0n : (stat.dev ^ this.#rootDev) << 40n;
    return Number(BigInt.asUintN(52, stat.ino ^ (stat.ino >> 52n) ^ disk));
  }

  list(path: string): readonly HostEntry[] | number {
    return this.#on(path, (at) => {
      // The host would follow a link to a directory out of the folder.
      if (!lstatSync(at).isDirectory()) return -ENOTDIR;
      const entries = readdirSync(at, { withFileTypes: true });
      return entries
        .filter(({ name }) => isName(name))
        .map((entry) => ({ name: entry.name, type: typeOf(entry) }));
    });
  }

  readlink(path: string): string | number {
    const target = this.#on(path, (at) => readlinkSync(at));
    return typeof target === "string" && IS_WINDOWS ? target.replaceAll("\\", "/") : target;
  }

  space(): HostSpace | number {
    return this.#on("", (at) => {
      const { bsize, blocks, bavail, files, ffree } = statfsSync(at);
      return { blockSize: bsize, blocks, blocksFree: bavail, files, filesFree: ffree };
    });
  }

  // ---- contents

  open(path: string, access: number): number {
    const mode = access & O_ACCMODE;
    if (mode !== O_RDONLY && this.isReadOnly) return -EROFS;
    const flags =
      mode === O_RDONLY ? constants.O_RDONLY : mode === O_RDWR ? constants.O_RDWR : constants.O_WRONLY;
    return this.#on(path, (at) => {
      // Looked at before, since opening a device or FIFO of the host may already do something.
      const before = lstatSync(at);
      if (before.isDirectory()) return -EISDIR;
      if (!before.isFile()) return -ENXIO;
      const handle = openSync(at, flags | O_NOFOLLOW | O_NONBLOCK);
      if (fstatSync(handle).isFile()) return handle;
      closeSync(handle);
      return -ENXIO;
    });
  }

  create(path: string, permissions: number): number {
    if (this.isReadOnly) return -EROFS;
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW;
    return this.#on(path, (at) => {
      const handle = openSync(at, flags, permissions);
      // The umask of the host has been at it: the guest has a umask of its own.
      if (!IS_WINDOWS) fchmodSync(handle, permissions);
      return handle;
    });
  }

  close(handle: number): void {
    guarded(() => closeSync(handle));
  }

  read(handle: number, pos: number, buf: Uint8Array): number {
    return guarded(() => readSync(handle, buf, 0, buf.length, pos));
  }

  write(handle: number, pos: number, buf: Uint8Array): number {
    return guarded(() => writeSync(handle, buf, 0, buf.length, pos));
  }

  truncate(handle: number, size: number): number {
    return guarded(() => ftruncateSync(handle, size)) ?? 0;
  }

  sync(handle: number): number {
    return guarded(() => fsyncSync(handle)) ?? 0;
  }

  // ---- names

  mkdir(path: string, permissions: number): number {
    return this.#change(path, (at) => {
      mkdirSync(at, permissions);
      if (!IS_WINDOWS) chmodSync(at, permissions);
    });
  }

  rmdir(path: string): number {
    return this.#change(path, (at) => {
      // Node on Windows would report a missing directory for a file.
      if (IS_WINDOWS && !lstatSync(at).isDirectory()) throw codedError("ENOTDIR");
      rmdirSync(at);
    });
  }

  unlink(path: string): number {
    return this.#change(path, (at) => {
      if (lstatSync(at).isDirectory()) throw codedError("EISDIR");
      unlinkSync(at);
    });
  }

  rename(from: string, to: string): number {
    if (this.isReadOnly) return -EROFS;
    const result = this.#on(from, (source) => this.#on(to, (target) => moveOver(source, target)));
    return result === -EEXIST ? -ENOTEMPTY : result;
  }

  link(from: string, to: string): number {
    if (this.isReadOnly) return -EROFS;
    return this.#on(from, (source) =>
      this.#on(to, (target) => {
        // macOS would link to what a symbolic link names, wherever that is.
        if (!lstatSync(source).isFile()) return -EPERM;
        linkSync(source, target);
        return 0;
      }),
    );
  }

  symlink(target: string, path: string): number {
    return this.#change(path, (at) => symlinkSync(target, at));
  }

  chmod(path: string, permissions: number): number {
    return this.#change(path, (at) => {
      // chmod of the host would follow the link out of the folder.
      if (lstatSync(at).isSymbolicLink()) throw codedError("EOPNOTSUPP");
      chmodSync(at, permissions);
    });
  }

  utimens(path: string, atimeNs: number, mtimeNs: number): number {
    return this.#change(path, (at) => lutimesSync(at, atimeNs / 1e9, mtimeNs / 1e9));
  }
}

function guarded<T>(call: () => T): T | number {
  try {
    return call();
  } catch (error) {
    return -hostErrno(error);
  }
}

function codedError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Whether this is one plain name on this host. */
function isName(name: string): boolean {
  if (name === "" || name === "." || name === ".." || name.includes("\0") || name.includes("/")) return false;
  return !IS_WINDOWS || !(WINDOWS_FORBIDDEN.test(name) || WINDOWS_DEVICE.test(name));
}

/** Renames as POSIX does, also where the host refuses to replace a directory. */
function moveOver(source: string, target: string): number {
  if (IS_WINDOWS) {
    const replaced = lstatSync(target, { throwIfNoEntry: false });
    if (replaced?.isDirectory() === true && lstatSync(source).isDirectory()) {
      if (readdirSync(target).length > 0) return -ENOTEMPTY;
      rmdirSync(target);
    }
  }
  renameSync(source, target);
  return 0;
}

function modeOf(stat: BigIntStats): number {
  const mode = Number(stat.mode);
  // Windows knows neither who may run a file nor who may enter a directory.
  return IS_WINDOWS ? (mode & S_IFMT) | (mode & 0o222) | 0o555 : mode;
}

function typeOf(entry: Dirent): number {
  if (entry.isFile()) return S_IFREG;
  if (entry.isDirectory()) return S_IFDIR;
  if (entry.isSymbolicLink()) return S_IFLNK;
  if (entry.isFIFO()) return S_IFIFO;
  if (entry.isSocket()) return S_IFSOCK;
  return entry.isBlockDevice() ? S_IFBLK : S_IFCHR;
}
