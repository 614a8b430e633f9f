// getitimer, setitimer: the three interval timers of a process. man 2 setitimer.

import { EFAULT, EINVAL, ITIMER_PROF, SYS_getitimer, SYS_setitimer } from "@keel/abi";
import type { ItimerValue } from "@keel/lwp";
import { decodeItimerval, encodeItimerval, ITIMERVAL_SIZE } from "../codec/itimer.ts";
import { itimervalIn, itimervalOut, itimerWhich } from "../strace/time-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const getitimer: Syscall = defineSyscall({
  nr: SYS_getitimer,
  name: "getitimer",
  args: [itimerWhich, itimervalOut],
  run(ctx, which, va) {
    if (which >>> 0 > ITIMER_PROF) return -EINVAL;
    encodeItimerval(ctx.view, ctx.lwp.itimers.get(which));
    return ctx.writeStruct(va, ITIMERVAL_SIZE) < 0 ? -EFAULT : 0;
  },
});

export const setitimer: Syscall = defineSyscall({
  nr: SYS_setitimer,
  name: "setitimer",
  args: [itimerWhich, itimervalIn, itimervalOut],
  run(ctx, which, va, oldVa) {
    if (which >>> 0 > ITIMER_PROF) return -EINVAL;
    // A null setting disarms: an old misfeature that Linux keeps.
    let setting: ItimerValue = { valueNs: 0, intervalNs: 0 };
    if (va !== 0) {
      if (!ctx.readStruct(va, ITIMERVAL_SIZE)) return -EFAULT;
      const decoded = decodeItimerval(ctx.view);
      if (decoded === null) return -EINVAL;
      setting = decoded;
    }
    if (oldVa !== 0) {
      encodeItimerval(ctx.view, ctx.lwp.itimers.get(which));
      if (ctx.writeStruct(oldVa, ITIMERVAL_SIZE) < 0) return -EFAULT;
    }
    ctx.lwp.itimers.set(which, setting);
    return 0;
  },
});
