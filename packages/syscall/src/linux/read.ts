// read, pread64: bytes from an open file. man 2 read.

import { EBADF, EINVAL, SYS_pread64, SYS_read } from "@keel/abi";
import { fd, long } from "../strace/scalar-format.ts";
import { bytesOut } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import { AT_POSITION, readToUser } from "../user-io.ts";

export const read: Syscall = defineSyscall({
  nr: SYS_read,
  name: "read",
  args: [fd, bytesOut, long],
  run(ctx, fdArg, buffer, count) {
    const file = ctx.file(fdArg);
    return file === null ? -EBADF : readToUser(ctx, file, buffer, count, AT_POSITION);
  },
});

export const pread64: Syscall = defineSyscall({
  nr: SYS_pread64,
  name: "pread64",
  args: [fd, bytesOut, long, long],
  run(ctx, fdArg, buffer, count, offset) {
    const file = ctx.file(fdArg);
    if (offset < 0) return -EINVAL;
    return file === null ? -EBADF : readToUser(ctx, file, buffer, count, offset);
  },
});
