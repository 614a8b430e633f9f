// struct new_utsname: six fields of 65 bytes, each a string with its 0.

import { utf8Encode } from "@keel/klib";

const FIELD = 65;

export const UTSNAME_SIZE: number = 6 * FIELD;

/** The longest host or domain name, in bytes. */
export const HOST_NAME_MAX = 64;

export interface SystemName {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domainname: string;
}

/** The 390 bytes of `name`; a string that is too long is cut. */
export function encodeUtsname(name: SystemName): Uint8Array {
  const bytes = new Uint8Array(UTSNAME_SIZE);
  const fields = [name.sysname, name.nodename, name.release, name.version, name.machine, name.domainname];
  fields.forEach((text, i) => bytes.set(utf8Encode(text).subarray(0, FIELD - 1), i * FIELD));
  return bytes;
}
