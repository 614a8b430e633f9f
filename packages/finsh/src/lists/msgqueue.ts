// `list msgqueue`

import { RT_OBJECT_CLASS_MESSAGE_QUEUE } from "@keel/abi";
import { MessageQueue } from "@keel/kernel";
import { zeroed } from "../columns.ts";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects, waitersText } from "../object-table.ts";

const list: ObjectList = {
  name: "msgqueue",
  help: "list message queues",
  print(shell) {
    const queues = objectsOf(shell.kernel, RT_OBJECT_CLASS_MESSAGE_QUEUE, MessageQueue);
    const heading = { name: "msgqueue", title: " entry suspend thread", rule: " ----  --------------" };
    return printObjects(shell, queues, heading, (queue) => {
      return ` ${zeroed(queue.entry, 4)}  ${waitersText(queue)}`;
    });
  },
};

export default list;
