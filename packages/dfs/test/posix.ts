// A process's view of a Vfs for tests: the file calls by their names, descriptors as numbers,
// errors as the names that man pages use ("ENOENT"). Calls have to finish without waiting.

import { errnoName, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, S_IFIFO, SEEK_CUR, SEEK_SET } from "@keel/abi";
import { type Blocking, isBlocking, Kernel, type MayBlock, VirtualClock } from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { type FileTime, type Location, type Lookup, ramFs, type Stat, Vfs } from "../src/index.ts";
import { getdents64 } from "../src/dirent.ts";
import type { File } from "../src/file.ts";

/** Drives a call that finishes without waiting. */
export function runNow<T>(call: MayBlock<T>): T {
  if (!isBlocking(call)) return call;
  const step = (call as Blocking<T>).next();
  if (step.done !== true) throw new Error("the call wants to wait");
  return step.value;
}

/** A kernel with an empty tmpfs as root. */
export function makeRamVfs(data = "mode=755"): Vfs {
  const kernel = new Kernel({ clock: new VirtualClock() });
  const vfs = new Vfs(kernel);
  vfs.registerFileSystem(ramFs("tmpfs"));
  vfs.registerFileSystem(ramFs("ramfs"));
  const result = runNow(vfs.mount("root", "/", "tmpfs", 0, data));
  if (result < 0) throw new Error(`mount: ${errnoName(-result)}`);
  return vfs;
}

type Result = number | string;

function named(result: number): Result {
  return result < 0 ? errnoName(-result) : result;
}

export class Posix {
  readonly vfs: Vfs;
  readonly files: (File | null)[] = [];
  uid: number;
  gid = 0;
  umask = 0;
  cwd: Location;
  root: Location;

  constructor(vfs: Vfs, uid = 0) {
    this.vfs = vfs;
    this.uid = uid;
    this.gid = uid;
    this.root = vfs.root;
    this.cwd = vfs.root;
  }

  get base(): Lookup {
    return { cwd: this.cwd, root: this.root, umask: this.umask, uid: this.uid, gid: this.gid };
  }

  /** Lets virtual time pass, so that times of files can be told apart. */
  advance(ns = 1e9): void {
    this.vfs.kernel.clock.spend(ns);
  }

  // ---- descriptors

  file(fd: Result): File {
    const file = typeof fd === "number" ? this.files[fd] : null;
    if (file === null || file === undefined) throw new Error(`bad descriptor ${fd}`);
    return file;
  }

  open(path: string, flags = O_RDONLY, mode = 0o644): Result {
    const file = runNow(this.vfs.open(this.base, path, flags, mode));
    if (typeof file === "number") return named(file);
    this.files.push(file);
    return this.files.length - 1;
  }

  dup(fd: Result): Result {
    this.files.push(this.file(fd).ref());
    return this.files.length - 1;
  }

  close(fd: Result): void {
    this.file(fd).unref();
    this.files[fd as number] = null;
  }

  read(fd: Result, count = 65536): Result {
    const buf = new Uint8Array(count);
    const got = runNow(this.file(fd).read(buf));
    return got < 0 ? named(got) : utf8Decode(buf.subarray(0, got));
  }

  write(fd: Result, data: string | Uint8Array): Result {
    return named(runNow(this.file(fd).write(typeof data === "string" ? utf8Encode(data) : data)));
  }

  pread(fd: Result, count: number, pos: number): Result {
    const buf = new Uint8Array(count);
    const got = runNow(this.file(fd).pread(buf, pos));
    return got < 0 ? named(got) : utf8Decode(buf.subarray(0, got));
  }

  pwrite(fd: Result, data: string, pos: number): Result {
    return named(runNow(this.file(fd).pwrite(utf8Encode(data), pos)));
  }

  lseek(fd: Result, offset: number, whence = SEEK_SET): Result {
    return named(this.file(fd).seek(offset, whence));
  }

  tell(fd: Result): Result {
    return named(this.file(fd).seek(0, SEEK_CUR));
  }

  ftruncate(fd: Result, size: number): Result {
    return named(runNow(this.file(fd).truncate(size)));
  }

  fstat(fd: Result): Stat {
    const { vnode } = this.file(fd);
    if (vnode === null) throw new Error("no vnode");
    return vnode.stat();
  }

  /** Names from the position on; `count` at most, each read by a call of its own. */
  getdents(fd: Result, count = Number.POSITIVE_INFINITY): string[] {
    const names: string[] = [];
    while (names.length < count) {
      const buf = new Uint8Array(280);
      const file = this.file(fd);
      const before = file.pos;
      const used = runNow(getdents64(file, buf));
      if (used <= 0) return used === 0 ? names : [...names, errnoName(-used)];
      const view = new DataView(buf.buffer);
      const length = view.getUint16(16, true);
      names.push(utf8Decode(buf.subarray(19, length)).replace(/\0.*$/s, ""));
      file.pos = view.getUint32(8, true);
      if (file.pos === before) throw new Error("getdents does not move");
    }
    return names;
  }

  // ---- whole files, for setting the scene

  put(path: string, data: string | Uint8Array, mode = 0o644): void {
    const fd = this.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    const written = this.write(fd, data);
    if (written !== (typeof data === "string" ? utf8Encode(data).length : data.length)) {
      throw new Error(`put ${path}: ${written}`);
    }
    this.close(fd);
  }

  cat(path: string): Result {
    const fd = this.open(path);
    if (typeof fd === "string") return fd;
    let text = "";
    for (;;) {
      const part = this.read(fd);
      if (typeof part === "number" || part === "" || /^E[A-Z]+$/.test(part)) {
        this.close(fd);
        return part === "" ? text : part;
      }
      text += part;
    }
  }

  ls(path = "."): string[] | Result {
    const fd = this.open(path);
    if (typeof fd === "string") return fd;
    const names = this.getdents(fd).filter((name) => name !== "." && name !== "..");
    this.close(fd);
    return names.sort();
  }

  // ---- names and attributes

  mkdir(path: string, mode = 0o755): Result {
    return named(runNow(this.vfs.mkdir(this.base, path, mode)));
  }

  mkfifo(path: string, mode = 0o644): Result {
    return named(runNow(this.vfs.mknod(this.base, path, S_IFIFO | mode, 0)));
  }

  mknod(path: string, mode: number, rdev = 0): Result {
    return named(runNow(this.vfs.mknod(this.base, path, mode, rdev)));
  }

  symlink(target: string, path: string): Result {
    return named(runNow(this.vfs.symlink(this.base, target, path)));
  }

  readlink(path: string): Result {
    const target = runNow(this.vfs.readlink(this.base, path));
    return typeof target === "number" ? named(target) : target;
  }

  link(from: string, to: string): Result {
    return named(runNow(this.vfs.link(this.base, from, to)));
  }

  unlink(path: string): Result {
    return named(runNow(this.vfs.unlink(this.base, path)));
  }

  rmdir(path: string): Result {
    return named(runNow(this.vfs.rmdir(this.base, path)));
  }

  rename(from: string, to: string, flags = 0): Result {
    return named(runNow(this.vfs.renameAt(this.base, from, this.base, to, flags)));
  }

  stat(path: string): Stat {
    return this.#stat(path, true);
  }

  lstat(path: string): Stat {
    return this.#stat(path, false);
  }

  #stat(path: string, follow: boolean): Stat {
    const stat = runNow(this.vfs.stat(this.base, path, follow));
    if (typeof stat === "number") throw new Error(errnoName(-stat));
    return stat;
  }

  /** 0 or the error that stat gives. */
  exists(path: string): Result {
    const stat = runNow(this.vfs.stat(this.base, path, true));
    return typeof stat === "number" ? named(stat) : 0;
  }

  access(path: string, mode: number): Result {
    return named(runNow(this.vfs.access(this.base, path, mode)));
  }

  chmod(path: string, mode: number): Result {
    return named(runNow(this.vfs.chmod(this.base, path, mode)));
  }

  chown(path: string, uid: number, gid: number): Result {
    return named(runNow(this.vfs.chown(this.base, path, uid, gid)));
  }

  utimens(path: string, atime: FileTime, mtime: FileTime): Result {
    return named(runNow(this.vfs.utimens(this.base, path, atime, mtime)));
  }

  truncate(path: string, size: number): Result {
    return named(runNow(this.vfs.truncate(this.base, path, size)));
  }

  chdir(path: string): Result {
    const place = runNow(this.vfs.resolveDirectory(this.base, path));
    if (typeof place === "number") return named(place);
    this.cwd = place;
    return 0;
  }

  getcwd(): Result {
    const path = this.vfs.getcwd(this.base);
    return typeof path === "number" ? named(path) : path;
  }

  mount(source: string, target: string, type: string, flags = 0, data = ""): Result {
    return named(runNow(this.vfs.mount(source, target, type, flags, data, this.base)));
  }

  umount(target: string, flags = 0): Result {
    return named(runNow(this.vfs.umount(target, flags, this.base)));
  }
}
