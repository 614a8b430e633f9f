// getpid, gettid, getppid: who is asking. man 2 getpid.

import { SYS_getpid, SYS_getppid, SYS_gettid } from "@keel/abi";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const getpid: Syscall = defineSyscall({
  nr: SYS_getpid,
  name: "getpid",
  args: [],
  run: (ctx) => ctx.lwp.pid,
});

export const gettid: Syscall = defineSyscall({
  nr: SYS_gettid,
  name: "gettid",
  args: [],
  run: (ctx) => ctx.thread.tid,
});

export const getppid: Syscall = defineSyscall({
  nr: SYS_getppid,
  name: "getppid",
  args: [],
  run: (ctx) => ctx.lwp.ppid,
});
