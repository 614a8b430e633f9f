// `list memheap`

import { RT_OBJECT_CLASS_MEM_HEAP } from "@keel/abi";
import { MemHeap } from "@keel/kernel";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects } from "../object-table.ts";

const list: ObjectList = {
  name: "memheap",
  help: "list memory heaps",
  // The kernel's own memory is the host's and has no heap object: heaps show only when somebody makes one.
  print(shell) {
    const heaps = objectsOf(shell.kernel, RT_OBJECT_CLASS_MEM_HEAP, MemHeap);
    const heading = {
      name: "memheap",
      title: "  pool size  max used size available size",
      rule: " ---------- ------------- --------------",
    };
    return printObjects(shell, heaps, heading, (heap) => {
      const { poolSize, maxUsedSize, availableSize } = heap;
      return ` ${String(poolSize).padEnd(10)} ${String(maxUsedSize).padEnd(13)} ${availableSize}`;
    });
  },
};

export default list;
