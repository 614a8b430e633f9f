// prctl: settings of a thread or process. man 2 prctl.

import {
  EFAULT,
  EINVAL,
  PR_CAPBSET_READ,
  PR_GET_CHILD_SUBREAPER,
  PR_GET_DUMPABLE,
  PR_GET_NAME,
  PR_GET_NO_NEW_PRIVS,
  PR_GET_PDEATHSIG,
  PR_GET_TIMERSLACK,
  PR_SET_DUMPABLE,
  PR_SET_NAME,
  PR_SET_NO_NEW_PRIVS,
  PR_SET_TIMERSLACK,
  PR_SET_VMA,
  SYS_prctl,
} from "@keel/abi";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { prctlOption } from "../strace/process-format.ts";
import { hex } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** TASK_COMM_LEN: a thread's name with its 0. */
const NAME_SIZE = 16;
/** CAP_LAST_CAP: capabilities are not told apart, root has all of them. */
const CAPABILITY_MAX = 40;
const TIMER_SLACK_NS = 50_000;

export const prctl: Syscall = defineSyscall({
  nr: SYS_prctl,
  name: "prctl",
  args: [prctlOption, hex, hex, hex, hex],
  level: "partial",
  note: "names; a few questions have a fixed answer; the rest is EINVAL",
  run(ctx, option, argument) {
    switch (option | 0) {
      case PR_SET_NAME:
        return setName(ctx, argument);
      case PR_GET_NAME:
        return getName(ctx, argument);
      case PR_GET_DUMPABLE:
        return 1;
      case PR_SET_DUMPABLE:
        return argument === 0 || argument === 1 ? 0 : -EINVAL;
      case PR_GET_PDEATHSIG:
      case PR_GET_CHILD_SUBREAPER:
        return ctx.aspace.write32(argument, 0) < 0 ? -EFAULT : 0;
      case PR_SET_NO_NEW_PRIVS:
        return argument === 1 ? 0 : -EINVAL;
      case PR_GET_NO_NEW_PRIVS:
        return 0;
      case PR_CAPBSET_READ:
        return argument >= 0 && argument <= CAPABILITY_MAX ? 1 : -EINVAL;
      case PR_GET_TIMERSLACK:
        return TIMER_SLACK_NS;
      case PR_SET_TIMERSLACK:
      case PR_SET_VMA:
        return 0;
      default:
        return -EINVAL;
    }
  },
});

function setName(ctx: SyscallContext, va: number): number {
  const bytes = new Uint8Array(NAME_SIZE);
  // The name may end before a page that is not there: it is read byte by byte.
  for (let i = 0; i < NAME_SIZE - 1; i++) {
    if (ctx.aspace.copyIn(va + i, bytes.subarray(i, i + 1)) < 0) return -EFAULT;
    if (bytes[i] === 0) break;
  }
  const name = utf8Decode(bytes.subarray(0, bytes.indexOf(0)));
  ctx.thread.name = name;
  if (ctx.thread === ctx.lwp.leader) ctx.lwp.name = name;
  return 0;
}

function getName(ctx: SyscallContext, va: number): number {
  const bytes = new Uint8Array(NAME_SIZE);
  bytes.set(utf8Encode(ctx.thread.name).subarray(0, NAME_SIZE - 1));
  return ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : 0;
}
