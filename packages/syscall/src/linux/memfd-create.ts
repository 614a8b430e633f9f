// memfd_create: a file in memory without a name. man 2 memfd_create.

import {
  EFAULT,
  EINVAL,
  EMFILE,
  MFD_ALLOW_SEALING,
  MFD_CLOEXEC,
  O_RDWR,
  O_TMPFILE,
  SYS_memfd_create,
} from "@keel/abi";
import type { Blocking } from "@keel/kernel";
import { memfdFlags } from "../strace/memory-format.ts";
import { string } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** Linux's limit: NAME_MAX without "memfd:". */
const NAME_LIMIT = 249;

export const memfdCreate: Syscall = defineSyscall({
  nr: SYS_memfd_create,
  name: "memfd_create",
  args: [string, memfdFlags],
  level: "partial",
  note: "a nameless file in /tmp; no seals, no huge pages",
  run(ctx, nameVa, flags) {
    if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING)) !== 0) return -EINVAL;
    const name = ctx.aspace.readString(nameVa, NAME_LIMIT + 1);
    if (typeof name === "number") return name === -EFAULT ? name : -EINVAL;
    if (!ctx.lwp.files.hasRoom(1)) return -EMFILE;
    return create(ctx, (flags & MFD_CLOEXEC) !== 0);
  },
});

function* create(ctx: SyscallContext, isCloexec: boolean): Blocking<number> {
  const file = yield* ctx.vfs.open(ctx.vfs.kernelLookup, "/tmp", O_TMPFILE | O_RDWR, 0o600);
  return typeof file === "number" ? file : ctx.lwp.files.add(file, isCloexec);
}
