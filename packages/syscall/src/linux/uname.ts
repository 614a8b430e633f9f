// uname, sethostname, setdomainname: the names of the system. man 2 uname, man 2 sethostname.

import { EFAULT, EINVAL, EPERM, SYS_setdomainname, SYS_sethostname, SYS_uname } from "@keel/abi";
import { utf8Decode } from "@keel/klib";
import { encodeUtsname, HOST_NAME_MAX } from "../codec/utsname.ts";
import { KERNEL_RELEASE, KERNEL_VERSION } from "../linux-system.ts";
import { utsnameOut } from "../strace/process-format.ts";
import { long } from "../strace/scalar-format.ts";
import { bytesIn } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

export const uname: Syscall = defineSyscall({
  nr: SYS_uname,
  name: "uname",
  args: [utsnameOut],
  note: "sysname is Linux, whose system calls these are; the release ends in -keel",
  run(ctx, va) {
    const bytes = encodeUtsname({
      sysname: "Linux",
      nodename: ctx.linux.hostname,
      release: KERNEL_RELEASE,
      version: KERNEL_VERSION,
      machine: "riscv64",
      domainname: ctx.linux.domainname,
    });
    return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : 0;
  },
});

/** The new name of `length` bytes at `va`, or -EPERM, -EINVAL, -EFAULT. */
function readName(ctx: SyscallContext, va: number, length: number): string | number {
  if (ctx.lwp.credentials.euid !== 0) return -EPERM;
  if ((length | 0) < 0 || (length | 0) > HOST_NAME_MAX) return -EINVAL;
  const bytes = new Uint8Array(length | 0);
  return ctx.aspace.copyIn(va, bytes) < 0 ? -EFAULT : utf8Decode(bytes);
}

export const sethostname: Syscall = defineSyscall({
  nr: SYS_sethostname,
  name: "sethostname",
  args: [bytesIn(1), long],
  run(ctx, va, length) {
    const name = readName(ctx, va, length);
    if (typeof name === "number") return name;
    ctx.linux.hostname = name;
    return 0;
  },
});

export const setdomainname: Syscall = defineSyscall({
  nr: SYS_setdomainname,
  name: "setdomainname",
  args: [bytesIn(1), long],
  run(ctx, va, length) {
    const name = readName(ctx, va, length);
    if (typeof name === "number") return name;
    ctx.linux.domainname = name;
    return 0;
  },
});
