// write, pwrite64: bytes to an open file. man 2 write.

import { EBADF, EINVAL, SYS_pwrite64, SYS_write } from "@keel/abi";
import { fd, long } from "../strace/scalar-format.ts";
import { bytesIn } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import { AT_POSITION, writeFromUser } from "../user-io.ts";

export const write: Syscall = defineSyscall({
  nr: SYS_write,
  name: "write",
  args: [fd, bytesIn(2), long],
  run(ctx, fdArg, buffer, count) {
    const file = ctx.file(fdArg);
    return file === null ? -EBADF : writeFromUser(ctx, file, buffer, count, AT_POSITION);
  },
});

export const pwrite64: Syscall = defineSyscall({
  nr: SYS_pwrite64,
  name: "pwrite64",
  args: [fd, bytesIn(2), long, long],
  run(ctx, fdArg, buffer, count, offset) {
    const file = ctx.file(fdArg);
    if (offset < 0) return -EINVAL;
    return file === null ? -EBADF : writeFromUser(ctx, file, buffer, count, offset);
  },
});
