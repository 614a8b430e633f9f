// syslog: the kernel's messages, for dmesg. man 2 syslog.

import { EFAULT, EINVAL, EPERM, SYS_syslog } from "@keel/abi";
import { utf8Encode } from "@keel/klib";
import { int, long } from "../strace/scalar-format.ts";
import { bytesOut } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

const ACTION_READ_ALL = 3;
const ACTION_READ_CLEAR = 4;
const ACTION_SIZE_UNREAD = 9;
const ACTION_SIZE_BUFFER = 10;

export const syslog: Syscall = defineSyscall({
  nr: SYS_syslog,
  name: "syslog",
  args: [int, bytesOut, long],
  level: "partial",
  note: "reads the whole log and tells its size; clearing and console levels do nothing",
  run(ctx, action, va, length) {
    const log = utf8Encode(ctx.linux.readLog());
    switch (action | 0) {
      case ACTION_READ_ALL:
      case ACTION_READ_CLEAR: {
        if (va === 0 || (length | 0) < 0) return -EINVAL;
        const tail = log.subarray(Math.max(0, log.length - (length | 0)));
        return ctx.aspace.copyOut(va, tail) < 0 ? -EFAULT : tail.length;
      }
      case ACTION_SIZE_UNREAD:
      case ACTION_SIZE_BUFFER:
        return log.length;
      default:
        if ((action | 0) < 0 || (action | 0) > ACTION_SIZE_BUFFER) return -EINVAL;
        return ctx.lwp.credentials.euid === 0 ? 0 : -EPERM;
    }
  },
});
