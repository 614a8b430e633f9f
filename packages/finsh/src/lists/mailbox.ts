// `list mailbox`

import { RT_OBJECT_CLASS_MAILBOX } from "@keel/abi";
import { Mailbox } from "@keel/kernel";
import { zeroed } from "../columns.ts";
import type { ObjectList } from "../object-list.ts";
import { objectsOf, printObjects, waitersText } from "../object-table.ts";

const list: ObjectList = {
  name: "mailbox",
  help: "list mailboxes",
  print(shell) {
    const mailboxes = objectsOf(shell.kernel, RT_OBJECT_CLASS_MAILBOX, Mailbox);
    const heading = {
      name: "mailbox",
      title: " entry size suspend thread",
      rule: " ----  ---- --------------",
    };
    return printObjects(shell, mailboxes, heading, (mailbox) => {
      return ` ${zeroed(mailbox.entry, 4)}  ${zeroed(mailbox.size, 4)} ${waitersText(mailbox)}`;
    });
  },
};

export default list;
