import { describe, expect, test } from "vitest";
import { parseDuration } from "../src/index.ts";

describe("parseDuration", () => {
  test.each([
    ["10 s", 10e9],
    ["250ms", 250e6],
    ["1.5 min", 90e9],
    ["1 h", 3600e9],
    ["3 us", 3000],
    [42, 42],
  ])("%s is %d ns", (text, ns) => {
    expect(parseDuration(text)).toBe(ns);
  });

  test.each(["10", "s", "-1 s", "1 fortnight", ""])("'%s' is refused with the remedy", (text) => {
    expect(() => parseDuration(text)).toThrow(/is no span of time: write a number and one of ns, us, ms, s/);
  });

  test("time does not go back", () => {
    expect(() => parseDuration(-1)).toThrow("time does not go back");
  });
});
