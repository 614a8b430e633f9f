// ioctl: control of devices. The requests that concern descriptors are answered here; the rest is
// the device's, which for terminals includes job control. man 2 ioctl, man 2 ioctl_tty.

import {
  EBADF,
  EFAULT,
  FIOASYNC,
  FIOCLEX,
  FIONBIO,
  FIONCLEX,
  O_ASYNC,
  O_NONBLOCK,
  O_PATH,
  SYS_ioctl,
} from "@keel/abi";
import type { IoctlArg } from "@keel/device";
import type { File } from "@keel/dfs";
import type { Aspace } from "@keel/mm";
import { ioctlArgument, ioctlRequest } from "../strace/poll-format.ts";
import { fd } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** ioctl's third argument: a number, and what it points to if it is a pointer. */
class UserIoctlArg implements IoctlArg {
  readonly value: number;
  private readonly aspace: Aspace;

  constructor(aspace: Aspace, value: number) {
    this.aspace = aspace;
    this.value = value;
  }

  get(dst: Uint8Array): number {
    return this.aspace.copyIn(this.value, dst) < 0 ? -EFAULT : 0;
  }

  put(src: Uint8Array): number {
    return this.aspace.copyOut(this.value, src) < 0 ? -EFAULT : 0;
  }
}

export const ioctl: Syscall = defineSyscall({
  nr: SYS_ioctl,
  name: "ioctl",
  args: [fd, ioctlRequest, ioctlArgument],
  note: "what the device answers; terminals: modes, size, job control",
  run(ctx, fdArg, requestArg, argument) {
    const file = ctx.file(fdArg);
    if (file === null || (file.flags & O_PATH) !== 0) return -EBADF;
    const request = requestArg >>> 0;
    switch (request) {
      case FIOCLEX:
      case FIONCLEX:
        ctx.lwp.files.setCloexec(fdArg | 0, request === FIOCLEX);
        return 0;
      case FIONBIO:
        return setFlag(ctx, file, O_NONBLOCK, argument);
      case FIOASYNC:
        return setFlag(ctx, file, O_ASYNC, argument);
    }
    return file.ioctl(request, new UserIoctlArg(ctx.aspace, argument));
  },
});

/** FIONBIO, FIOASYNC: the int that `va` points to says on or off. */
function setFlag(ctx: SyscallContext, file: File, flag: number, va: number): number {
  const value = ctx.aspace.read32(va);
  if (value < 0) return -EFAULT;
  file.flags = value === 0 ? file.flags & ~flag : file.flags | flag;
  return 0;
}
