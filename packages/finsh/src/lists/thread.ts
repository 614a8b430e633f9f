// `list thread`

import { RT_OBJECT_CLASS_THREAD } from "@keel/abi";
import { Thread } from "@keel/kernel";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects } from "../object-table.ts";
import { THREAD_HEADING, threadColumns } from "../thread-table.ts";

const list: ObjectList = {
  name: "thread",
  help: "list threads",
  print(shell) {
    const threads = objectsOf(shell.kernel, RT_OBJECT_CLASS_THREAD, Thread);
    return printObjects(shell, threads, THREAD_HEADING, threadColumns);
  },
};

export default list;
