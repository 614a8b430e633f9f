// `list timer`

import { RT_OBJECT_CLASS_TIMER } from "@keel/abi";
import { Timer } from "@keel/kernel";
import { hex } from "../columns.ts";
import { STATUS_OK } from "../command.ts";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects } from "../object-table.ts";

const list: ObjectList = {
  name: "timer",
  help: "list timers",
  print(shell) {
    const heading = {
      name: "timer",
      title: "  periodic   timeout    activated     mode",
      rule: " ---------- ---------- ----------- ---------",
    };
    printObjects(shell, objectsOf(shell.kernel, RT_OBJECT_CLASS_TIMER, Timer), heading, timerColumns);
    shell.print(`current tick:${hex(shell.kernel.tick())}\n`);
    return STATUS_OK;
  },
};

function timerColumns(timer: Timer): string {
  const state = (timer.isActive ? "activated" : "deactivated").padEnd(12);
  const mode = timer.isPeriodic ? "periodic" : "one shot";
  return ` ${hex(timer.initTick)} ${hex(timer.timeoutTick)} ${state}${mode}`;
}

export default list;
