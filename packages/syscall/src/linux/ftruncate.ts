// truncate, ftruncate, fallocate: set a file's size or reserve its space. man 2 truncate, man 2 fallocate.

import {
  EBADF,
  EINVAL,
  FALLOC_FL_KEEP_SIZE,
  FALLOC_FL_PUNCH_HOLE,
  FALLOC_FL_ZERO_RANGE,
  SYS_fallocate,
  SYS_ftruncate,
  SYS_truncate,
} from "@keel/abi";
import { bits } from "../strace/flag-table.ts";
import { fd, long } from "../strace/scalar-format.ts";
import { path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const truncate: Syscall = defineSyscall({
  nr: SYS_truncate,
  name: "truncate",
  args: [path, long],
  run(ctx, pathVa, size) {
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    return size < 0 ? -EINVAL : ctx.vfs.truncate(ctx.base, name, size);
  },
});

export const ftruncate: Syscall = defineSyscall({
  nr: SYS_ftruncate,
  name: "ftruncate",
  args: [fd, long],
  run(ctx, fdArg, size) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    return size < 0 ? -EINVAL : file.truncate(size);
  },
});

export const fallocate: Syscall = defineSyscall({
  nr: SYS_fallocate,
  name: "fallocate",
  args: [
    fd,
    bits([
      ["FALLOC_FL_KEEP_SIZE", FALLOC_FL_KEEP_SIZE],
      ["FALLOC_FL_PUNCH_HOLE", FALLOC_FL_PUNCH_HOLE],
      ["FALLOC_FL_ZERO_RANGE", FALLOC_FL_ZERO_RANGE],
    ]),
    long,
    long,
  ],
  level: "partial",
  note: "as far as the file system can: EOPNOTSUPP otherwise",
  run(ctx, fdArg, modeArg, offset, length) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    return offset < 0 || length <= 0 ? -EINVAL : file.allocate(modeArg | 0, offset, length);
  },
});
