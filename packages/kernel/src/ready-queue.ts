// The ready threads: one list per priority, and a bitmap that knows which lists are not empty. The running
// thread is in none of them. @hotpath

import { Bitmap, List } from "@keel/klib";
import type { Thread } from "./thread.ts";

export class ReadyQueue {
  /** What `highest` says when nobody is ready: less urgent than any priority. */
  static readonly EMPTY = 256;

  private readonly levels: List<Thread>[] = [];
  private readonly occupied: Bitmap = new Bitmap();

  constructor(priorityMax: number) {
    for (let level = 0; level < priorityMax; level++) this.levels.push(new List<Thread>());
  }

  insertHead(thread: Thread): void {
    const level = thread.currentPriority;
    this.levels[level]!.insertHead(thread.queueLink);
    this.occupied.set(level);
  }

  insertTail(thread: Thread): void {
    const level = thread.currentPriority;
    this.levels[level]!.insertTail(thread.queueLink);
    this.occupied.set(level);
  }

  remove(thread: Thread): void {
    thread.queueLink.remove();
    const level = thread.currentPriority;
    if (this.levels[level]!.isEmpty) this.occupied.clear(level);
  }

  /** Priority of the most urgent ready thread, or EMPTY. */
  highest(): number {
    const level = this.occupied.first();
    return level < 0 ? ReadyQueue.EMPTY : level;
  }

  /** Whether somebody is ready at `level`. */
  has(level: number): boolean {
    return this.occupied.has(level);
  }

  /** Takes out the first thread of `level`, which is not empty. */
  takeFirst(level: number): Thread {
    const list = this.levels[level]!;
    const node = list.head.next;
    node.remove();
    if (list.isEmpty) this.occupied.clear(level);
    return node.owner;
  }
}
