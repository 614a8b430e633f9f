// What /proc/<pid>/fd/<n> leads to when the open file has no vnode: a stream of the host, an
// event descriptor. Opening it gives the same description once more.
//
// DEVIATION: Linux makes a new description of a pipe, and refuses event descriptors (ENXIO).

import { EACCES, O_ACCMODE, O_RDONLY, O_RDWR, O_WRONLY, S_IFIFO, S_IFREG } from "@keel/abi";
import { AnonymousFs } from "../anonymous-fs.ts";
import { ROOT_OWNER } from "../attributes.ts";
import type { File } from "../file.ts";
import { type Jump, Vnode } from "../vnode.ts";
import type { Kernel } from "@keel/kernel";

export class OpenFileVnode extends Vnode {
  readonly #file: File;

  constructor(fs: AnonymousFs, file: File) {
    super(fs, fs.nextIno(), (file.isSeekable ? S_IFREG : S_IFIFO) | 0o600, ROOT_OWNER);
    this.#file = file;
  }

  override open(flags: number): File | number {
    const access = flags & O_ACCMODE;
    const canRead = this.#file.isReadable || access === O_WRONLY;
    const canWrite = this.#file.isWritable || access === O_RDONLY;
    return canRead && canWrite && access <= O_RDWR ? this.#file.ref() : -EACCES;
  }
}

/** Where the link of an open file leads. */
export function jumpToFile(kernel: Kernel, file: File): Jump {
  if (file.location !== null) return { ...file.location, path: file.path };
  const fs = AnonymousFs.of(kernel);
  return { ...fs.place(new OpenFileVnode(fs, file)), path: file.path };
}
