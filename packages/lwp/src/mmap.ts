// mmap of files: joins the page cache to the address space. Anonymous mappings go to Aspace.map directly.

import {
  EACCES,
  ENODEV,
  EPERM,
  MAP_PRIVATE,
  MAP_TYPE,
  MS_NOEXEC,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import { ZeroDevice } from "@keel/device";
import { DeviceFile, type File } from "@keel/dfs";
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

const PROT_ALL: number = PROT_READ | PROT_WRITE | PROT_EXEC;

/** The mapping's address, or -EACCES (the file is not open for it), -ENODEV, -EPERM, -EINVAL, -ENOMEM, -EEXIST. */
export function mapFile(thread: UserThread, mapping: FileMapping): number {
  const { aspace, lwp } = thread;
  const { file, va, length, prot, flags, offset } = mapping;
  if (!file.isReadable) return -EACCES;
  // A shared mapping writes to the file itself: the right to must come from the open file.
  const isPrivate = (flags & MAP_TYPE) === MAP_PRIVATE;
  let maxProt = isPrivate || file.isWritable ? PROT_ALL : PROT_READ | PROT_EXEC;
  if (file.location !== null && (file.location.mount.flags & MS_NOEXEC) !== 0) maxProt &= ~PROT_EXEC;
  if ((prot & ~maxProt & PROT_EXEC) !== 0) return -EPERM;
  if ((prot & ~maxProt) !== 0) return -EACCES;
  if (file instanceof DeviceFile) {
    // Mapping /dev/zero is the old way to ask for zero memory.
    return file.device instanceof ZeroDevice ? aspace.map({ va, length, prot, flags, maxProt }) : -ENODEV;
  }
  const object = lwp.system.pageCache.objectFor(file);
  if (typeof object === "number") return object;
  const result = aspace.map({ va, length, prot, flags, offset, object, maxProt });
  object.unref();
  return result;
}
