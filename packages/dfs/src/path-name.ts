// Names and paths as strings: their limits (NAME_MAX, PATH_MAX count UTF-8 bytes) and joining.

import { ENAMETOOLONG, ENOENT, NAME_MAX, PATH_MAX } from "@keel/abi";

/** 0, -ENOENT for the empty path, or -ENAMETOOLONG. */
export function checkPath(path: string): number {
  if (path.length === 0) return -ENOENT;
  return isLongerThan(path, PATH_MAX - 1) ? -ENAMETOOLONG : 0;
}

/** 0 or -ENAMETOOLONG for one component. */
export function checkName(name: string): number {
  return isLongerThan(name, NAME_MAX) ? -ENAMETOOLONG : 0;
}

/** Whether the UTF-8 form has more than `limit` bytes. A UTF-16 unit makes one to three. */
function isLongerThan(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  return text.length * 3 > limit && utf8Length(text) > limit;
}

/** Bytes of the UTF-8 form. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    // Each half of a surrogate pair stands for two of the four bytes.
    else bytes += unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  return bytes;
}

/** The name under a directory path, without doubling the slash of the root. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}
