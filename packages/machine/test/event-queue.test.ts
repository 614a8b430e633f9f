import { describe, expect, test } from "vitest";
import { EventQueue } from "../src/index.ts";

class HandClock {
  ns = 0;
  now(): number {
    return this.ns;
  }
}

function queue(): {
  clock: HandClock;
  events: EventQueue;
  log: string[];
  note: (what: string) => () => void;
} {
  const clock = new HandClock();
  const log: string[] = [];
  return { clock, events: new EventQueue(clock), log, note: (what) => () => void log.push(what) };
}

describe("EventQueue", () => {
  test("runs events in order of time, equal times in order of arrival, and none early", () => {
    const { clock, events, log, note } = queue();
    events.at(20, note("b1"));
    events.at(10, note("a"));
    events.at(20, note("b2"));
    events.at(30, note("c"));
    expect(events.nextNs()).toBe(10);
    clock.ns = 20;
    events.runDue();
    expect(log).toEqual(["a", "b1", "b2"]);
    expect(events.nextNs()).toBe(30);
  });

  test("a cancelled event does not run, and cancelling twice or late is harmless", () => {
    const { clock, events, log, note } = queue();
    const a = events.at(1, note("a"));
    const b = events.at(2, note("b"));
    const c = events.at(3, note("c"));
    events.cancel(b);
    events.cancel(b);
    clock.ns = 3;
    events.runDue();
    events.cancel(a);
    expect(log).toEqual(["a", "c"]);
    expect(c.pending).toBe(false);
    expect(events.nextNs()).toBe(Infinity);
  });

  test("says when an event is the earliest yet, and only then", () => {
    const { events, note } = queue();
    const earlier: number[] = [];
    events.onEarlier = (ns) => void earlier.push(ns);
    for (const ns of [20, 30, 20, 10]) events.at(ns, note(""));
    expect(earlier).toEqual([20, 10]);
  });

  test("an event that adds one due at the same time has it run in the same go", () => {
    const { clock, events, log, note } = queue();
    events.at(5, () => {
      note("first")();
      events.at(5, note("second"));
      events.at(6, note("later"));
    });
    clock.ns = 5;
    events.runDue();
    expect(log).toEqual(["first", "second"]);
    expect(events.nextNs()).toBe(6);
  });
});
