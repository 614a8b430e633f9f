// Reads tar archives (POSIX ustar with pax headers, and GNU tar's long names): yields one
// TarEntry per file, its data as a view of the archive. Throws ImageError for what is damaged
// or cannot be represented.

import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG } from "@keel/abi";
import { utf8Decode } from "@keel/klib";
import { ImageError } from "./image-error.ts";

const BLOCK = 512;
const MAGIC_AT = 257;
const CHECKSUM_AT = 148;
const SPACE = 32;

export interface TarEntry {
  /** Without "./" or "/" in front and without "/" at the end; "" is the root itself. */
  readonly path: string;
  /** S_IF… and permission bits; 0 as type is a hard link. */
  readonly type: number;
  readonly permissions: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: number;
  readonly data: Uint8Array;
  /** The target of a symbolic link as it is, or the path of a hard link like `path`. */
  readonly linkPath: string;
  readonly major: number;
  readonly minor: number;
}

export const HARD_LINK = 0;

/** What extended headers say about the next entry. */
interface Extended {
  path: string | null;
  linkPath: string | null;
  size: number | null;
  mtimeNs: number | null;
  uid: number | null;
  gid: number | null;
}

export class TarReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #extended: Extended = nothingExtended();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next entry, or null at the end of the archive. */
  next(): TarEntry | null {
    for (;;) {
      // Archives end in zero blocks; some just end.
      if (this.#at === this.#bytes.length) return null;
      if (this.#at + BLOCK > this.#bytes.length) throw new ImageError("tar: a header is cut short");
      const header = this.#bytes.subarray(this.#at, this.#at + BLOCK);
      if (header[0] === 0) return null;
      checkHeader(header, this.#at);
      const flag = String.fromCharCode(header[156]!);
      const entry = this.#readEntry(header, flag);
      if (entry !== null) return entry;
    }
  }

  #readEntry(header: Uint8Array, flag: string): TarEntry | null {
    const isMeta = flag === "x" || flag === "g" || flag === "L" || flag === "K";
    const size = (isMeta ? null : this.#extended.size) ?? readNumber(header, 124, 12);
    const hasData = isMeta || flag === "0" || flag === "\0" || flag === "7";
    const data = this.#takeData(hasData ? size : 0, header);
    switch (flag) {
      case "x":
        this.#readPax(data);
        return null;
      case "g":
        return null;
      case "L":
        this.#extended.path = readString(data, 0, data.length);
        return null;
      case "K":
        this.#extended.linkPath = readString(data, 0, data.length);
        return null;
      default: {
        const entry = makeEntry(header, flag, data, this.#extended);
        this.#extended = nothingExtended();
        return entry;
      }
    }
  }

  #takeData(size: number, header: Uint8Array): Uint8Array {
    const start = this.#at + BLOCK;
    if (start + size > this.#bytes.length) {
      throw new ImageError(`tar: the data of ${readString(header, 0, 100)} are cut short`);
    }
    this.#at = Math.min(start + Math.ceil(size / BLOCK) * BLOCK, this.#bytes.length);
    return this.#bytes.subarray(start, start + size);
  }

  /** Records "<length> <key>=<value>\n"; the length counts the whole record. */
  #readPax(data: Uint8Array): void {
    let at = 0;
    while (at < data.length && data[at] !== 0) {
      const space = data.indexOf(SPACE, at);
      const length = space < 0 ? Number.NaN : Number(readString(data, at, space - at));
      const isWhole = length > space - at + 1 && at + length <= data.length;
      if (!isWhole) throw new ImageError("tar: a pax header is damaged");
      const record = utf8Decode(data.subarray(space + 1, at + length - 1));
      const equals = record.indexOf("=");
      this.#setPax(record.substring(0, equals), record.substring(equals + 1));
      at += length;
    }
  }

  #setPax(key: string, value: string): void {
    const extended = this.#extended;
    if (key === "path") extended.path = value;
    else if (key === "linkpath") extended.linkPath = value;
    else if (key === "size") extended.size = paxNumber(key, value);
    else if (key === "uid") extended.uid = paxNumber(key, value);
    else if (key === "gid") extended.gid = paxNumber(key, value);
    else if (key === "mtime") extended.mtimeNs = paxNumber(key, value) * 1e9;
    else if (key.startsWith("GNU.sparse")) throw new ImageError("tar: sparse files are not supported");
  }
}

function nothingExtended(): Extended {
  return { path: null, linkPath: null, size: null, mtimeNs: null, uid: null, gid: null };
}

function paxNumber(key: string, value: string): number {
  const number = Number(value);
  if (Number.isNaN(number)) throw new ImageError(`tar: pax ${key} is not a number: ${value}`);
  return number;
}

function makeEntry(header: Uint8Array, flag: string, data: Uint8Array, extended: Extended): TarEntry {
  const path = extended.path ?? readPath(header);
  const linkPath = extended.linkPath ?? readString(header, 157, 100);
  // Before POSIX a directory was a file whose name ends in a slash.
  const type = flag !== "5" && path.endsWith("/") && linkPath === "" ? S_IFDIR : typeOf(flag, path);
  return {
    path: cleanPath(path),
    type,
    permissions: readNumber(header, 100, 8) & 0o7777,
    uid: extended.uid ?? readNumber(header, 108, 8),
    gid: extended.gid ?? readNumber(header, 116, 8),
    mtimeNs: extended.mtimeNs ?? readNumber(header, 136, 12) * 1e9,
    data,
    linkPath: type === HARD_LINK ? cleanPath(linkPath) : linkPath,
    major: type === S_IFCHR || type === S_IFBLK ? readNumber(header, 329, 8) : 0,
    minor: type === S_IFCHR || type === S_IFBLK ? readNumber(header, 337, 8) : 0,
  };
}

function typeOf(flag: string, path: string): number {
  switch (flag) {
    case "0":
    case "\0":
    case "7":
      return S_IFREG;
    case "1":
      return HARD_LINK;
    case "2":
      return S_IFLNK;
    case "3":
      return S_IFCHR;
    case "4":
      return S_IFBLK;
    case "5":
      return S_IFDIR;
    case "6":
      return S_IFIFO;
    default:
      throw new ImageError(`tar: ${path} is of a kind that is not supported (type '${flag}')`);
  }
}

/** The checksum counts the header's bytes with its own field read as spaces. */
function checkHeader(header: Uint8Array, at: number): void {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += header[i]!;
  for (let i = CHECKSUM_AT; i < CHECKSUM_AT + 8; i++) sum += SPACE - header[i]!;
  if (sum !== readNumber(header, CHECKSUM_AT, 8)) {
    throw new ImageError(`tar: no valid header at byte ${at} (damaged, or not a tar archive)`);
  }
}

/** The name, with the prefix that ustar splits off; GNU headers have other things there. */
function readPath(header: Uint8Array): string {
  const name = readString(header, 0, 100);
  const isPosix = readString(header, MAGIC_AT, 6) === "ustar";
  const prefix = isPosix ? readString(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function cleanPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw new ImageError(`tar: ${path} leads out of the archive`);
  return parts.join("/");
}

/** Up to `length` bytes of UTF-8, ended by a zero byte. */
function readString(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (let at = start; at < start + length; at++) {
    const byte = bytes[at]!;
    if (byte === 0) return text;
    if (byte >= 0x80) return decodeString(bytes.subarray(start, start + length));
    text += String.fromCharCode(byte);
  }
  return text;
}

function decodeString(field: Uint8Array): string {
  const zero = field.indexOf(0);
  return utf8Decode(zero < 0 ? field : field.subarray(0, zero));
}

/** Octal digits, or (GNU) a big-endian number when the first bit is set. */
function readNumber(header: Uint8Array, start: number, length: number): number {
  if ((header[start]! & 0x80) !== 0) return readBinary(header, start, length);
  let value = 0;
  for (let at = start; at < start + length; at++) {
    const byte = header[at]!;
    if (byte >= 48 && byte <= 55) value = value * 8 + (byte - 48);
    else if (byte !== SPACE && byte !== 0) throw new ImageError("tar: a header has a damaged number");
  }
  return value;
}

function readBinary(header: Uint8Array, start: number, length: number): number {
  let value = header[start]! & 0x7f;
  for (let at = start + 1; at < start + length; at++) value = value * 256 + header[at]!;
  if (!Number.isSafeInteger(value)) throw new ImageError("tar: a header has a number that is too large");
  return value;
}
