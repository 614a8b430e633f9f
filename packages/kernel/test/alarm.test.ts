import { describe, expect, test } from "vitest";
import { Alarm } from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("Alarm", () => {
  test("rings at its nanosecond, in interrupt context", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const alarm = new Alarm(kernel, () => log.push(`${kernel.now()} nest ${kernel.interruptNest}`));
    expect([alarm.isSet, alarm.atNs]).toEqual([false, Infinity]);
    alarm.setAt(1_234_567);
    expect([alarm.isSet, alarm.atNs]).toEqual([true, 1_234_567]);
    bed.run();
    expect(log).toEqual(["1234567 nest 1"]);
    expect(alarm.isSet).toBe(false);
  });

  test("can be moved, cancelled, and set from its own callback", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    let rings = 0;
    const alarm = new Alarm(kernel, () => {
      log.push(String(kernel.now()));
      if (++rings < 3) alarm.setAt(kernel.now() + 7);
    });
    alarm.setAt(100);
    alarm.setAt(50);
    const silent = new Alarm(kernel, () => log.push("never"));
    silent.setAt(60);
    expect([silent.cancel(), silent.cancel()]).toEqual([true, false]);
    bed.run();
    expect(log).toEqual(["50", "57", "64"]);
  });

  test("a nearer one cuts a computing thread short at once", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const alarm = new Alarm(kernel, () => log.push(`ring ${kernel.now()}`));
    bed.spawn("t", 10, function* () {
      yield* kernel.spend(100);
      alarm.setAt(150);
      yield* kernel.spend(100);
      log.push(`t ${kernel.now()}`);
    });
    bed.run();
    expect(log).toEqual(["ring 150", "t 200"]);
  });

  test("one that sets itself to now for ever does not stop time", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const alarm: Alarm = new Alarm(kernel, () => alarm.setAt(kernel.now()));
    alarm.setAt(0);
    let done = false;
    bed.spawn("t", 10, function* () {
      yield* kernel.delay(2);
      done = true;
      alarm.cancel();
    });
    bed.run();
    expect(done).toBe(true);
  });
});
