import { describe, expect, test } from "vitest";
import { alignDown, alignUp, hi32, isSafe64, lo32, signed64, unsigned64 } from "../src/index.ts";

describe("signed64", () => {
  test("puts the halves of any safe integer together again", () => {
    for (const value of [0, 1, -1, 0x8000_0000, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1, -(2 ** 40) - 5]) {
      expect(signed64(lo32(value), hi32(value))).toBe(value);
    }
  });

  test("reads the high half with its sign, unsigned64 without", () => {
    expect(signed64(0xffff_ffff, 0xffff_ffff)).toBe(-1);
    expect(unsigned64(0, 1)).toBe(2 ** 32);
    expect(unsigned64(-1, 0)).toBe(0xffff_ffff);
  });

  test("isSafe64 knows where doubles end", () => {
    expect(isSafe64(0xffff_ffff, 0x1f_ffff)).toBe(true);
    expect(isSafe64(0, 0x20_0000)).toBe(false);
    expect(isSafe64(0, 0x8000_0000)).toBe(false);
  });
});

describe("alignUp", () => {
  test("rounds to multiples, beyond 32 bits too", () => {
    expect([alignUp(0, 8), alignUp(1, 8), alignUp(8, 8), alignUp(2 ** 40 + 1, 4096)]).toEqual([
      0,
      8,
      8,
      2 ** 40 + 4096,
    ]);
    expect(alignDown(2 ** 40 + 4097, 4096)).toBe(2 ** 40 + 4096);
  });
});
