// What a file is, apart from its contents: the record that stat(2) returns, the changes that
// chmod, chown, truncate and utimensat ask for, and the words in which a mode is read.
// Times are nanoseconds since the epoch as JavaScript numbers.
//
// DEVIATION: today's dates need 61 bits, so that a time is kept to 256 ns.

import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from "@keel/abi";

export interface Stat {
  readonly dev: number;
  readonly ino: number;
  /** S_IF… type and permission bits. */
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  /** Bytes. */
  readonly size: number;
  /** Preferred transfer size, bytes. */
  readonly blksize: number;
  /** Space taken, in units of 512 bytes. */
  readonly blocks: number;
  readonly atimeNs: number;
  readonly mtimeNs: number;
  readonly ctimeNs: number;
}

/** The attributes to change; what is absent stays. `mode` is permission bits only. */
export interface SetAttr {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly size?: number;
  readonly atimeNs?: number;
  readonly mtimeNs?: number;
}

/** Who a new file will belong to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export const ROOT_OWNER: Owner = { uid: 0, gid: 0 };

/** Every permission bit that chmod can change. */
export const MODE_BITS = 0o7777;

export function isDirectory(mode: number): boolean {
  return (mode & S_IFMT) === S_IFDIR;
}

export function isSymlink(mode: number): boolean {
  return (mode & S_IFMT) === S_IFLNK;
}

export function isRegular(mode: number): boolean {
  return (mode & S_IFMT) === S_IFREG;
}

export function isDevice(mode: number): boolean {
  const type = mode & S_IFMT;
  return type === S_IFCHR || type === S_IFBLK;
}

/** The DT_… type of a directory entry whose node has this mode. */
export function direntType(mode: number): number {
  return (mode & S_IFMT) >> 12;
}

/** A device number as user programs see it in st_rdev (Linux `new_encode_dev`). */
export function makedev(major: number, minor: number): number {
  return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & 0xfff00) << 12);
}

export function majorOf(dev: number): number {
  return (dev >>> 8) & 0xfff;
}

export function minorOf(dev: number): number {
  return (dev & 0xff) | ((dev >>> 12) & 0xfff00);
}
