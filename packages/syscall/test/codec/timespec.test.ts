import { describe, expect, test } from "vitest";
import { getInt64, setInt64 } from "../../src/codec/int64.ts";
import {
  getTimespec,
  getTimeval,
  setTimespec,
  setTimespecPair,
  setTimeval,
  timespecIsValid,
  timespecSince,
  timevalIsValid,
} from "../../src/codec/timespec.ts";

const view = new DataView(new ArrayBuffer(16));

function put(sec: number, fraction: number): void {
  setInt64(view, 0, sec);
  setInt64(view, 8, fraction);
}

function pair(): [number, number] {
  return [getInt64(view, 0), getInt64(view, 8)];
}

describe("setTimespec", () => {
  test("splits nanoseconds into seconds and a rest", () => {
    setTimespec(view, 0, 1_500_000_001);
    expect(pair()).toEqual([1, 500_000_001]);
    expect(getTimespec(view, 0)).toBe(1_500_000_001);
  });

  test("never stores a negative rest, whatever a date's digits round to", () => {
    for (let step = -3; step <= 3; step++) {
      setTimespec(view, 0, 1_767_225_600 * 1e9 + step * 256);
      const [sec, nsec] = pair();
      expect(nsec).toBeGreaterThanOrEqual(0);
      expect(nsec).toBeLessThan(1e9);
      expect(sec).toBe(step < 0 ? 1_767_225_599 : 1_767_225_600);
    }
  });
});

describe("setTimespecPair", () => {
  test("carries whole seconds and is exact for dates", () => {
    setTimespecPair(view, 0, 1_767_225_600, 3_000_000_007);
    expect(pair()).toEqual([1_767_225_603, 7]);
  });
});

describe("timespecIsValid", () => {
  test.each([
    [0, 0, true],
    [0, 999_999_999, true],
    [0, 1_000_000_000, false],
    [0, -1, false],
    [-1, 0, false],
  ])("%d s %d ns: %s", (sec, nsec, expected) => {
    put(sec, nsec);
    expect(timespecIsValid(view, 0)).toBe(expected);
  });
});

describe("timespecSince", () => {
  test("is exact between two dates", () => {
    put(1_767_225_601, 5);
    expect(timespecSince(view, 0, 1_767_225_600, 999_999_999)).toBe(6);
  });
});

describe("timeval", () => {
  test("holds microseconds, cut off", () => {
    setTimeval(view, 0, 2_000_001_999);
    expect(pair()).toEqual([2, 1]);
    expect(getTimeval(view, 0)).toBe(2_000_001_000);
  });

  test("accepts less than a million microseconds", () => {
    put(0, 999_999);
    expect(timevalIsValid(view, 0)).toBe(true);
    put(0, 1_000_000);
    expect(timevalIsValid(view, 0)).toBe(false);
  });
});
