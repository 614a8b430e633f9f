// fadvise64, readahead: hints about file access. Keel keeps files in memory and needs none. man 2 posix_fadvise.

import { EBADF, EINVAL, ESPIPE, SYS_fadvise64, SYS_readahead } from "@keel/abi";
import { fd, int, long } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

/** POSIX_FADV_NOREUSE, the highest advice. */
const ADVICE_MAX = 5;

export const fadvise64: Syscall = defineSyscall({
  nr: SYS_fadvise64,
  name: "fadvise64",
  args: [fd, long, long, int],
  note: "checked and ignored",
  run(ctx, fdArg, _offset, length, advice) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    if (!file.isSeekable) return -ESPIPE;
    return length < 0 || advice >>> 0 > ADVICE_MAX ? -EINVAL : 0;
  },
});

export const readahead: Syscall = defineSyscall({
  nr: SYS_readahead,
  name: "readahead",
  args: [fd, long, long],
  note: "checked and ignored",
  run(ctx, fdArg) {
    const file = ctx.file(fdArg);
    if (file === null || !file.isReadable) return -EBADF;
    return file.memObject() === null ? -EINVAL : 0;
  },
});
