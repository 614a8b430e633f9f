// RecordLocks: the byte-range locks on one file (fcntl F_SETLK), as a list of disjoint ranges per
// owner. An owner's new lock replaces its old ones where they overlap. Pure bookkeeping: who waits
// for what is FileLocks' business.

/** A locked range; `end` is exclusive and Infinity for "to the end of the file, wherever that is". */
export interface RecordLock<Owner> {
  readonly owner: Owner;
  readonly start: number;
  readonly end: number;
  readonly isExclusive: boolean;
}

export class RecordLocks<Owner> {
  private locks: RecordLock<Owner>[] = [];

  get isEmpty(): boolean {
    return this.locks.length === 0;
  }

  /** The first lock of somebody else that forbids this one, or null. */
  conflict(owner: Owner, start: number, end: number, isExclusive: boolean): RecordLock<Owner> | null {
    for (const lock of this.locks) {
      const overlaps = lock.start < end && start < lock.end;
      if (lock.owner !== owner && overlaps && (isExclusive || lock.isExclusive)) return lock;
    }
    return null;
  }

  /** Gives `owner` the range; the caller has asked `conflict`. */
  add(lock: RecordLock<Owner>): void {
    this.remove(lock.owner, lock.start, lock.end);
    // Neighbours of the same kind become one lock, so that F_GETLK reports whole ranges.
    let { start, end } = lock;
    const others: RecordLock<Owner>[] = [];
    for (const other of this.locks) {
      const isSame = other.owner === lock.owner && other.isExclusive === lock.isExclusive;
      if (isSame && other.end === start) start = other.start;
      else if (isSame && other.start === end) end = other.end;
      else others.push(other);
    }
    others.push({ owner: lock.owner, start, end, isExclusive: lock.isExclusive });
    this.locks = others.sort((a, b) => a.start - b.start);
  }

  /** Takes the range away from `owner`; true if it had any of it. */
  remove(owner: Owner, start: number, end: number): boolean {
    const rest: RecordLock<Owner>[] = [];
    let hasChanged = false;
    for (const lock of this.locks) {
      if (lock.owner !== owner || lock.end <= start || end <= lock.start) {
        rest.push(lock);
        continue;
      }
      hasChanged = true;
      if (lock.start < start) rest.push({ ...lock, end: start });
      if (end < lock.end) rest.push({ ...lock, start: end });
    }
    this.locks = rest;
    return hasChanged;
  }

  /** Takes everything away from every owner that `isGone`; true if there was one. */
  prune(isGone: (owner: Owner) => boolean): boolean {
    const before = this.locks.length;
    this.locks = this.locks.filter((lock) => !isGone(lock.owner));
    return this.locks.length < before;
  }
}
