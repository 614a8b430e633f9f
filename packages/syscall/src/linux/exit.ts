// exit, exit_group: the end of a thread, of a process. man 2 exit, man 2 exit_group.

import { EINTR, exitedStatus, SYS_exit, SYS_exit_group } from "@keel/abi";
import { exitGroup as endProcess, exitThread } from "@keel/lwp";
import { int } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const exit: Syscall = defineSyscall({
  nr: SYS_exit,
  name: "exit",
  args: [int],
  onSignal: EINTR,
  run: (ctx, code) => exitThread(ctx.thread, code & 0xff),
});

export const exitGroup: Syscall = defineSyscall({
  nr: SYS_exit_group,
  name: "exit_group",
  args: [int],
  onSignal: EINTR,
  run: (ctx, code) => endProcess(ctx.lwp, exitedStatus(code)),
});
