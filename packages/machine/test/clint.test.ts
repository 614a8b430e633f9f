import { describe, expect, test } from "vitest";
import { Clint, EventQueue } from "../src/index.ts";

function clint(timebaseHz = 10_000_000) {
  const clock = { ns: 0, now: () => clock.ns };
  const events = new EventQueue(clock);
  const line = { level: 0, raise: () => void (line.level = 1), lower: () => void (line.level = 0) };
  const part = new Clint({ base: 0x0200_0000, events, timerLine: line, timebaseHz });
  const compare = (ticks: number) => {
    part.write(0x4000, 4, ticks % 2 ** 32);
    part.write(0x4004, 4, Math.floor(ticks / 2 ** 32));
  };
  return { clock, events, line, part, compare };
}

describe("Clint", () => {
  test("mtime counts at the timebase", () => {
    const { clock, part } = clint();
    clock.ns = 1_000_000_199;
    expect(part.read(0xbff8, 4)).toBe(10_000_001);
    clock.ns = 2 ** 33 * 100;
    expect([part.read(0xbff8, 4), part.read(0xbffc, 4)]).toEqual([0, 2]);
  });

  test("raises the timer line at mtimecmp, and a later mtimecmp lowers it", () => {
    const { clock, events, line, compare } = clint();
    compare(50);
    expect(events.nextNs()).toBe(5000);
    clock.ns = 4999;
    events.runDue();
    expect(line.level).toBe(0);
    clock.ns = 5000;
    events.runDue();
    expect(line.level).toBe(1);
    compare(60);
    expect(line.level).toBe(0);
  });

  test("all ones means never", () => {
    const { events, part, compare } = clint();
    expect(events.nextNs()).toBe(Infinity);
    compare(50);
    part.write(0x4000, 4, 0xffff_ffff);
    part.write(0x4004, 4, 0xffff_ffff);
    expect(events.nextNs()).toBe(Infinity);
  });

  test("writing mtime moves the deadline", () => {
    const { events, part, compare } = clint();
    compare(100);
    part.write(0xbff8, 4, 40);
    expect(part.time()).toBe(40);
    expect(events.nextNs()).toBe(6000);
  });

  test("a timebase that does not divide a second fires once, not before mtime says so", () => {
    const { clock, events, line, part, compare } = clint(3_000_000);
    compare(7);
    while (line.level === 0) {
      clock.ns = events.nextNs();
      events.runDue();
    }
    expect(part.time()).toBe(7);
    expect(clock.ns).toBeGreaterThanOrEqual(2333);
    expect(clock.ns).toBeLessThanOrEqual(2335);
  });
});
