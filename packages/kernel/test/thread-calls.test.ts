import { EINTR, EINVAL } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Kernel, runVirtual, VirtualClock, WAIT_UNINTERRUPTIBLE, WAITING_FOREVER } from "../src/index.ts";
import { makeBed, TICK } from "./bed.ts";

describe("Kernel.delay", () => {
  test("wakes at the tick, counted from the last whole one", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("t", 10, function* () {
      yield* kernel.spend(0.4 * TICK);
      yield* kernel.delay(1);
      log.push(String(kernel.now()));
      yield* kernel.delay(7);
      log.push(String(kernel.now()));
    });
    bed.run();
    expect(log).toEqual([String(TICK), String(8 * TICK)]);
  });

  test("of no ticks is -EINVAL, and -EINTR after a foreign wake-up", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const thread = bed.spawn("t", 10, function* () {
      log.push(String(yield* kernel.delay(0)));
      log.push(`${yield* kernel.delay(10)} at ${kernel.tick()}`);
      log.push(`${yield* kernel.delay(WAITING_FOREVER)} at ${kernel.tick()}`);
    });
    bed.spawn("waker", 11, function* () {
      yield* kernel.delay(3);
      thread.wakeup(false);
      yield* kernel.delay(100);
      thread.wakeup(false);
    });
    bed.run();
    expect(log).toEqual([String(-EINVAL), `${-EINTR} at 3`, `${-EINTR} at 103`]);
  });

  test("threads that sleep to the same tick wake in the order they went to sleep, each to the head", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    for (const name of ["a", "b", "c"]) {
      bed.spawn(name, 10, function* () {
        log.push(`${name} sleeps`);
        yield* kernel.delay(5);
        log.push(`${name} wakes`);
      });
    }
    bed.run();
    expect(log).toEqual(["c sleeps", "b sleeps", "a sleeps", "a wakes", "b wakes", "c wakes"]);
  });
});

describe("Kernel.mdelay", () => {
  test("rounds up to ticks", () => {
    const bed = makeBed({ config: { tickPerSecond: 100 } });
    bed.spawn("t", 10, function* () {
      yield* bed.kernel.mdelay(11);
      bed.log.push(String(bed.kernel.now()));
    });
    bed.run();
    expect(bed.log).toEqual(["20000000"]);
  });
});

describe("Kernel.ticksFromMs", () => {
  test("rounds up, and takes negative times for ever", () => {
    const at = (tickPerSecond: number): Kernel =>
      new Kernel({ clock: new VirtualClock(), config: { tickPerSecond } });
    expect([-1, 0, 1, 999, 1000, 1001].map((ms) => at(1000).ticksFromMs(ms))).toEqual([
      -1, 0, 1, 999, 1000, 1001,
    ]);
    expect([1, 10, 11, 1000, 1001, 2015].map((ms) => at(100).ticksFromMs(ms))).toEqual([
      1, 1, 2, 100, 101, 202,
    ]);
  });
});

describe("Kernel.delayUntil", () => {
  test("keeps its period however long the work takes", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("t", 10, function* () {
      const last = { tick: kernel.tick() };
      for (const work of [1, 7, 2]) {
        yield* kernel.spend(work * TICK);
        yield* kernel.delayUntil(last, 10);
        log.push(`${kernel.tick()} ${last.tick}`);
      }
    });
    bed.run();
    expect(log).toEqual(["10 10", "20 20", "30 30"]);
  });

  test("when late, returns at once with the tick set to now", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("t", 10, function* () {
      const last = { tick: 0 };
      yield* kernel.spend(25 * TICK);
      yield* kernel.delayUntil(last, 10);
      log.push(`${kernel.tick()} ${last.tick}`);
      yield* kernel.delayUntil(last, 10);
      log.push(`${kernel.tick()} ${last.tick}`);
    });
    bed.run();
    expect(log).toEqual(["25 25", "35 35"]);
  });

  test("is not interruptible, a delay is", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const thread = bed.spawn("t", 10, function* () {
      yield* kernel.delayUntil({ tick: 0 }, 10);
      log.push(String(kernel.tick()));
    });
    bed.spawn("waker", 11, function* () {
      yield* kernel.delay(3);
      log.push(String(thread.wakeup(true)));
    });
    bed.run();
    expect(log).toEqual(["false", "10"]);
  });
});

describe("Kernel.sleepUntil", () => {
  test("wakes to the nanosecond, and at once for a time that has passed", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("t", 10, function* () {
      yield* kernel.sleepUntil(1_234_567);
      log.push(String(kernel.now()));
      log.push(String(yield* kernel.sleepUntil(5, WAIT_UNINTERRUPTIBLE)));
      log.push(String(kernel.now()));
    });
    bed.run();
    expect(log).toEqual(["1234567", "0", "1234567"]);
  });
});

describe("Kernel.spend", () => {
  test("is cut by interrupts and more urgent threads, and goes on", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("urgent", 5, function* () {
      yield* kernel.sleepUntil(1000);
      log.push(`urgent ${kernel.now()}`);
      yield* kernel.spend(500);
    });
    bed.spawn("t", 10, function* () {
      yield* kernel.spend(3000);
      log.push(`t ${kernel.now()}`);
    });
    bed.run();
    expect(log).toEqual(["urgent 1000", "t 3500"]);
  });

  test("what happens at the instant it ends comes before what the thread does next", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("urgent", 5, function* () {
      yield* kernel.sleepUntil(1000);
      log.push("urgent");
    });
    bed.spawn("t", 10, function* () {
      yield* kernel.spend(1000);
      log.push("t");
    });
    bed.run();
    expect(log).toEqual(["urgent", "t"]);
  });

  test("lets a more urgent thread that a plain call has readied go first", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const urgent = kernel.createThread({
      name: "urgent",
      priority: 5,
      *entry() {
        log.push(`urgent ${kernel.now()}`);
      },
    });
    bed.spawn("t", 10, function* () {
      urgent.startup();
      yield* kernel.spend(50);
      log.push(`t ${kernel.now()}`);
    });
    bed.run();
    expect(log).toEqual(["urgent 0", "t 50"]);
  });

  test("stops with the run and goes on with the next", () => {
    const bed = makeBed();
    const { kernel } = bed;
    bed.spawn("t", 10, function* () {
      yield* kernel.spend(100);
      bed.log.push(String(kernel.now()));
    });
    expect(kernel.run(40)).toEqual({ reason: "deadline", nextNs: Infinity });
    expect(kernel.now()).toBe(40);
    expect(kernel.run(400).reason).toBe("idle");
    expect(bed.log).toEqual(["100"]);
    expect(() => kernel.spend(-1)).toThrow("backwards");
  });

  test("a run at a time that is reached already runs nobody", () => {
    const bed = makeBed();
    bed.spawn("t", 10, function* () {
      bed.log.push("ran");
    });
    expect(bed.kernel.run(0).reason).toBe("deadline");
    expect(bed.log).toEqual([]);
    runVirtual(bed.kernel, 1);
    expect(bed.log).toEqual(["ran"]);
  });
});
