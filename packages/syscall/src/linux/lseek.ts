// lseek: moves an open file's position. man 2 lseek.

import { EBADF, EINVAL, EOVERFLOW, SYS_lseek } from "@keel/abi";
import { whence } from "../strace/file-format.ts";
import { fd, long } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const lseek: Syscall = defineSyscall({
  nr: SYS_lseek,
  name: "lseek",
  args: [fd, long, whence],
  run(ctx, fdArg, offset, whenceArg) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    const result = file.seek(offset, whenceArg | 0);
    // No file can be that large: for this call that is a wrong offset.
    return result === -EOVERFLOW ? -EINVAL : result;
  },
});
