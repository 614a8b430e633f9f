// Who holds a mutex runs at least as urgently as whoever waits for it, through whole chains of holders.
// RT-Thread: _thread_update_priority and neighbours in src/ipc.c.

import { RT_THREAD_SUSPEND_MASK } from "@keel/abi";
import type { Mutex } from "./mutex.ts";
import { insertByPriority, type Scheduler } from "./scheduler.ts";
import type { Thread } from "./thread.ts";

/** Less urgent than any priority: no waiter, no ceiling. */
export const PRIORITY_NONE = 256;

/** The priority a thread is entitled to: its own, or that of its held mutexes' waiters and ceilings. */
export function entitledPriority(thread: Thread): number {
  let priority = thread.initPriority;
  const taken = thread.takenMutexes;
  for (let node = taken.head.next; node !== taken.head; node = node.next) {
    const mutex: Mutex = node.owner;
    priority = Math.min(priority, mutex.waiterPriority, mutex.ceiling);
  }
  return priority;
}

/** Sets a thread's current priority, and with it that of the holders it waits for, and that they wait for. */
export function updatePriority(scheduler: Scheduler, thread: Thread, priority: number): void {
  scheduler.changePriority(thread, priority);
  let waiter = thread;
  // A cycle of waiters (a deadlock) ends the walk too: the second time round nothing changes any more.
  while ((waiter.stat & RT_THREAD_SUSPEND_MASK) !== 0 && waiter.pendingMutex !== null) {
    const mutex: Mutex = waiter.pendingMutex;
    waiter.queueLink.remove();
    insertByPriority(mutex.waiters, waiter);
    mutex.refreshWaiterPriority();
    const owner = mutex.owner;
    if (owner === null) return;
    const entitled = entitledPriority(owner);
    if (entitled === owner.currentPriority) return;
    scheduler.changePriority(owner, entitled);
    waiter = owner;
  }
}
