// `ps`: all threads; where there are processes, with the process and thread numbers of those that run them.

import { RT_OBJECT_CLASS_THREAD } from "@keel/abi";
import { Thread } from "@keel/kernel";
import { left, right, rule } from "../columns.ts";
import { type Command, STATUS_OK } from "../command.ts";
import { nameWidth, objectsOf, printObjects } from "../object-table.ts";
import type { Shell } from "../shell.ts";
import { THREAD_HEADING, threadColumns } from "../thread-table.ts";

const command: Command = {
  name: "ps",
  help: "list threads and processes",
  run(shell) {
    const threads = objectsOf(shell.kernel, RT_OBJECT_CLASS_THREAD, Thread);
    if (!shell.has("programs")) return printObjects(shell, threads, THREAD_HEADING, threadColumns);
    return printWithProcesses(shell, threads);
  },
  complete: () => [],
};

function printWithProcesses(shell: Shell, threads: readonly Thread[]): number {
  const owners = new Map<Thread, { pid: number; tid: number }>();
  for (const { pid, threads: own } of shell.programs.list()) {
    for (const { tid, thread } of own) owners.set(thread, { pid, tid });
  }
  const width = nameWidth(shell.kernel, threads, THREAD_HEADING.name);
  shell.print(` pid  tid ${left(THREAD_HEADING.name, width)}${THREAD_HEADING.title}\n`);
  shell.print(`---- ---- ${rule(width)}${THREAD_HEADING.rule}\n`);
  for (const thread of threads) {
    const owner = owners.get(thread);
    const ids = `${right(owner?.pid ?? "", 4)} ${right(owner?.tid ?? "", 4)}`;
    shell.print(`${ids} ${left(thread.name, width)}${threadColumns(thread)}\n`);
  }
  return STATUS_OK;
}

export default command;
