import { describe, expect, test } from "vitest";
import { getInt64, getUint64, setAllOnes64, setInt64 } from "../../src/codec/int64.ts";

const view = new DataView(new ArrayBuffer(16));

describe("setInt64", () => {
  test.each([0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1, -4096])(
    "keeps %d",
    (value) => {
      setInt64(view, 8, value);
      expect(getInt64(view, 8)).toBe(value);
      expect(view.getBigInt64(8, true)).toBe(BigInt(value));
    },
  );

  test("leaves the bytes beside it alone", () => {
    setAllOnes64(view, 0);
    setInt64(view, 8, 5);
    expect(view.getBigUint64(0, true)).toBe(2n ** 64n - 1n);
  });
});

describe("getUint64", () => {
  test("reads the top bit as a value", () => {
    view.setBigUint64(0, 2n ** 63n, true);
    expect(getUint64(view, 0)).toBe(2 ** 63);
    expect(getInt64(view, 0)).toBe(-(2 ** 63));
  });
});
