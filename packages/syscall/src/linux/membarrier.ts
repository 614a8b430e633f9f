// membarrier: memory barriers on other processors. There is one hart, and a thread that is not
// running has seen everything. man 2 membarrier.

import {
  EINVAL,
  MEMBARRIER_CMD_GLOBAL,
  MEMBARRIER_CMD_GLOBAL_EXPEDITED,
  MEMBARRIER_CMD_PRIVATE_EXPEDITED,
  MEMBARRIER_CMD_QUERY,
  MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED,
  MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED,
  SYS_membarrier,
} from "@keel/abi";
import { hex, int } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

const COMMANDS: number =
  MEMBARRIER_CMD_GLOBAL |
  MEMBARRIER_CMD_GLOBAL_EXPEDITED |
  MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED |
  MEMBARRIER_CMD_PRIVATE_EXPEDITED |
  MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;

export const membarrier: Syscall = defineSyscall({
  nr: SYS_membarrier,
  name: "membarrier",
  args: [hex, hex, int],
  level: "partial",
  note: "no core-serialising and no rseq commands",
  run(_ctx, command, flags) {
    if ((flags | 0) !== 0) return -EINVAL;
    if ((command | 0) === MEMBARRIER_CMD_QUERY) return COMMANDS;
    const isOne = (command & (command - 1)) === 0;
    return isOne && (command & ~COMMANDS) === 0 ? 0 : -EINVAL;
  },
});
