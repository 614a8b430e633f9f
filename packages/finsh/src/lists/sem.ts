// `list sem`

import { RT_OBJECT_CLASS_SEMAPHORE } from "@keel/abi";
import { Semaphore } from "@keel/kernel";
import { zeroed } from "../columns.ts";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects, waitersText } from "../object-table.ts";

const list: ObjectList = {
  name: "sem",
  help: "list semaphores",
  print(shell) {
    const semaphores = objectsOf(shell.kernel, RT_OBJECT_CLASS_SEMAPHORE, Semaphore);
    const heading = { name: "semaphore", title: " v   suspend thread", rule: " --- --------------" };
    return printObjects(shell, semaphores, heading, (semaphore) => {
      return ` ${zeroed(semaphore.value, 3)} ${waitersText(semaphore)}`;
    });
  },
};

export default list;
