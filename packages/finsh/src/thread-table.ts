// The columns of threads that `list thread` and `ps` print. Source: RT-Thread components/finsh/cmd.c list_thread.

import type { Thread } from "@keel/kernel";
import { hex, right, rule, zeroed } from "./columns.ts";
import { errorColumn } from "./error-column.ts";
import type { TableHeading } from "./object-table.ts";

const ADDRESS_WIDTH = 10;
const USAGE_WIDTH = 5;
const STATUS_WIDTH = 7;

export const THREAD_HEADING: TableHeading = {
  name: "thread",
  title: " pri  status      sp     stack size max used left tick   error  tcb addr   usage",
  rule: ` ---  ------- ---------- ----------  ------  ---------- ------- ${rule(ADDRESS_WIDTH)} ${rule(USAGE_WIDTH)}`,
};

/** What stands behind a thread's name. DEVIATION: its number in the kernel stands for the control block's address. */
export function threadColumns(thread: Thread): string {
  const size = thread.stackSize;
  const used = thread.stackUsed;
  const usedPercent = size === 0 ? 0 : Math.floor((used * 100) / size);
  const nowNs = thread.kernel.now();
  const usage = nowNs === 0 ? 0 : Math.floor((thread.runNs * 100) / nowNs);
  return [
    ` ${right(thread.currentPriority, 3)}  ${thread.stateName.padEnd(STATUS_WIDTH)}`,
    ` ${hex(used)} ${hex(size)}    ${zeroed(usedPercent, 2)}%   ${hex(thread.leftTick)}`,
    ` ${errorColumn(thread.error)} ${hex(thread.id)} ${right(usage, 3)}%`,
  ].join("");
}
