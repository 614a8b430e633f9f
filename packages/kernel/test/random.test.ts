import { describe, expect, test } from "vitest";
import { Random } from "../src/index.ts";

describe("Random", () => {
  test("one seed, one sequence; other seeds, other sequences, beyond 32 bits too", () => {
    const take = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 4 }, () => random.u32());
    };
    expect(take(1)).toEqual(take(1));
    const all = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 40].map((seed) => take(seed).join());
    expect(new Set(all).size).toBe(all.length);
  });

  test("below is even over its range", () => {
    const random = new Random(7);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 10_000; i++) counts[random.below(5)]!++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  test("fills bytes of any number", () => {
    const bytes = new Uint8Array(1001);
    new Random(3).fill(bytes);
    expect(new Set(bytes).size).toBeGreaterThan(200);
    const again = new Uint8Array(1001);
    new Random(3).fill(again);
    expect(again).toEqual(bytes);
  });
});
