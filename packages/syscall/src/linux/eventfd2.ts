// eventfd2: a counter to wait on, as a descriptor. man 2 eventfd.

import {
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EFD_SEMAPHORE,
  EINVAL,
  EMFILE,
  O_NONBLOCK,
  SYS_eventfd2,
} from "@keel/abi";
import { EventFile } from "../files/event-file.ts";
import { bits } from "../strace/flag-table.ts";
import { uint } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const eventfd2: Syscall = defineSyscall({
  nr: SYS_eventfd2,
  name: "eventfd2",
  args: [
    uint,
    bits([
      ["EFD_SEMAPHORE", EFD_SEMAPHORE],
      ["EFD_CLOEXEC", EFD_CLOEXEC],
      ["EFD_NONBLOCK", EFD_NONBLOCK],
    ]),
  ],
  note: "the counter stops at 2^53 - 1",
  run(ctx, count, flags) {
    if ((flags & ~(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK)) !== 0) return -EINVAL;
    if (!ctx.lwp.files.hasRoom(1)) return -EMFILE;
    const isSemaphore = (flags & EFD_SEMAPHORE) !== 0;
    const file = new EventFile(ctx.kernel, count >>> 0, isSemaphore, flags & O_NONBLOCK);
    return ctx.lwp.files.add(file, (flags & EFD_CLOEXEC) !== 0);
  },
});
