// capget, capset: root has every capability and nobody else has one. man 2 capget.

import { EFAULT, EINVAL, EPERM, ESRCH, SYS_capget, SYS_capset } from "@keel/abi";
import { pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** _LINUX_CAPABILITY_VERSION_3: two records of three 32-bit masks. */
const VERSION = 0x2008_0522;
const HEADER_SIZE = 8;
const DATA_SIZE = 24;
/** CAP_LAST_CAP is 40: all of the first word and nine bits of the second. */
const ALL_LOW = -1;
const ALL_HIGH = 0x1ff;

/** 0 if the header is one we know; the version we want is written back otherwise. */
function checkHeader(ctx: SyscallContext, va: number): number {
  if (!ctx.readStruct(va, HEADER_SIZE)) return -EFAULT;
  const pid = ctx.view.getInt32(4, true);
  if (ctx.view.getUint32(0, true) === VERSION) return pid === 0 || ctx.system.find(pid) !== null ? 0 : -ESRCH;
  return ctx.aspace.write32(va, VERSION) < 0 ? -EFAULT : -EINVAL;
}

export const capget: Syscall = defineSyscall({
  nr: SYS_capget,
  name: "capget",
  args: [pointer, pointer],
  level: "partial",
  note: "all for root, none for others",
  run(ctx, headerVa, dataVa) {
    const error = checkHeader(ctx, headerVa);
    // A caller without a data pointer only asks for the version.
    if (error === -EINVAL && dataVa === 0) return 0;
    if (error < 0) return error;
    const hasAll = ctx.lwp.credentials.euid === 0;
    for (let offset = 0; offset < DATA_SIZE; offset += 4) {
      const isLow = offset < DATA_SIZE / 2;
      const isInheritable = offset % 12 === 8;
      ctx.view.setInt32(offset, hasAll && !isInheritable ? (isLow ? ALL_LOW : ALL_HIGH) : 0, true);
    }
    return ctx.writeStruct(dataVa, DATA_SIZE) < 0 ? -EFAULT : 0;
  },
});

export const capset: Syscall = defineSyscall({
  nr: SYS_capset,
  name: "capset",
  args: [pointer, pointer],
  level: "partial",
  note: "accepted from root and not kept",
  run(ctx, headerVa) {
    const error = checkHeader(ctx, headerVa);
    if (error < 0) return error;
    return ctx.lwp.credentials.euid === 0 ? 0 : -EPERM;
  },
});
