import { WALL_CLOCK } from "@keel/dfs";
import { Kernel, VirtualClock } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import { DEFAULT_EPOCH_SECONDS, RealtimeClock } from "../src/realtime-clock.ts";
import { World } from "./world.ts";

describe("RealtimeClock", () => {
  test("begins in 2026, or where the board says", () => {
    const kernel = new Kernel({ clock: new VirtualClock(5) });
    expect(new Date(DEFAULT_EPOCH_SECONDS * 1000).toISOString()).toBe("2026-01-01T00:00:00.000Z");
    expect(new RealtimeClock(kernel, 1000).nowNs()).toBe(1000e9 + 5);
  });

  test("is exact to the nanosecond whenever it is set", () => {
    const clock = new VirtualClock(2_700_000_000);
    const realtime = new RealtimeClock(new Kernel({ clock }));
    realtime.set(5000, 100_000_000);
    // 2.7 s ago it was 4997.4.
    expect([realtime.epochSeconds, realtime.epochNs]).toEqual([4997, 400_000_000]);
    clock.spend(1);
    expect(realtime.nowNs()).toBe(5000.1e9 + 1);
  });

  test("is what files are stamped with, unless the board has its own", () => {
    const world = new World();
    expect(world.kernel.service(WALL_CLOCK)).toBe(world.gate.linux.realtime);
  });
});
