// A folder of the host, as hostfs wants it: a handful of synchronous calls that the host side
// implements (host-node with node:fs). Paths are relative to the folder, "/" between names and
// none in front; "" is the folder itself. Implementations must never leave the folder, neither
// by ".." nor through symbolic links on the way: following links is the guest's affair.
// Results are >= 0 (or the thing asked for) or -errno.

export interface HostStat {
  /** S_IF… type and permission bits. */
  readonly mode: number;
  readonly ino: number;
  readonly nlink: number;
  readonly size: number;
  /** Units of 512 bytes. */
  readonly blocks: number;
  readonly atimeNs: number;
  readonly mtimeNs: number;
  readonly ctimeNs: number;
}

export interface HostEntry {
  readonly name: string;
  /** S_IF… */
  readonly type: number;
}

/** Bytes and counts of the host's file system. */
export interface HostSpace {
  readonly blockSize: number;
  readonly blocks: number;
  readonly blocksFree: number;
  readonly files: number;
  readonly filesFree: number;
}

export interface HostDir {
  readonly isReadOnly: boolean;
  lstat(path: string): HostStat | number;
  list(path: string): readonly HostEntry[] | number;
  readlink(path: string): string | number;
  /** Opens an existing regular file (-ENXIO for anything else); O_RDONLY, O_WRONLY or O_RDWR. */
  open(path: string, access: number): number;
  /** Makes a new regular file (-EEXIST) and opens it for reading and writing. */
  create(path: string, permissions: number): number;
  close(handle: number): void;
  fstat(handle: number): HostStat | number;
  read(handle: number, pos: number, buf: Uint8Array): number;
  write(handle: number, pos: number, buf: Uint8Array): number;
  truncate(handle: number, size: number): number;
  sync(handle: number): number;
  mkdir(path: string, permissions: number): number;
  rmdir(path: string): number;
  unlink(path: string): number;
  rename(from: string, to: string): number;
  link(from: string, to: string): number;
  symlink(target: string, path: string): number;
  chmod(path: string, permissions: number): number;
  /** Of the name itself, if it is a symbolic link. */
  utimens(path: string, atimeNs: number, mtimeNs: number): number;
  space(): HostSpace | number;
}
