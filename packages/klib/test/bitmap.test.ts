import { describe, expect, test } from "vitest";
import { Bitmap } from "../src/index.ts";

describe("Bitmap", () => {
  test("is empty at first", () => {
    const map = new Bitmap();
    expect([map.isEmpty, map.first(), map.has(0)]).toEqual([true, -1, false]);
  });

  test("finds the smallest member, for every single member", () => {
    for (let index = 0; index < 256; index++) {
      const map = new Bitmap();
      map.set(255);
      map.set(index);
      expect(map.first()).toBe(index);
      expect(map.has(index)).toBe(true);
      map.clear(index);
      expect(map.first()).toBe(index === 255 ? -1 : 255);
    }
  });

  test("clearing one of a word keeps the others", () => {
    const map = new Bitmap();
    for (const index of [31, 32, 33, 64]) map.set(index);
    map.clear(32);
    map.clear(31);
    map.clear(200);
    expect([map.first(), map.has(33), map.has(32), map.has(64)]).toEqual([33, true, false, true]);
  });
});
