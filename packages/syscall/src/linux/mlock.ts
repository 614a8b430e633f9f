// mlock, mlock2, munlock, mlockall, munlockall: nothing is ever swapped out here, so that a locked
// page is one that has been brought in. man 2 mlock.

import {
  EINVAL,
  ENOMEM,
  MCL_CURRENT,
  MCL_FUTURE,
  MCL_ONFAULT,
  MLOCK_ONFAULT,
  PROT_READ,
  SYS_mlock,
  SYS_mlock2,
  SYS_mlockall,
  SYS_munlock,
  SYS_munlockall,
} from "@keel/abi";
import { pageDown, pageUp } from "@keel/mm";
import { bits } from "../strace/flag-table.ts";
import { long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

function lockRange(ctx: SyscallContext, va: number, length: number, isPopulating: boolean): number {
  if (length < 0 || va < 0) return -EINVAL;
  const start = pageDown(va);
  const end = pageUp(va + length);
  if (!ctx.aspace.isCovered(start, end)) return -ENOMEM;
  return isPopulating && ctx.aspace.populate(start, end, PROT_READ) < 0 ? -ENOMEM : 0;
}

export const mlock: Syscall = defineSyscall({
  nr: SYS_mlock,
  name: "mlock",
  args: [pointer, long],
  note: "brings the pages in; limits are not counted",
  run: (ctx, va, length) => lockRange(ctx, va, length, true),
});

export const mlock2: Syscall = defineSyscall({
  nr: SYS_mlock2,
  name: "mlock2",
  args: [pointer, long, bits([["MLOCK_ONFAULT", MLOCK_ONFAULT]])],
  note: "as mlock",
  run: (ctx, va, length, flags) =>
    (flags & ~MLOCK_ONFAULT) !== 0 ? -EINVAL : lockRange(ctx, va, length, (flags & MLOCK_ONFAULT) === 0),
});

export const munlock: Syscall = defineSyscall({
  nr: SYS_munlock,
  name: "munlock",
  args: [pointer, long],
  run: (ctx, va, length) => lockRange(ctx, va, length, false),
});

export const mlockall: Syscall = defineSyscall({
  nr: SYS_mlockall,
  name: "mlockall",
  args: [
    bits([
      ["MCL_CURRENT", MCL_CURRENT],
      ["MCL_FUTURE", MCL_FUTURE],
      ["MCL_ONFAULT", MCL_ONFAULT],
    ]),
  ],
  note: "checked and ignored",
  run: (_ctx, flags) =>
    (flags & (MCL_CURRENT | MCL_FUTURE)) === 0 || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) !== 0
      ? -EINVAL
      : 0,
});

export const munlockall: Syscall = defineSyscall({
  nr: SYS_munlockall,
  name: "munlockall",
  args: [],
  run: () => 0,
});
