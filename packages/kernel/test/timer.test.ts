import {
  EINVAL,
  ERROR,
  RT_OBJECT_CLASS_TIMER,
  RT_TICK_MAX,
  RT_TIMER_CTRL_GET_REMAIN_TIME,
  RT_TIMER_CTRL_GET_STATE,
  RT_TIMER_CTRL_GET_TIME,
  RT_TIMER_CTRL_SET_ONESHOT,
  RT_TIMER_CTRL_SET_PERIODIC,
  RT_TIMER_CTRL_SET_TIME,
  RT_TIMER_FLAG_ACTIVATED,
  RT_TIMER_FLAG_PERIODIC,
  RT_TIMER_FLAG_SOFT_TIMER,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Timer, type TimerCallback } from "../src/index.ts";
import { type Bed, makeBed, TICK } from "./bed.ts";

const PERIODIC = RT_TIMER_FLAG_PERIODIC;
const SOFT = RT_TIMER_FLAG_SOFT_TIMER;

function noting(bed: Bed, name: string, ticks: number, flags = 0, callback: TimerCallback = () => {}): Timer {
  return new Timer(bed.kernel, {
    name,
    ticks,
    flags,
    callback(timer) {
      bed.log.push(`${name}@${bed.kernel.tick()}`);
      callback(timer);
    },
  });
}

for (const [kind, soft] of [
  ["hard", 0],
  ["soft", SOFT],
] as const) {
  describe(`Timer (${kind})`, () => {
    test("one shot fires once and is inactive then", () => {
      const bed = makeBed();
      const timer = noting(bed, "t", 5, soft);
      expect(timer.control(RT_TIMER_CTRL_GET_STATE)).toBe(0);
      expect(timer.start()).toBe(0);
      expect(timer.control(RT_TIMER_CTRL_GET_STATE)).toBe(RT_TIMER_FLAG_ACTIVATED);
      bed.run(20 * TICK);
      expect(bed.log).toEqual(["t@5"]);
      expect(timer.isActive).toBe(false);
      expect(timer.stop()).toBe(-ERROR);
    });

    test("periodic fires again and again until it is stopped", () => {
      const bed = makeBed();
      const timer = noting(bed, "t", 5, soft | PERIODIC);
      timer.start();
      bed.run(17 * TICK);
      expect(timer.stop()).toBe(0);
      bed.run(100 * TICK);
      expect(bed.log).toEqual(["t@5", "t@10", "t@15"]);
    });

    test("equal deadlines fire in the order of their starts", () => {
      const bed = makeBed();
      const timers = ["a", "b", "c"].map((name) => noting(bed, name, 5, soft));
      for (const timer of timers) timer.start();
      timers[0]!.start(); // starting over puts it behind
      bed.run();
      expect(bed.log).toEqual(["b@5", "c@5", "a@5"]);
    });

    test("start on an active timer starts it over", () => {
      const bed = makeBed();
      const timer = noting(bed, "t", 5, soft);
      timer.start();
      bed.run(3 * TICK);
      timer.start();
      bed.run();
      expect(bed.log).toEqual(["t@8"]);
    });

    test("SET_TIME stops an active timer; GET_REMAIN_TIME is the absolute tick", () => {
      const bed = makeBed();
      const timer = noting(bed, "t", 5, soft);
      bed.run(3 * TICK);
      timer.start();
      expect(timer.control(RT_TIMER_CTRL_GET_REMAIN_TIME)).toBe(8);
      expect(timer.control(RT_TIMER_CTRL_SET_TIME, 7)).toBe(0);
      expect(timer.isActive).toBe(false);
      expect(timer.control(RT_TIMER_CTRL_GET_TIME)).toBe(7);
      bed.run(20 * TICK);
      expect(bed.log).toEqual([]);
      timer.start();
      bed.run();
      expect(bed.log).toEqual(["t@27"]);
    });

    test("the callback may stop its own timer, and start it over", () => {
      const bed = makeBed();
      let count = 0;
      const stopping = noting(bed, "stopping", 2, soft | PERIODIC, (timer) => expect(timer.stop()).toBe(0));
      const restarting = noting(bed, "again", 3, soft, (timer) => {
        expect(timer.stop()).toBe(-ERROR);
        if (++count < 3) timer.start();
      });
      const slower = noting(bed, "slower", 5, soft | PERIODIC, (timer) => {
        timer.control(RT_TIMER_CTRL_SET_TIME, 10);
        timer.start();
      });
      for (const timer of [stopping, restarting, slower]) timer.start();
      bed.run(26 * TICK);
      expect(bed.log).toEqual([
        "stopping@2",
        "again@3",
        "slower@5",
        "again@6",
        "again@9",
        "slower@15",
        "slower@25",
      ]);
    });

    test("the callback may turn a one-shot timer periodic and back", () => {
      const bed = makeBed();
      let fired = 0;
      const timer = noting(bed, "t", 4, soft | PERIODIC, (self) => {
        if (++fired === 3) self.control(RT_TIMER_CTRL_SET_ONESHOT);
      });
      timer.start();
      bed.run(40 * TICK);
      expect(bed.log).toEqual(["t@4", "t@8", "t@12"]);
      timer.control(RT_TIMER_CTRL_SET_PERIODIC);
      expect(timer.isPeriodic).toBe(true);
    });

    test("a detached timer fires no more, not even from within its callback", () => {
      const bed = makeBed();
      const timer = noting(bed, "t", 3, soft | PERIODIC, (self) => self.detach());
      timer.start();
      bed.run(20 * TICK);
      expect(bed.log).toEqual(["t@3"]);
      expect(bed.kernel.objects.find("t", RT_OBJECT_CLASS_TIMER)).toBeNull();
    });

    test("hooks run around the callback", () => {
      const bed = makeBed();
      bed.kernel.hooks.timerEnter = (timer) => bed.log.push(`enter ${timer.name}`);
      bed.kernel.hooks.timerExit = (timer) => bed.log.push(`exit ${timer.name}`);
      noting(bed, "t", 1, soft).start();
      bed.run();
      expect(bed.log).toEqual(["enter t", "t@1", "exit t"]);
    });
  });
}

describe("Timer", () => {
  test("a hard callback runs in interrupt context, a soft one in thread `timer`", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const note = (): number => log.push(`nest ${kernel.interruptNest} in ${kernel.current?.name}`);
    noting(bed, "hard", 2, 0, note).start();
    noting(bed, "soft", 2, SOFT, note).start();
    bed.spawn("busy", 10, function* () {
      yield* kernel.spend(5 * TICK);
    });
    bed.run();
    expect(log).toEqual(["hard@2", "nest 1 in busy", "soft@2", "nest 0 in timer"]);
  });

  test("with timerAllSoft every timer is soft", () => {
    const bed = makeBed({ config: { timerAllSoft: true } });
    noting(bed, "t", 2, 0, () => bed.log.push(bed.kernel.current?.name ?? "")).start();
    bed.run();
    expect(bed.log).toEqual(["t@2", "timer"]);
  });

  test("soft timers wait for more urgent threads; a periodic one is re-armed from then on", () => {
    const bed = makeBed();
    const { kernel } = bed;
    noting(bed, "soft", 5, SOFT | PERIODIC).start();
    bed.spawn("urgent", 2, function* () {
      yield* kernel.delay(3);
      yield* kernel.spend(4 * TICK);
    });
    bed.run(18 * TICK);
    expect(bed.log).toEqual(["soft@7", "soft@12", "soft@17"]);
  });

  test("a hard periodic timer whose callback takes long is re-armed from its end", () => {
    const bed = makeBed();
    noting(bed, "t", 5, PERIODIC, () => bed.clock.spend(2 * TICK)).start();
    bed.run(23 * TICK);
    expect(bed.log).toEqual(["t@5", "t@12", "t@19"]);
  });

  test("one that its callback starts over counts from there, not from the callback's end", () => {
    const bed = makeBed();
    noting(bed, "t", 5, PERIODIC, (timer) => {
      timer.start();
      bed.clock.spend(2 * TICK);
    }).start();
    bed.run(16 * TICK);
    expect(bed.log).toEqual(["t@5", "t@10", "t@15"]);
  });

  test("a hard timer cuts into running threads on time, and wakes the more urgent", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const urgent = kernel.createThread({
      name: "urgent",
      priority: 1,
      *entry() {
        log.push(`urgent@${kernel.tick()}`);
      },
    });
    noting(bed, "t", 3, 0, () => urgent.startup()).start();
    bed.spawn("busy", 10, function* () {
      yield* kernel.spend(10 * TICK);
      log.push("busy");
    });
    bed.run();
    expect(log).toEqual(["t@3", "urgent@3", "busy"]);
  });

  test("of no ticks it fires at the next chance, a periodic one once per tick", () => {
    const bed = makeBed();
    noting(bed, "once", 0).start();
    noting(bed, "always", 0, PERIODIC).start();
    bed.run(2 * TICK);
    expect(bed.log).toEqual(["once@0", "always@0", "always@1", "always@2"]);
  });

  test("times out of range are refused", () => {
    const bed = makeBed();
    const timer = noting(bed, "t", 5);
    expect(timer.control(RT_TIMER_CTRL_SET_TIME, RT_TICK_MAX / 2)).toBe(-EINVAL);
    expect(timer.control(99)).toBe(-EINVAL);
    expect(() => noting(bed, "u", RT_TICK_MAX).start()).toThrow("out of range");
  });

  test("ten thousand timers fire in order", () => {
    const bed = makeBed();
    const fired: number[] = [];
    for (let i = 0; i < 10_000; i++) {
      const ticks = 1 + ((i * 7919) % 1000);
      new Timer(bed.kernel, { name: `t${i}`, ticks, callback: () => fired.push(ticks) }).start();
    }
    bed.run();
    expect(fired).toHaveLength(10_000);
    expect(fired).toEqual(fired.slice().sort((a, b) => a - b));
  });
});
