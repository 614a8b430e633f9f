// The file systems in memory, ramfs and tmpfs: one implementation, two names. Contents live
// outside guest memory (but for pages that are mapped), against a limit in bytes and files:
// `size=`, `nr_blocks=`, `nr_inodes=`, `mode=`, `uid=`, `gid=` as in man 5 tmpfs.

import { EINVAL, NAME_MAX, RAMFS_MAGIC, S_IFDIR, TMPFS_MAGIC } from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import { MODE_BITS } from "../attributes.ts";
import { PAGE_BYTES } from "../page-source.ts";
import { type FileSystemType, type Statfs, Superblock } from "../superblock.ts";
import type { Vnode } from "../vnode.ts";
import type { PageBudget } from "./page-store.ts";
import { RamDirectory } from "./ram-directory.ts";

export interface RamFsOptions {
  /** What the mount may hold when it names no size; default 64 MiB. */
  readonly sizeBytes?: number;
}

interface Limits {
  pages: number;
  inodes: number;
  mode: number;
  uid: number;
  gid: number;
}

const DEFAULT_SIZE = 64 * 2 ** 20;
const DEFAULT_INODES = 2 ** 20;

export class RamSuperblock extends Superblock implements PageBudget {
  readonly #limits: Limits;
  readonly #defaultPages: number;
  readonly #root: RamDirectory;
  #usedPages = 0;
  #usedInodes = 0;

  constructor(type: string, kernel: Kernel, limits: Limits, defaultPages: number) {
    super(type, kernel);
    this.#limits = limits;
    this.#defaultPages = defaultPages;
    this.#usedInodes = 1;
    this.#root = new RamDirectory(this, this.nextIno(), S_IFDIR | limits.mode, limits);
  }

  override get root(): RamDirectory {
    return this.#root;
  }

  take(count: number): boolean {
    if (this.#usedPages + count > this.#limits.pages) return false;
    this.#usedPages += count;
    return true;
  }

  give(count: number): void {
    this.#usedPages -= count;
  }

  /** One more file; false when there are as many as there may be. */
  takeInode(): boolean {
    if (this.#usedInodes >= this.#limits.inodes) return false;
    this.#usedInodes++;
    return true;
  }

  override forget(_vnode: Vnode): void {
    this.#usedInodes--;
  }

  override statfs(): Statfs {
    const free = this.#limits.pages - this.#usedPages;
    return {
      type: this.type === "ramfs" ? RAMFS_MAGIC : TMPFS_MAGIC,
      bsize: PAGE_BYTES,
      blocks: this.#limits.pages,
      bfree: free,
      bavail: free,
      files: this.#limits.inodes,
      ffree: this.#limits.inodes - this.#usedInodes,
      fsid: this.dev,
      namelen: NAME_MAX,
      frsize: PAGE_BYTES,
      flags: 0,
    };
  }

  override options(): string {
    return `size=${(this.#limits.pages * PAGE_BYTES) / 1024}k`;
  }

  /** The limits may change, but not below what is used already. */
  override remount(data: string): number {
    const limits = parseLimits(data, this.#defaultPages, this.#limits);
    if (limits === null) return -EINVAL;
    if (limits.pages < this.#usedPages || limits.inodes < this.#usedInodes) return -EINVAL;
    this.#limits.pages = limits.pages;
    this.#limits.inodes = limits.inodes;
    return 0;
  }
}

/** A kind to register: `ramFs("tmpfs")`. */
export function ramFs(name: "ramfs" | "tmpfs", options: RamFsOptions = {}): FileSystemType {
  const defaultPages = Math.ceil((options.sizeBytes ?? DEFAULT_SIZE) / PAGE_BYTES);
  return {
    name,
    nodev: true,
    mount(kernel: Kernel, _source: string, data: string): Superblock | number {
      const mode = name === "tmpfs" ? 0o1777 : 0o755;
      const start: Limits = { pages: defaultPages, inodes: DEFAULT_INODES, mode, uid: 0, gid: 0 };
      const limits = parseLimits(data, defaultPages, start);
      return limits === null ? -EINVAL : new RamSuperblock(name, kernel, limits, defaultPages);
    },
  };
}

/** Limits after the option string, or null if it makes no sense. Unknown options are passed over. */
function parseLimits(data: string, defaultPages: number, start: Limits): Limits | null {
  const limits = { ...start };
  for (const option of data.split(",")) {
    const [key, value] = option.split("=");
    if (value === undefined) continue;
    if (key === "size") limits.pages = Math.ceil(parseSize(value, defaultPages * PAGE_BYTES) / PAGE_BYTES);
    else if (key === "nr_blocks") limits.pages = parseSize(value, 0);
    else if (key === "nr_inodes") limits.inodes = parseSize(value, 0);
    else if (key === "mode") limits.mode = Number.parseInt(value, 8) & MODE_BITS;
    else if (key === "uid") limits.uid = Number.parseInt(value, 10);
    else if (key === "gid") limits.gid = Number.parseInt(value, 10);
  }
  return Object.values(limits).every((one) => Number.isSafeInteger(one) && one >= 0) ? limits : null;
}

/** "512", "64k", "2m", "1g", or "50%" of `whole`. NaN if it is none of these. */
function parseSize(text: string, whole: number): number {
  const match = /^(\d+)([kmg%]?)$/i.exec(text);
  if (match === null) return Number.NaN;
  const count = Number(match[1]);
  switch (match[2]?.toLowerCase()) {
    case "k":
      return count * 2 ** 10;
    case "m":
      return count * 2 ** 20;
    case "g":
      return count * 2 ** 30;
    case "%":
      return Math.floor((whole * count) / 100);
    default:
      return count;
  }
}
