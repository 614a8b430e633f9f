// mmap, munmap: maps memory and files. man 2 mmap.

import { EBADF, EINVAL, MAP_ANONYMOUS, PAGE_SIZE, SYS_mmap, SYS_munmap } from "@keel/abi";
import { mapFile } from "@keel/lwp";
import { mapFlags, protection } from "../strace/memory-format.ts";
import { fd, hex, long, pointer } from "../strace/scalar-format.ts";
import { addressResult } from "../strace/strace.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const mmap: Syscall = defineSyscall({
  nr: SYS_mmap,
  name: "mmap",
  args: [pointer, long, protection, mapFlags, fd, hex],
  result: addressResult,
  level: "partial",
  note: "no huge pages; MAP_SHARED where the file system can",
  run(ctx, va, length, prot, flags, fdArg, offset) {
    if (offset % PAGE_SIZE !== 0 || offset < 0 || length <= 0) return -EINVAL;
    if ((flags & MAP_ANONYMOUS) !== 0) {
      return ctx.aspace.map({ va, length, prot: prot | 0, flags: flags | 0 });
    }
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    return mapFile(ctx.thread, { va, length, prot: prot | 0, flags: flags | 0, file, offset });
  },
});

export const munmap: Syscall = defineSyscall({
  nr: SYS_munmap,
  name: "munmap",
  args: [pointer, long],
  run: (ctx, va, length) => ctx.aspace.unmap(va, length),
});
