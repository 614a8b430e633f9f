// `list process`: the processes of Smart, one line for each of their threads.
// Source: RT-Thread components/lwp/lwp_pid.c list_process.

import { left, right, rule } from "../columns.ts";
import { STATUS_OK } from "../command.ts";
import type { ObjectList } from "../object-list.ts";
import { THREAD_HEADING, threadColumns } from "../thread-table.ts";

const NAME_WIDTH = 16;

const list: ObjectList = {
  name: "process",
  help: "list processes",
  needs: "programs",
  print(shell) {
    shell.print(` pid  tid ${left("cmd", NAME_WIDTH)}${THREAD_HEADING.title}\n`);
    shell.print(`---- ---- ${rule(NAME_WIDTH)}${THREAD_HEADING.rule}\n`);
    for (const program of shell.programs.list()) {
      for (const { tid, thread } of program.threads) {
        const ids = `${right(program.pid, 4)} ${right(tid, 4)}`;
        shell.print(`${ids} ${left(program.name, NAME_WIDTH)}${threadColumns(thread)}\n`);
      }
    }
    return STATUS_OK;
  },
};

export default list;
