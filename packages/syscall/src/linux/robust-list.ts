// set_tid_address, set_robust_list, get_robust_list: what a thread leaves behind at its end.
// man 2 set_tid_address, man 2 set_robust_list.

import {
  EFAULT,
  EINVAL,
  ESRCH,
  SYS_get_robust_list,
  SYS_set_robust_list,
  SYS_set_tid_address,
} from "@keel/abi";
import { setInt64 } from "../codec/int64.ts";
import { int, long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

/** struct robust_list_head: list, futex offset, pending operation. */
const ROBUST_LIST_HEAD_SIZE = 24;

export const setTidAddress: Syscall = defineSyscall({
  nr: SYS_set_tid_address,
  name: "set_tid_address",
  args: [pointer],
  run(ctx, va) {
    ctx.thread.clearChildTid = va;
    return ctx.thread.tid;
  },
});

export const setRobustList: Syscall = defineSyscall({
  nr: SYS_set_robust_list,
  name: "set_robust_list",
  args: [pointer, long],
  run(ctx, va, length) {
    if (length !== ROBUST_LIST_HEAD_SIZE) return -EINVAL;
    ctx.thread.robustList = va;
    ctx.thread.robustListLength = length;
    return 0;
  },
});

export const getRobustList: Syscall = defineSyscall({
  nr: SYS_get_robust_list,
  name: "get_robust_list",
  args: [int, pointer, pointer],
  run(ctx, tid, headVa, lengthVa) {
    const thread = (tid | 0) === 0 ? ctx.thread : ctx.system.findThread(tid | 0);
    if (thread === null) return -ESRCH;
    setInt64(ctx.view, 0, ROBUST_LIST_HEAD_SIZE);
    if (ctx.writeStruct(lengthVa, 8) < 0) return -EFAULT;
    setInt64(ctx.view, 0, thread.robustList);
    return ctx.writeStruct(headVa, 8) < 0 ? -EFAULT : 0;
  },
});
