// `list event`

import { RT_OBJECT_CLASS_EVENT } from "@keel/abi";
import { Event } from "@keel/kernel";
import { hex } from "../columns.ts";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects, waitersText } from "../object-table.ts";

const list: ObjectList = {
  name: "event",
  help: "list events",
  print(shell) {
    const events = objectsOf(shell.kernel, RT_OBJECT_CLASS_EVENT, Event);
    const heading = {
      name: "event",
      title: "      set    suspend thread",
      rule: "  ---------- --------------",
    };
    return printObjects(shell, events, heading, (event) => {
      const digits = event.waiterNames().length === 0 ? 1 : 3;
      return `  ${hex(event.set >>> 0)} ${waitersText(event, digits)}`;
    });
  },
};

export default list;
