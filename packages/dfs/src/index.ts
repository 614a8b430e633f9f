// The virtual file system: the tree of mounts, the kinds of file systems, and what they share.

export * from "./attributes.ts";
export { devfs, dfs, makeDirectories, procfs, rootfs, type RootfsSettings, tmpfs } from "./components.ts";
export { dfsDescriptors } from "./descriptor.ts";
export { DeviceFile } from "./device-file.ts";
export { devFs } from "./devfs/devfs.ts";
export { DirectoryEntries } from "./directory-entries.ts";
export { DirectoryFile, FIRST_COOKIE } from "./directory-file.ts";
export { type DirEntry, getdents64 } from "./dirent.ts";
export { File, OFFSET_MAX } from "./file.ts";
export { type Location, type Lookup, lookupAt } from "./location.ts";
export { Mount, type MountInfo, mountOn, pathOf } from "./mount.ts";
export { PAGE_BYTES, type PageFrame, type PageSource } from "./page-source.ts";
export { joinPath } from "./path-name.ts";
export { createPipe, PipeFile } from "./pipe.ts";
export { ramFs, type RamFsOptions } from "./ramfs/ramfs.ts";
export { SpecialVnode } from "./special-vnode.ts";
export { type FileSystemType, type Statfs, Superblock } from "./superblock.ts";
export { SymlinkVnode } from "./symlink-vnode.ts";
export { Vfs, VFS } from "./vfs.ts";
export {
  accessAt,
  chmodAt,
  chownAt,
  type FileTime,
  readlinkAt,
  statfsOf,
  truncateAt,
  utimensAt,
} from "./vfs-attributes.ts";
export { linkVnode } from "./vfs-names.ts";
export { type Jump, type MemObjectLike, Vnode } from "./vnode.ts";
export { WALL_CLOCK, type WallClock } from "./wall-clock.ts";
export { gunzip, isGzip } from "./image/gzip.ts";
export { ImageError } from "./image/image-error.ts";
export { type TarEntry, TarReader } from "./image/tar.ts";
export { unpackTar } from "./image/unpack-tar.ts";
export {
  type ProcContents,
  type ProcDir,
  type ProcLink,
  type ProcNode,
  type ProcOwner,
  type ProcText,
  ProcTree,
} from "./procfs/proc-node.ts";
export type {
  ProcArea,
  ProcProcess,
  ProcProcesses,
  ProcSignals,
  ProcThread,
  SignalBits,
} from "./procfs/processes.ts";
export { PROCFS, ProcFs } from "./procfs/procfs.ts";
export type {
  CpuTimes,
  HartInfo,
  MemoryInfo,
  SystemInfo,
  SystemNames,
  TaskCounts,
} from "./procfs/system-info.ts";
export type { HostDir, HostEntry, HostSpace, HostStat } from "./hostfs/host-dir.ts";
export { hostFs } from "./hostfs/hostfs.ts";
