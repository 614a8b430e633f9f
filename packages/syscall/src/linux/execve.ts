// execve, execveat: another program in this process. man 2 execve.

import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  EBADF,
  EINTR,
  EINVAL,
  ENOENT,
  ENOTDIR,
  SYS_execve,
  SYS_execveat,
} from "@keel/abi";
import type { Blocking, MayBlock } from "@keel/kernel";
import { execve as execProgram, RESULT_NO_RETURN, readArgs } from "@keel/lwp";
import { PosixTimers } from "../posix-timers.ts";
import { atFlags } from "../strace/file-format.ts";
import { dirfd } from "../strace/scalar-format.ts";
import { argumentVector, environment, path } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

function exec(ctx: SyscallContext, name: string, argvVa: number, envpVa: number): MayBlock<number> {
  const argv = readArgs(ctx.aspace, argvVa);
  if (typeof argv === "number") return argv;
  const envp = readArgs(ctx.aspace, envpVa);
  return typeof envp === "number" ? envp : run(ctx, execProgram(ctx.thread, name, argv, envp));
}

function* run(ctx: SyscallContext, running: Blocking<number>): Blocking<number> {
  const result = yield* running;
  if (result === RESULT_NO_RETURN) PosixTimers.drop(ctx.lwp);
  return result;
}

export const execve: Syscall = defineSyscall({
  nr: SYS_execve,
  name: "execve",
  args: [path, argumentVector, environment],
  onSignal: EINTR,
  run(ctx, pathVa, argvVa, envpVa) {
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    return name === "" ? -ENOENT : exec(ctx, name, argvVa, envpVa);
  },
});

export const execveat: Syscall = defineSyscall({
  nr: SYS_execveat,
  name: "execveat",
  args: [dirfd, path, argumentVector, environment, atFlags],
  onSignal: EINTR,
  level: "partial",
  note: "the program of a descriptor is run through /proc/self/fd; AT_SYMLINK_NOFOLLOW is refused",
  run(ctx, dirfdArg, pathVa, argvVa, envpVa, flags) {
    if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) !== 0) return -EINVAL;
    if ((flags & AT_SYMLINK_NOFOLLOW) !== 0) return -EINVAL;
    const name = ctx.path(pathVa);
    if (typeof name === "number") return name;
    const full = fullName(ctx, dirfdArg | 0, name, flags);
    return typeof full === "number" ? full : exec(ctx, full, argvVa, envpVa);
  },
});

/** A path that means from the working directory what `name` means from `dirfd`. */
function fullName(ctx: SyscallContext, dirfdNumber: number, name: string, flags: number): string | number {
  if (name.startsWith("/") || (dirfdNumber === AT_FDCWD && name !== "")) return name;
  if (name === "" && (flags & AT_EMPTY_PATH) === 0) return -ENOENT;
  const file = ctx.file(dirfdNumber);
  if (file === null) return -EBADF;
  if (name === "") return `/proc/self/fd/${dirfdNumber}`;
  if (file.location === null || !file.location.vnode.isDirectory) return -ENOTDIR;
  return `${ctx.vfs.pathOf(file.location)}/${name}`;
}
