// `list mutex`

import { RT_OBJECT_CLASS_MUTEX } from "@keel/abi";
import { Mutex } from "@keel/kernel";
import { left, right, zeroed } from "../columns.ts";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects, waitersText } from "../object-table.ts";

/** What RT-Thread shows where nobody waits. */
const NO_PRIORITY = 255;

const list: ObjectList = {
  name: "mutex",
  help: "list mutexes",
  print(shell) {
    const mutexes = objectsOf(shell.kernel, RT_OBJECT_CLASS_MUTEX, Mutex);
    const heading = {
      name: "mutex",
      title: "   owner  hold priority suspend thread",
      rule: " -------- ---- -------- --------------",
    };
    return printObjects(shell, mutexes, heading, (mutex) => {
      const owner = left(mutex.owner?.name ?? "(NULL)", 8);
      const priority = right(Math.min(mutex.waiterPriority, NO_PRIORITY), 8);
      return ` ${owner} ${zeroed(mutex.hold, 4)} ${priority}  ${waitersText(mutex, 4)}`;
    });
  },
};

export default list;
