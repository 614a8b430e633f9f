// An open file description (man 2 open): the flags, the position and the thing that was opened,
// shared by every descriptor that dup or fork made of it. `ref` and `unref` count those; the
// last `unref` closes. Kinds with a position override `readAt` and `writeAt`; streams (pipes,
// terminals) override `read` and `write` themselves and say that they cannot seek.
//
// O_CLOEXEC belongs to the descriptor and is not kept here.

import {
  EBADF,
  EFBIG,
  EINVAL,
  ENODEV,
  ENOTDIR,
  ENOTTY,
  ENXIO,
  EOPNOTSUPP,
  EOVERFLOW,
  ESPIPE,
  FIONREAD,
  MS_NOATIME,
  MS_STRICTATIME,
  O_ACCMODE,
  O_APPEND,
  O_NOATIME,
  O_NONBLOCK,
  O_PATH,
  O_RDONLY,
  O_WRONLY,
  POLLIN,
  POLLOUT,
  POLLRDNORM,
  POLLWRNORM,
  SEEK_CUR,
  SEEK_DATA,
  SEEK_END,
  SEEK_HOLE,
  SEEK_SET,
} from "@keel/abi";
import { type IoctlArg, putInt } from "@keel/device";
import type { Blocking, MayBlock, WaitQueue } from "@keel/kernel";
import { isRegular } from "./attributes.ts";
import type { DirEntry } from "./dirent.ts";
import type { Location } from "./location.ts";
import { pathOf } from "./mount.ts";
import type { PageSource } from "./page-source.ts";
import type { Vnode } from "./vnode.ts";

/** The largest file offset: what a double holds exactly, less a page. */
export const OFFSET_MAX: number = 2 ** 53 - 4096;

const NO_QUEUES: readonly WaitQueue[] = [];
const DAY_NS = 86_400e9;

export abstract class File {
  readonly vnode: Vnode | null;
  /** O_… without the flags that act only while opening. F_SETFL may change it. */
  flags: number;
  pos = 0;
  /** What was opened, in the tree of names; null for pipes and the like. */
  location: Location | null = null;
  #directory: Location | null = null;
  #name = "";
  #refs = 1;

  constructor(vnode: Vnode | null, flags: number) {
    this.vnode = vnode;
    this.flags = flags;
    if (vnode !== null) {
      vnode.hold();
      if (this.isWritable) vnode.writers++;
    }
  }

  get isReadable(): boolean {
    return (this.flags & O_ACCMODE) !== O_WRONLY && (this.flags & O_PATH) === 0;
  }

  get isWritable(): boolean {
    return (this.flags & O_ACCMODE) !== O_RDONLY && (this.flags & O_PATH) === 0;
  }

  get isNonblocking(): boolean {
    return (this.flags & O_NONBLOCK) !== 0;
  }

  get isSeekable(): boolean {
    return true;
  }

  // ---- life and name

  ref(): this {
    this.#refs++;
    return this;
  }

  /** One descriptor less. The last one closes the file. */
  unref(): void {
    this.#refs--;
    if (this.#refs !== 0) return;
    const vnode = this.vnode;
    if (vnode !== null && this.isWritable) vnode.writers--;
    this.onClose();
    vnode?.drop();
    if (this.location === null) return;
    const mount = this.location.mount;
    mount.openFiles--;
    if (this.isWritable) mount.writers--;
  }

  /** The last reference is gone. */
  protected onClose(): void {}

  /** Told by the Vfs where in the tree the file was opened: as `name` in `directory`. */
  setPlace(location: Location, directory: Location | null, name: string): void {
    this.location = location;
    location.mount.openFiles++;
    if (this.isWritable) location.mount.writers++;
    this.#directory = directory;
    this.#name = name;
  }

  /** What /proc/<pid>/fd shows: the name it was opened by, under today's directory name. */
  get path(): string {
    if (this.location === null) return this.#name;
    const suffix = this.location.vnode.nlink === 0 ? " (deleted)" : "";
    if (this.location.vnode.isDirectory) return pathOf(this.location, null) + suffix;
    if (this.#directory === null) return this.#name;
    const directory = pathOf(this.#directory, null);
    return `${directory === "/" ? "" : directory}/${this.#name}${suffix}`;
  }

  // ---- data

  /** Reads at the position and moves it. Bytes read, 0 at the end, or -errno. */
  read(buf: Uint8Array): MayBlock<number> {
    if (!this.isReadable) return -EBADF;
    const result = this.readAt(this.pos, buf);
    if (typeof result !== "number") return this.#moveBy(result);
    if (result > 0) this.pos += result;
    return result;
  }

  /** Writes at the position (at the end with O_APPEND) and moves it. Bytes written or -errno. */
  write(buf: Uint8Array): MayBlock<number> {
    if (!this.isWritable) return -EBADF;
    if ((this.flags & O_APPEND) !== 0) this.pos = this.end();
    if (this.pos + buf.length > OFFSET_MAX) return -EFBIG;
    const result = this.writeAt(this.pos, buf);
    if (typeof result !== "number") return this.#moveBy(result);
    if (result > 0) this.pos += result;
    return result;
  }

  *#moveBy(running: Blocking<number>): Blocking<number> {
    const count = yield* running;
    if (count > 0) this.pos += count;
    return count;
  }

  pread(buf: Uint8Array, pos: number): MayBlock<number> {
    if (!this.isReadable) return -EBADF;
    if (!this.isSeekable) return -ESPIPE;
    return pos < 0 ? -EINVAL : this.readAt(pos, buf);
  }

  /** DEVIATION from POSIX, as on Linux: with O_APPEND the data go to the end and not to `pos`. */
  pwrite(buf: Uint8Array, pos: number): MayBlock<number> {
    if (!this.isWritable) return -EBADF;
    if (!this.isSeekable) return -ESPIPE;
    if (pos < 0) return -EINVAL;
    const at = (this.flags & O_APPEND) !== 0 ? this.end() : pos;
    return at + buf.length > OFFSET_MAX ? -EFBIG : this.writeAt(at, buf);
  }

  /** Bytes read at `pos`; called for files open for reading. */
  protected readAt(_pos: number, _buf: Uint8Array): MayBlock<number> {
    return -EINVAL;
  }

  /** Bytes written at `pos`; called for files open for writing. */
  protected writeAt(_pos: number, _buf: Uint8Array): MayBlock<number> {
    return -EINVAL;
  }

  /** Where O_APPEND writes and SEEK_END starts. */
  protected end(): number {
    return this.vnode === null ? 0 : this.vnode.size;
  }

  seek(offset: number, whence: number): number {
    if (!this.isSeekable) return -ESPIPE;
    let target: number;
    switch (whence) {
      case SEEK_SET:
        target = offset;
        break;
      case SEEK_CUR:
        target = this.pos + offset;
        break;
      case SEEK_END:
        target = this.end() + offset;
        break;
      case SEEK_DATA:
      case SEEK_HOLE:
        if (offset < 0 || offset >= this.end()) return -ENXIO;
        target = whence === SEEK_DATA ? this.nextData(offset) : this.nextHole(offset);
        break;
      default:
        return -EINVAL;
    }
    if (target < 0) return whence === SEEK_DATA ? target : -EINVAL;
    if (target > OFFSET_MAX) return -EOVERFLOW;
    this.pos = target;
    return target;
  }

  /** The first byte at or after `pos` that is no hole, or -ENXIO; kinds without holes: `pos`. */
  protected nextData(pos: number): number {
    return pos;
  }

  /** The first hole at or after `pos`; the end of the file counts as one. */
  protected nextHole(_pos: number): number {
    return this.end();
  }

  truncate(size: number): MayBlock<number> {
    if (this.vnode === null || !this.isWritable || !isRegular(this.vnode.mode)) return -EINVAL;
    if (size < 0) return -EINVAL;
    return size > OFFSET_MAX ? -EFBIG : this.vnode.setattr({ size });
  }

  /** fallocate(2); `mode` is FALLOC_FL_…. */
  allocate(_mode: number, _offset: number, _length: number): MayBlock<number> {
    if (!this.isWritable) return -EBADF;
    if (!this.isSeekable) return -ESPIPE;
    return this.vnode !== null && isRegular(this.vnode.mode) ? -EOPNOTSUPP : -ENODEV;
  }

  sync(): MayBlock<number> {
    return this.vnode === null ? -EINVAL : this.vnode.sync();
  }

  /** The directory entry at `pos`, null at the end. Going on is `pos = entry.nextCookie`. */
  readdir(): MayBlock<DirEntry | null | number> {
    return -ENOTDIR;
  }

  // ---- control and readiness

  ioctl(cmd: number, arg: IoctlArg): MayBlock<number> {
    if (cmd !== FIONREAD || this.vnode === null || !isRegular(this.vnode.mode)) return -ENOTTY;
    return putInt(arg, Math.max(0, this.end() - this.pos));
  }

  /** POLL… bits that hold now. */
  poll(): number {
    return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
  }

  /** Queues that are woken when `poll` may have changed; none: it never changes. */
  waitQueues(): readonly WaitQueue[] {
    return NO_QUEUES;
  }

  /** The contents as mmap wants them, or null if this file cannot be mapped. */
  memObject(): PageSource | null {
    return this.vnode === null ? null : this.vnode.memObject();
  }

  /** Stamps the time of a read, as sparsely as `relatime` does. */
  protected accessed(): void {
    const vnode = this.vnode;
    if (vnode === null || (this.flags & O_NOATIME) !== 0) return;
    const mount = this.location?.mount ?? null;
    const isStrict = mount !== null && (mount.flags & MS_STRICTATIME) !== 0;
    if (mount !== null && ((mount.flags & MS_NOATIME) !== 0 || mount.isReadOnly)) return;
    const now = vnode.fs.nowNs();
    const isStale = vnode.atimeNs <= vnode.mtimeNs || vnode.atimeNs <= vnode.ctimeNs;
    if (isStrict || isStale || now - vnode.atimeNs >= DAY_NS) vnode.atimeNs = now;
  }
}
