// `list memheap`

import { RT_OBJECT_CLASS_MEM_HEAP } from "@keel/abi";
import type { ObjectList } from "../object-list.ts";
import { printObjects } from "../object-table.ts";

const list: ObjectList = {
  name: "memheap",
  help: "list memory heaps",
  // The kernel's own memory is the host's and has no heap objects: heaps show only when somebody attaches one.
  print(shell) {
    const heading = {
      name: "memheap",
      title: "  pool size  max used size available size",
      rule: " ---------- ------------- --------------",
    };
    return printObjects(shell, shell.kernel.objects.list(RT_OBJECT_CLASS_MEM_HEAP), heading, () => "");
  },
};

export default list;
