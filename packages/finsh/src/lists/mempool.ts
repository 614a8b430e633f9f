// `list mempool`

import { RT_OBJECT_CLASS_MEM_POOL } from "@keel/abi";
import { MemPool } from "@keel/kernel";
import { zeroed } from "../columns.ts";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects, waitersText } from "../object-table.ts";

const list: ObjectList = {
  name: "mempool",
  help: "list memory pools",
  print(shell) {
    const pools = objectsOf(shell.kernel, RT_OBJECT_CLASS_MEM_POOL, MemPool);
    const heading = {
      name: "mempool",
      title: " block total free suspend thread",
      rule: " ----  ----  ---- --------------",
    };
    return printObjects(shell, pools, heading, (pool) => {
      const sizes = [pool.blockSize, pool.blockTotal, pool.blockFree].map((size) => zeroed(size, 4));
      return ` ${sizes.join("  ")} ${waitersText(pool)}`;
    });
  },
};

export default list;
