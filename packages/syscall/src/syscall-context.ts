// SyscallContext: what a system call sees: its thread, and the rooms below. One is made per thread
// and kept. It reads and writes user memory on the rule "check first, then act": a user pointer
// is an allegation until a method here has said otherwise.
//
// `view` is one scratch area for user structures, shared by all threads: it is valid only until
// the call blocks or reads another structure.

import { AT_FDCWD, EBADF, ENOTDIR, PATH_MAX, PROT_READ, PROT_WRITE } from "@keel/abi";
import { type File, lookupAt, type Lookup, type Vfs } from "@keel/dfs";
import type { Kernel } from "@keel/kernel";
import type { Lwp, LwpSystem, UserThread } from "@keel/lwp";
import { ACCESS_WRITE, type Aspace } from "@keel/mm";
import type { IoBuffers } from "./io-buffers.ts";
import type { LinuxSystem } from "./linux-system.ts";
import type { StructBuffer } from "./struct-buffer.ts";

export class SyscallContext {
  readonly linux: LinuxSystem;
  readonly system: LwpSystem;
  readonly kernel: Kernel;
  readonly vfs: Vfs;
  readonly thread: UserThread;
  readonly lwp: Lwp;
  /** For data on its way between user memory and files. */
  readonly buffers: IoBuffers;
  private readonly structs: StructBuffer;

  constructor(linux: LinuxSystem, structs: StructBuffer, buffers: IoBuffers, thread: UserThread) {
    this.linux = linux;
    this.system = linux.system;
    this.kernel = linux.kernel;
    this.vfs = linux.system.vfs;
    this.thread = thread;
    this.lwp = thread.lwp;
    this.buffers = buffers;
    this.structs = structs;
  }

  get aspace(): Aspace {
    return this.thread.aspace;
  }

  /** The open file of a descriptor argument, or null: -EBADF. */
  file(fd: number): File | null {
    return this.lwp.files.get(fd | 0);
  }

  // ---- user memory

  /** The scratch structure: what `readStruct` read, what `writeStruct` will write. */
  get view(): DataView {
    return this.structs.view;
  }

  /** Copies the user's structure of `size` bytes to the start of `view`; false means -EFAULT. */
  readStruct(va: number, size: number): boolean {
    return this.aspace.copyIn(va, this.structs.slice(size)) === 0;
  }

  /** Copies the first `size` bytes of `view` to the user: 0 or -EFAULT. */
  writeStruct(va: number, size: number): number {
    return this.aspace.copyOut(va, this.structs.slice(size));
  }

  /** Whether the user's structure of `size` bytes at `va` can be written: asked before a call acts. */
  canWrite(va: number, size: number): boolean {
    return this.aspace.touch(va, size, ACCESS_WRITE) === 0;
  }

  /** How many of `length` bytes from `va` on the user may have written, up to the first that not. */
  writable(va: number, length: number): number {
    return accessible(this.aspace, va, length, PROT_WRITE);
  }

  /** As `writable`, for reading. */
  readable(va: number, length: number): number {
    return accessible(this.aspace, va, length, PROT_READ);
  }

  /** The path at `va`, or -EFAULT, -ENAMETOOLONG. */
  path(va: number): string | number {
    return this.aspace.readString(va, PATH_MAX);
  }

  // ---- names

  /** Where this process's paths begin, and whose permissions count. */
  get base(): Lookup {
    const { fs, credentials } = this.lwp;
    if (credentials.euid === 0) return fs;
    return {
      cwd: fs.cwd,
      root: fs.root,
      umask: fs.umask,
      uid: credentials.euid,
      gid: credentials.egid,
      groups: credentials.groups,
    };
  }

  /** Where the path of an *at call begins: `dirfd` counts for relative paths only. -EBADF, -ENOTDIR. */
  baseAt(dirfd: number, path: string): Lookup | number {
    const fd = dirfd | 0;
    // An empty path is wrong whatever the descriptor: the walk says so.
    if (fd === AT_FDCWD || path === "" || path.startsWith("/")) return this.base;
    const file = this.file(fd);
    if (file === null) return -EBADF;
    if (file.location === null || !file.location.vnode.isDirectory) return -ENOTDIR;
    return lookupAt(this.base, file.location);
  }
}

/**
 * How many bytes from `va` on areas allow access to, without bringing any page in: a buffer may be
 * far larger than what will be put there. Only where no area is, the fault handler is asked, since
 * a stack may grow there.
 */
function accessible(aspace: Aspace, va: number, length: number, prot: number): number {
  const end = va + length;
  let at = va;
  while (at < end) {
    let area = aspace.list.find(at);
    if (area === null && aspace.fault(at, prot) === 0) area = aspace.list.find(at);
    if (area === null || (area.prot & prot) === 0) break;
    at = area.end;
  }
  return Math.min(at, end) - va;
}
