// PageCache: frames with the contents of files, one object per file, so that every process that maps or runs
// a file shares its pages and the file is read once.

import { ENOSYS } from "@keel/abi";
import type { File } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import type { MemObject, MemorySystem } from "@keel/mm";

export class PageCache {
  constructor(_mm: MemorySystem) {}

  /** The object to map `file` from (a reference is the caller's), or -ENODEV, -EACCES, -EIO. Reads ahead when the file system may block. */
  *objectFor(_file: File, _offset: number, _length: number): Blocking<MemObject | number> {
    return -ENOSYS;
  }
}
