// rt_sigreturn, restart_syscall: the ways back from a signal; programs do not call them by name.
// man 2 sigreturn, man 2 restart_syscall.

import { EINTR, SYS_restart_syscall, SYS_rt_sigreturn } from "@keel/abi";
import { sigreturn } from "@keel/lwp";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const rtSigreturn: Syscall = defineSyscall({
  nr: SYS_rt_sigreturn,
  name: "rt_sigreturn",
  args: [],
  onSignal: EINTR,
  run: (ctx) => sigreturn(ctx.thread),
});

export const restartSyscall: Syscall = defineSyscall({
  nr: SYS_restart_syscall,
  name: "restart_syscall",
  args: [],
  onSignal: EINTR,
  run: (ctx) => ctx.thread.restartCall?.() ?? -EINTR,
});
