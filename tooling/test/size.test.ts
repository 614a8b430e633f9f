import { describe, expect, test } from "vitest";
import { measure, overBudget } from "../size.ts";

describe("overBudget", () => {
  const budget = { bytes: 100, gzipBytes: 50 };

  test("is silent within the budget, its edge included", () => {
    expect(overBudget("a.mjs", { bytes: 100, gzipBytes: 50 }, budget)).toEqual([]);
  });

  test("names each figure that is over", () => {
    expect(overBudget("a.mjs", { bytes: 101, gzipBytes: 51 }, budget)).toEqual([
      "a.mjs: 101 bytes, budget 100",
      "a.mjs: 51 bytes gzipped, budget 50",
    ]);
  });
});

describe("measure", () => {
  test("counts bytes as they are and gzipped", () => {
    const size = measure(new Uint8Array(10_000));
    expect(size.bytes).toBe(10_000);
    expect(size.gzipBytes).toBeLessThan(100);
  });
});
