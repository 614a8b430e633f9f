import { describe, expect, test } from "vitest";
import { RecordLocks } from "../src/record-locks.ts";

function lock(owner: string, start: number, end: number, isExclusive = true) {
  return { owner, start, end, isExclusive };
}

describe("RecordLocks", () => {
  test("readers share a range, a writer excludes everybody else", () => {
    const locks = new RecordLocks<string>();
    locks.add(lock("a", 0, 10, false));
    expect(locks.conflict("b", 5, 6, false)).toBeNull();
    expect(locks.conflict("b", 5, 6, true)).toEqual(lock("a", 0, 10, false));
    expect(locks.conflict("a", 5, 6, true)).toBeNull();
    expect(locks.conflict("b", 10, 20, true)).toBeNull();
  });

  test("unlocking the middle leaves two ends", () => {
    const locks = new RecordLocks<string>();
    locks.add(lock("a", 0, 100));
    expect(locks.remove("a", 40, 60)).toBe(true);
    expect(locks.conflict("b", 40, 60, true)).toBeNull();
    expect(locks.conflict("b", 39, 40, true)).toEqual(lock("a", 0, 40));
    expect(locks.conflict("b", 60, 61, true)).toEqual(lock("a", 60, 100));
    expect(locks.remove("a", 40, 60)).toBe(false);
  });

  test("neighbours of one kind are one lock", () => {
    const locks = new RecordLocks<string>();
    locks.add(lock("a", 0, 10));
    locks.add(lock("a", 20, Infinity));
    locks.add(lock("a", 10, 20));
    expect(locks.conflict("b", 15, 16, false)).toEqual(lock("a", 0, Infinity));
  });

  test("an owner's new kind replaces the old one where they overlap", () => {
    const locks = new RecordLocks<string>();
    locks.add(lock("a", 0, 30));
    locks.add(lock("a", 10, 20, false));
    expect(locks.conflict("b", 10, 20, false)).toBeNull();
    expect(locks.conflict("b", 9, 10, false)).toEqual(lock("a", 0, 10));
  });

  test("owners that are gone leave nothing", () => {
    const locks = new RecordLocks<string>();
    locks.add(lock("a", 0, 10));
    locks.add(lock("b", 20, 30));
    expect(locks.prune((owner) => owner === "a")).toBe(true);
    expect(locks.conflict("c", 0, 15, true)).toBeNull();
    expect(locks.isEmpty).toBe(false);
  });
});
