// `list thread` and so on: the kernel's objects; each kind is a file under lists/.

import { settle } from "@keel/kernel";
import { type Command, STATUS_OK, STATUS_USAGE } from "../command.ts";
import { OBJECT_LISTS } from "../lists/index.gen.ts";
import type { ObjectList } from "../object-list.ts";
import type { Shell } from "../shell.ts";

/** How RT-Thread called them before there was `list`. */
const HISTORIC = "list_";

const command: Command = {
  name: "list",
  help: "list objects of the system: threads, timers, semaphores, devices, ...",
  aliases: OBJECT_LISTS.map((list) => HISTORIC + list.name),
  *run(shell, argv) {
    const [name = "", argument] = argv;
    const kind = name.startsWith(HISTORIC) ? name.slice(HISTORIC.length) : argument;
    const list = listsOf(shell).find((other) => other.name === kind);
    if (list !== undefined) return yield* settle(list.print(shell));
    shell.print("Usage: list [options]\n\n[options]:\n");
    for (const { name: option, help } of listsOf(shell)) shell.print(`    ${option.padEnd(12)} - ${help}\n`);
    return kind === undefined ? STATUS_OK : STATUS_USAGE;
  },
  complete: (shell, words) => (words.length === 1 ? listsOf(shell).map((list) => list.name) : []),
};

function listsOf(shell: Shell): ObjectList[] {
  return OBJECT_LISTS.filter((list) => list.needs === undefined || shell.has(list.needs));
}

export default command;
