// fcntl: what can be asked of and changed on a descriptor and its open file. man 2 fcntl.
// The record locks are in record-lock.ts.

import {
  EBADF,
  EINVAL,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_GETLK,
  F_GETOWN,
  F_GETPIPE_SZ,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_OFD_SETLKW,
  F_SETFD,
  F_SETFL,
  F_SETLK,
  F_SETLKW,
  F_SETOWN,
  F_SETPIPE_SZ,
  FD_CLOEXEC,
  O_APPEND,
  O_ASYNC,
  O_DIRECT,
  O_NOATIME,
  O_NONBLOCK,
  O_PATH,
  SYS_fcntl,
} from "@keel/abi";
import { type File, PipeFile } from "@keel/dfs";
import type { MayBlock } from "@keel/kernel";
import { lockRecords } from "../record-lock-call.ts";
import { fcntlArgument, fcntlCommand, openFlagNames } from "../strace/file-format.ts";
import { fd } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** The flags that F_SETFL may change. */
const SETTABLE: number = O_APPEND | O_NONBLOCK | O_ASYNC | O_DIRECT | O_NOATIME;
export const fcntl: Syscall = defineSyscall({
  nr: SYS_fcntl,
  name: "fcntl",
  args: [fd, fcntlCommand, fcntlArgument],
  result: (call) => (call.args[1] === F_GETFL ? openFlagNames(call.result) : String(call.result)),
  level: "partial",
  note: "no leases, no F_NOTIFY, no seals; owners are kept but send no SIGIO; pipes keep their size",
  run(ctx, fdArg, command, argument) {
    const file = ctx.file(fdArg);
    if (file === null) return -EBADF;
    return control(ctx, file, fdArg | 0, command | 0, argument);
  },
});

function control(
  ctx: SyscallContext,
  file: File,
  fdNumber: number,
  command: number,
  argument: number,
): MayBlock<number> {
  const { files } = ctx.lwp;
  const isPathOnly = (file.flags & O_PATH) !== 0;
  switch (command) {
    case F_DUPFD:
      return files.dup(fdNumber, false, argument | 0);
    case F_DUPFD_CLOEXEC:
      return files.dup(fdNumber, true, argument | 0);
    case F_GETFD:
      return files.isCloexec(fdNumber) ? FD_CLOEXEC : 0;
    case F_SETFD:
      files.setCloexec(fdNumber, (argument & FD_CLOEXEC) !== 0);
      return 0;
    case F_GETFL:
      return file.flags;
    case F_SETFL:
      if (isPathOnly) return -EBADF;
      file.flags = (file.flags & ~SETTABLE) | (argument & SETTABLE);
      return 0;
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_GETLK:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
      return isPathOnly ? -EBADF : lockRecords(ctx, file, command, argument);
    case F_GETOWN:
    case F_SETOWN:
      return isPathOnly ? -EBADF : 0;
    case F_GETPIPE_SZ:
    case F_SETPIPE_SZ:
      return file instanceof PipeFile ? file.capacity : -EBADF;
    default:
      return -EINVAL;
  }
}
