// Signal sets as arguments: eight bytes at an address, with their size beside them.

import { EFAULT, EINVAL } from "@keel/abi";
import { SigSet } from "@keel/lwp";
import { getUint64 } from "./codec/int64.ts";
import type { SyscallContext } from "./syscall-context.ts";

/** sizeof(sigset_t) in the kernel; a call with another one is from a libc we do not know. */
export const SIGSET_SIZE = 8;

/** The user's set at `va`; -EFAULT. */
export function readSigset(ctx: SyscallContext, va: number): SigSet | number {
  if (!ctx.readStruct(va, SIGSET_SIZE)) return -EFAULT;
  return new SigSet(ctx.view.getInt32(0, true), ctx.view.getInt32(4, true));
}

/** 0 or -EFAULT. */
export function writeSigset(ctx: SyscallContext, va: number, set: SigSet): number {
  ctx.view.setInt32(0, set.lo, true);
  ctx.view.setInt32(4, set.hi, true);
  return ctx.writeStruct(va, SIGSET_SIZE) < 0 ? -EFAULT : 0;
}

/** The mask a wait borrows: null for "keep the present one" (a null pointer). -EINVAL, -EFAULT. */
export function readWaitMask(ctx: SyscallContext, va: number, size: number): SigSet | null | number {
  if (va === 0) return null;
  return size === SIGSET_SIZE ? readSigset(ctx, va) : -EINVAL;
}

/** pselect6's sixth argument: a pair of the mask's address and its size. */
export function readMaskPair(ctx: SyscallContext, va: number): SigSet | null | number {
  if (va === 0) return null;
  if (!ctx.readStruct(va, 16)) return -EFAULT;
  return readWaitMask(ctx, getUint64(ctx.view, 0), getUint64(ctx.view, 8));
}
