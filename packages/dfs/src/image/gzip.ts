// Unpacks gzip files (RFC 1952): header, DEFLATE data, and the check of length and CRC.
// Several members in one file are unpacked one after the other.

import { crc32 } from "./crc32.ts";
import { ImageError } from "./image-error.ts";
import { Inflater } from "./inflate.ts";

const MAGIC_0 = 0x1f;
const MAGIC_1 = 0x8b;
const METHOD_DEFLATE = 8;
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const HEADER_SIZE = 10;
const TRAILER_SIZE = 8;
/** DEFLATE makes at most this many bytes of one. */
const EXPANSION_MAX = 1032;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === MAGIC_0 && bytes[1] === MAGIC_1;
}

/** What the file holds. Throws ImageError if it is damaged. */
export function gunzip(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  // Some tools fill the file up with zeros: they are no member.
  while (at < bytes.length && (at === 0 || bytes[at] !== 0)) {
    const start = skipHeader(bytes, at);
    const inflater = new Inflater(bytes, start, expectedSize(bytes, start));
    const part = inflater.run();
    at = checkTrailer(bytes, inflater.end, part);
    parts.push(part);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : join(parts);
}

/** Where the DEFLATE data of the member at `start` begin. */
function skipHeader(bytes: Uint8Array, start: number): number {
  if (bytes.length - start < HEADER_SIZE) throw new ImageError("gzip: the header is cut short");
  if (bytes[start] !== MAGIC_0 || bytes[start + 1] !== MAGIC_1) {
    throw new ImageError("gzip: this is no gzip file (or has garbage after its end)");
  }
  if (bytes[start + 2] !== METHOD_DEFLATE) throw new ImageError("gzip: unknown compression method");
  const flags = bytes[start + 3]!;
  let at = start + HEADER_SIZE;
  if ((flags & FEXTRA) !== 0) at += 2 + (bytes[at]! | (bytes[at + 1]! << 8));
  if ((flags & FNAME) !== 0) at = afterZero(bytes, at);
  if ((flags & FCOMMENT) !== 0) at = afterZero(bytes, at);
  if ((flags & FHCRC) !== 0) at += 2;
  if (at >= bytes.length) throw new ImageError("gzip: the header is cut short");
  return at;
}

function afterZero(bytes: Uint8Array, start: number): number {
  const zero = bytes.indexOf(0, start);
  return zero < 0 ? bytes.length : zero + 1;
}

/** The length that the last member claims, if it can be true; it saves growing the output. */
function expectedSize(bytes: Uint8Array, start: number): number {
  const claimed = readU32(bytes, bytes.length - 4);
  const input = bytes.length - start;
  return claimed <= input * EXPANSION_MAX ? claimed : input * 4;
}

/** Compares a member's trailer with what came out; returns where the next member begins. */
function checkTrailer(bytes: Uint8Array, at: number, part: Uint8Array): number {
  if (at + TRAILER_SIZE > bytes.length) throw new ImageError("gzip: the check sum is cut off");
  if (readU32(bytes, at + 4) !== part.length >>> 0) throw new ImageError("gzip: the length does not match");
  if (readU32(bytes, at) !== crc32(part)) throw new ImageError("gzip: the check sum does not match");
  return at + TRAILER_SIZE;
}

function readU32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let used = 0;
  for (const part of parts) {
    all.set(part, used);
    used += part.length;
  }
  return all;
}
