// Flags and structures of the file calls.

import * as abi from "@keel/abi";
import { FLOCK_SIZE, decodeFlock } from "../codec/record-lock.ts";
import { getInt64, getUint64 } from "../codec/int64.ts";
import { majorOf, minorOf } from "@keel/dfs";
import { STATX_SIZE } from "../codec/statx.ts";
import { STAT_SIZE } from "../codec/stat.ts";
import { STATFS_SIZE } from "../codec/statfs.ts";
import {
  address,
  input,
  output,
  structIn,
  structOut,
  type ArgFormat,
  type TracedCall,
} from "./arg-format.ts";
import { bits, nameOf, namesOfBits, oneOf, type NameTable } from "./flag-table.ts";
import { octal } from "./scalar-format.ts";
import { quoteMemory } from "./string-format.ts";

const ACCESS_MODES: NameTable = [
  ["O_RDONLY", abi.O_RDONLY],
  ["O_WRONLY", abi.O_WRONLY],
  ["O_RDWR", abi.O_RDWR],
  ["O_ACCMODE", abi.O_ACCMODE],
];

/** Wider combinations first: O_SYNC holds O_DSYNC's bit, O_TMPFILE holds O_DIRECTORY's. */
const OPEN_BITS: NameTable = [
  ["O_CREAT", abi.O_CREAT],
  ["O_EXCL", abi.O_EXCL],
  ["O_NOCTTY", abi.O_NOCTTY],
  ["O_TRUNC", abi.O_TRUNC],
  ["O_APPEND", abi.O_APPEND],
  ["O_NONBLOCK", abi.O_NONBLOCK],
  ["O_SYNC", abi.O_SYNC],
  ["O_DSYNC", abi.O_DSYNC],
  ["O_ASYNC", abi.O_ASYNC],
  ["O_DIRECT", abi.O_DIRECT],
  ["O_LARGEFILE", abi.O_LARGEFILE],
  ["O_TMPFILE", abi.O_TMPFILE],
  ["O_DIRECTORY", abi.O_DIRECTORY],
  ["O_NOFOLLOW", abi.O_NOFOLLOW],
  ["O_NOATIME", abi.O_NOATIME],
  ["O_CLOEXEC", abi.O_CLOEXEC],
  ["O_PATH", abi.O_PATH],
];

const FILE_TYPES: NameTable = [
  ["S_IFSOCK", abi.S_IFSOCK],
  ["S_IFLNK", abi.S_IFLNK],
  ["S_IFREG", abi.S_IFREG],
  ["S_IFBLK", abi.S_IFBLK],
  ["S_IFDIR", abi.S_IFDIR],
  ["S_IFCHR", abi.S_IFCHR],
  ["S_IFIFO", abi.S_IFIFO],
];

/** Flags of an open file: the access mode is an enumeration inside the bits. */
export function openFlagNames(value: number): string {
  const access = nameOf(ACCESS_MODES, value & abi.O_ACCMODE, "O_???");
  const rest = value & ~abi.O_ACCMODE;
  return rest === 0 ? access : `${access}|${namesOfBits(OPEN_BITS, rest >>> 0)}`;
}

export const openFlags: ArgFormat = input((value) => openFlagNames(value >>> 0));

/** The mode of a file to be created; openat has it only then. */
export const creationMode: ArgFormat = input((value, call) =>
  ((call.args[2] ?? 0) & (abi.O_CREAT | (abi.O_TMPFILE & ~abi.O_DIRECTORY))) === 0 ? "" : octal(value >>> 0),
);

/** Open flags without an access mode: pipe2, dup3, eventfd2. */
export const fdFlags: ArgFormat = bits(OPEN_BITS);

export const whence: ArgFormat = oneOf(
  [
    ["SEEK_SET", abi.SEEK_SET],
    ["SEEK_CUR", abi.SEEK_CUR],
    ["SEEK_END", abi.SEEK_END],
    ["SEEK_DATA", abi.SEEK_DATA],
    ["SEEK_HOLE", abi.SEEK_HOLE],
  ],
  "SEEK_???",
);

export const atFlags: ArgFormat = bits([
  ["AT_SYMLINK_NOFOLLOW", abi.AT_SYMLINK_NOFOLLOW],
  ["AT_SYMLINK_FOLLOW", abi.AT_SYMLINK_FOLLOW],
  ["AT_NO_AUTOMOUNT", abi.AT_NO_AUTOMOUNT],
  ["AT_EMPTY_PATH", abi.AT_EMPTY_PATH],
]);

export const unlinkFlags: ArgFormat = bits([["AT_REMOVEDIR", abi.AT_REMOVEDIR]]);

export const accessFlags: ArgFormat = bits([
  ["AT_EACCESS", abi.AT_EACCESS],
  ["AT_SYMLINK_NOFOLLOW", abi.AT_SYMLINK_NOFOLLOW],
  ["AT_EMPTY_PATH", abi.AT_EMPTY_PATH],
]);

export const accessMode: ArgFormat = bits([
  ["F_OK", abi.F_OK],
  ["R_OK", abi.R_OK],
  ["W_OK", abi.W_OK],
  ["X_OK", abi.X_OK],
]);

export const renameFlags: ArgFormat = bits([
  ["RENAME_NOREPLACE", abi.RENAME_NOREPLACE],
  ["RENAME_EXCHANGE", abi.RENAME_EXCHANGE],
]);

export const mountFlags: ArgFormat = bits([
  ["MS_RDONLY", abi.MS_RDONLY],
  ["MS_NOSUID", abi.MS_NOSUID],
  ["MS_NODEV", abi.MS_NODEV],
  ["MS_NOEXEC", abi.MS_NOEXEC],
  ["MS_REMOUNT", abi.MS_REMOUNT],
  ["MS_NOATIME", abi.MS_NOATIME],
  ["MS_BIND", abi.MS_BIND],
  ["MS_MOVE", abi.MS_MOVE],
  ["MS_REC", abi.MS_REC],
  ["MS_SILENT", abi.MS_SILENT],
  ["MS_PRIVATE", abi.MS_PRIVATE],
  ["MS_SHARED", abi.MS_SHARED],
  ["MS_RELATIME", abi.MS_RELATIME],
]);

export const umountFlags: ArgFormat = bits([
  ["MNT_FORCE", abi.MNT_FORCE],
  ["MNT_DETACH", abi.MNT_DETACH],
  ["MNT_EXPIRE", abi.MNT_EXPIRE],
  ["UMOUNT_NOFOLLOW", abi.UMOUNT_NOFOLLOW],
]);

export const flockOperation: ArgFormat = bits([
  ["LOCK_SH", abi.LOCK_SH],
  ["LOCK_EX", abi.LOCK_EX],
  ["LOCK_UN", abi.LOCK_UN],
  ["LOCK_NB", abi.LOCK_NB],
]);

/** A file's mode: type by name, permissions in octal. */
export function fileModeNames(value: number): string {
  const type = value & abi.S_IFMT;
  const permissions = octal(value & 0o7777);
  return type === 0 ? permissions : `${nameOf(FILE_TYPES, type, "S_IF???")}|${permissions}`;
}

export const fileMode: ArgFormat = input((value) => fileModeNames(value >>> 0));

/** The two or three fields that tell files apart at a glance. */
function statSummary(mode: number, size: number, rdev: number): string {
  const isDevice = (mode & abi.S_IFMT) === abi.S_IFCHR || (mode & abi.S_IFMT) === abi.S_IFBLK;
  const last = isDevice
    ? `st_rdev=makedev(0x${majorOf(rdev).toString(16)}, 0x${minorOf(rdev).toString(16)})`
    : `st_size=${size}`;
  return `{st_mode=${fileModeNames(mode)}, ${last}, ...}`;
}

export const statOut: ArgFormat = structOut(STAT_SIZE, (view) =>
  statSummary(view.getUint32(16, true), getInt64(view, 48), getInt64(view, 32)),
);

export const statxOut: ArgFormat = structOut(
  STATX_SIZE,
  (view) =>
    `{stx_mask=0x${view.getUint32(0, true).toString(16)}, stx_mode=${fileModeNames(view.getUint16(28, true))}, ` +
    `stx_size=${getInt64(view, 40)}, ...}`,
);

export const statfsOut: ArgFormat = structOut(
  STATFS_SIZE,
  (view) =>
    `{f_type=0x${getInt64(view, 0).toString(16)}, f_bsize=${getInt64(view, 8)}, f_blocks=${getInt64(view, 16)}, ` +
    `f_bfree=${getInt64(view, 24)}, ...}`,
);

const LOCK_TYPES: NameTable = [
  ["F_RDLCK", abi.F_RDLCK],
  ["F_WRLCK", abi.F_WRLCK],
  ["F_UNLCK", abi.F_UNLCK],
];

const FCNTL_COMMANDS: NameTable = [
  ["F_DUPFD", abi.F_DUPFD],
  ["F_GETFD", abi.F_GETFD],
  ["F_SETFD", abi.F_SETFD],
  ["F_GETFL", abi.F_GETFL],
  ["F_SETFL", abi.F_SETFL],
  ["F_GETLK", abi.F_GETLK],
  ["F_SETLK", abi.F_SETLK],
  ["F_SETLKW", abi.F_SETLKW],
  ["F_SETOWN", abi.F_SETOWN],
  ["F_GETOWN", abi.F_GETOWN],
  ["F_OFD_GETLK", abi.F_OFD_GETLK],
  ["F_OFD_SETLK", abi.F_OFD_SETLK],
  ["F_OFD_SETLKW", abi.F_OFD_SETLKW],
  ["F_DUPFD_CLOEXEC", abi.F_DUPFD_CLOEXEC],
  ["F_SETPIPE_SZ", abi.F_SETPIPE_SZ],
  ["F_GETPIPE_SZ", abi.F_GETPIPE_SZ],
  ["F_ADD_SEALS", abi.F_ADD_SEALS],
  ["F_GET_SEALS", abi.F_GET_SEALS],
];

export const fcntlCommand: ArgFormat = oneOf(FCNTL_COMMANDS, "F_???");

const lockIn = structIn(FLOCK_SIZE, (view) => {
  const lock = decodeFlock(view);
  return (
    `{l_type=${nameOf(LOCK_TYPES, lock.type, "F_???")}, l_whence=${lock.whence}, ` +
    `l_start=${lock.start}, l_len=${lock.length}}`
  );
});

/** fcntl's third argument, whose meaning depends on the second. */
export const fcntlArgument: ArgFormat = input((value, call) => {
  switch (call.args[1]) {
    case abi.F_GETFD:
    case abi.F_GETFL:
    case abi.F_GETOWN:
    case abi.F_GETPIPE_SZ:
      return "";
    case abi.F_SETFD:
      return (value | 0) === abi.FD_CLOEXEC ? "FD_CLOEXEC" : String(value | 0);
    case abi.F_SETFL:
      return openFlagNames(value >>> 0);
    case abi.F_GETLK:
    case abi.F_SETLK:
    case abi.F_SETLKW:
    case abi.F_OFD_GETLK:
    case abi.F_OFD_SETLK:
    case abi.F_OFD_SETLKW:
      return lockIn.text(value, call);
    default:
      return String(value);
  }
});

/** Most vectors are short; the rest is dots. */
const SHOWN_VECTORS = 8;

function vectorText(value: number, call: TracedCall, available: number): string {
  const count = Math.min(call.args[2] ?? 0, abi.IOV_MAX);
  const parts: string[] = [];
  let rest = available;
  for (let i = 0; i < count && i < SHOWN_VECTORS; i++) {
    const entry = new Uint8Array(16);
    if (call.memory.copyIn(value + 16 * i, entry) !== 0) return address(value);
    const view = new DataView(entry.buffer);
    const length = getUint64(view, 8);
    const shown = Math.min(length, rest);
    rest -= shown;
    parts.push(`{iov_base=${quoteMemory(call.memory, getUint64(view, 0), shown)}, iov_len=${length}}`);
  }
  if (count > SHOWN_VECTORS) parts.push("...");
  return `[${parts.join(", ")}]`;
}

/** An array of iovecs whose bytes the call reads. */
export const vectorIn: ArgFormat = input((value, call) => vectorText(value, call, Infinity));

/** An array of iovecs that the call fills with as many bytes as it returns. */
export const vectorOut: ArgFormat = output((value, call) => vectorText(value, call, call.result));

/** pipe2's pair of descriptors. */
export const descriptorPairOut: ArgFormat = structOut(
  8,
  (view) => `[${view.getInt32(0, true)}, ${view.getInt32(4, true)}]`,
);

/** getdents64 fills a buffer with entries; their number is in the result. */
export const direntsOut: ArgFormat = output((value, call) => {
  let count = 0;
  let at = 0;
  const word = new Uint8Array(2);
  while (at < call.result && call.memory.copyIn(value + at + 16, word) === 0) {
    const length = (word[0] as number) | ((word[1] as number) << 8);
    if (length === 0) break;
    at += length;
    count++;
  }
  return `${address(value)} /* ${count} entries */`;
});
