// Generated from the files of this folder by tooling/generate.ts. Do not edit: run pnpm generate.

import type { ObjectList } from "../object-list.ts";
import deviceObjectList from "./device.ts";
import eventObjectList from "./event.ts";
import mailboxObjectList from "./mailbox.ts";
import memheapObjectList from "./memheap.ts";
import mempoolObjectList from "./mempool.ts";
import msgqueueObjectList from "./msgqueue.ts";
import mutexObjectList from "./mutex.ts";
import processObjectList from "./process.ts";
import semObjectList from "./sem.ts";
import threadObjectList from "./thread.ts";
import timerObjectList from "./timer.ts";

/** What `list` can list. */
export const OBJECT_LISTS: readonly ObjectList[] = [
  deviceObjectList,
  eventObjectList,
  mailboxObjectList,
  memheapObjectList,
  mempoolObjectList,
  msgqueueObjectList,
  mutexObjectList,
  processObjectList,
  semObjectList,
  threadObjectList,
  timerObjectList,
];
