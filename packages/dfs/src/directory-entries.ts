// The names of a directory kept in memory: looked up by name, listed in the order of creation.
// Every entry has a cookie that stays its own as long as it is there, so that a listing that
// goes on after some cookie neither repeats nor skips what was not touched in between.

import { direntType } from "./attributes.ts";
import type { DirEntry } from "./dirent.ts";
import { FIRST_COOKIE } from "./directory-file.ts";
import type { Vnode } from "./vnode.ts";

/** What a listing needs to know of what a name stands for. */
export interface Listed {
  readonly ino: number;
  readonly mode: number;
}

interface Slot<T> {
  readonly name: string;
  vnode: T;
  readonly cookie: number;
  isGone: boolean;
}

/** Removed entries are swept out when they are more than the living, and at least this many. */
const SWEEP_MIN = 16;

export class DirectoryEntries<T extends Listed = Vnode> {
  readonly #byName = new Map<string, Slot<T>>();
  /** Ascending by cookie; removed slots stay until a sweep. */
  #inOrder: Slot<T>[] = [];
  #nextCookie = FIRST_COOKIE;

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): T | null {
    const slot = this.#byName.get(name);
    return slot === undefined ? null : slot.vnode;
  }

  names(): IterableIterator<string> {
    return this.#byName.keys();
  }

  /** Adds a name, or lets an existing one stand for another vnode in the same place. */
  set(name: string, vnode: T): void {
    const existing = this.#byName.get(name);
    if (existing !== undefined) {
      existing.vnode = vnode;
      return;
    }
    const slot: Slot<T> = { name, vnode, cookie: this.#nextCookie++, isGone: false };
    this.#byName.set(name, slot);
    this.#inOrder.push(slot);
  }

  delete(name: string): void {
    const slot = this.#byName.get(name);
    if (slot === undefined) return;
    this.#byName.delete(name);
    slot.isGone = true;
    const gone = this.#inOrder.length - this.#byName.size;
    if (gone >= SWEEP_MIN && gone > this.#byName.size) {
      this.#inOrder = this.#inOrder.filter((one) => !one.isGone);
    }
  }

  /** The first entry at or after `cookie`, or null. */
  next(cookie: number): DirEntry | null {
    const slots = this.#inOrder;
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const slot = slots[middle];
      if (slot !== undefined && slot.cookie < cookie) low = middle + 1;
      else high = middle;
    }
    for (; low < slots.length; low++) {
      const slot = slots[low];
      if (slot === undefined || slot.isGone) continue;
      const { vnode } = slot;
      return { name: slot.name, ino: vnode.ino, type: direntType(vnode.mode), nextCookie: slot.cookie + 1 };
    }
    return null;
  }
}
