// A directory entry, and its encoding as `struct linux_dirent64` (man 2 getdents).

import { EINVAL } from "@keel/abi";
import { type Blocking, isBlocking } from "@keel/kernel";
import type { File } from "./file.ts";

export interface DirEntry {
  readonly name: string;
  readonly ino: number;
  /** DT_… */
  readonly type: number;
  /** Where to go on after this entry: d_off, and the position to give to readdir. */
  readonly nextCookie: number;
}

const NAME_OFFSET = 19;
const encoder = new TextEncoder();

/**
 * Fills `buf` with as many whole entries as fit, and moves the directory on behind them.
 * Returns bytes used, 0 at the end, -EINVAL if not even one entry fits.
 */
export function* getdents64(directory: File, buf: Uint8Array): Blocking<number> {
  const view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
  let used = 0;
  for (;;) {
    let entry = directory.readdir();
    if (isBlocking(entry)) entry = yield* entry;
    if (typeof entry === "number") return used > 0 ? used : entry;
    if (entry === null) return used;
    const name = encoder.encode(entry.name);
    const length = (NAME_OFFSET + name.length + 1 + 7) & ~7;
    if (used + length > buf.length) return used > 0 ? used : -EINVAL;
    putNumber64(view, used, entry.ino);
    putNumber64(view, used + 8, entry.nextCookie);
    view.setUint16(used + 16, length, true);
    view.setUint8(used + 18, entry.type);
    buf.set(name, used + NAME_OFFSET);
    buf.fill(0, used + NAME_OFFSET + name.length, used + length);
    directory.pos = entry.nextCookie;
    used += length;
  }
}

function putNumber64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value >>> 0, true);
  view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true);
}
