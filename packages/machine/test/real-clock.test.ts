import { describe, expect, test } from "vitest";
import { RealClock } from "../src/index.ts";

describe("RealClock", () => {
  test("starts at its start time whatever the host's origin", () => {
    const clock = new RealClock(() => 987_654_321.5, 1000);
    expect(clock.now()).toBe(1000);
  });

  test("stands still between spends, and catches up with the host at sync", () => {
    let host = 500;
    const clock = new RealClock(() => host);
    host = 10_500;
    expect(clock.now()).toBe(0);
    expect(clock.sync()).toBe(0);
    expect(clock.now()).toBe(10_000);
  });

  test("sync says how far ahead of the host work has brought it, and does not turn back", () => {
    let host = 0;
    const clock = new RealClock(() => host);
    clock.spend(2000);
    host = 500;
    expect(clock.sync()).toBe(1500);
    expect(clock.now()).toBe(2000);
    host = 2000;
    expect(clock.sync()).toBe(0);
  });
});
