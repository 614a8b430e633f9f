// mmap of files: joins the page cache to the address space. Anonymous mappings go to Aspace.map directly.

import { ENOSYS } from "@keel/abi";
import type { File } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import type { UserThread } from "./user-thread.ts";

export interface FileMapping {
  readonly va: number;
  readonly length: number;
  /** PROT_…, MAP_… */
  readonly prot: number;
  readonly flags: number;
  readonly file: File;
  /** In bytes, a multiple of the page size. */
  readonly offset: number;
}

/** The mapping's address, or -EACCES (the file is not open for it), -ENODEV, -EINVAL, -ENOMEM, -EEXIST. */
export function* mapFile(_thread: UserThread, _mapping: FileMapping): Blocking<number> {
  return -ENOSYS;
}
