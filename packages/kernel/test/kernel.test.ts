import { RT_OBJECT_CLASS_THREAD } from "@keel/abi";
import { describe, expect, test } from "vitest";
import {
  Alarm,
  defineService,
  type Hardware,
  Kernel,
  PANIC_STATUS,
  runVirtual,
  Semaphore,
  startup,
  VirtualClock,
} from "../src/index.ts";
import { makeBed, TICK } from "./bed.ts";

/** Hardware with interrupts at given times. */
class Interrupts implements Hardware {
  private readonly times: number[];
  private readonly handler: () => void;

  constructor(times: number[], handler: () => void) {
    this.times = times;
    this.handler = handler;
  }

  nextEventNs(): number {
    return this.times[0] ?? Infinity;
  }

  poll(kernel: Kernel): void {
    while (this.nextEventNs() <= kernel.now()) {
      this.times.shift();
      kernel.interrupt("line", this.handler);
    }
  }
}

describe("Kernel.run", () => {
  test("says idle with the time of the next timer or hardware event, and lets no time pass itself", () => {
    const clock = new VirtualClock();
    const kernel = new Kernel({ clock, hardware: new Interrupts([7000], () => {}) });
    const thread = kernel.createThread({
      name: "t",
      priority: 10,
      *entry() {
        yield* kernel.sleepUntil(5000);
      },
    });
    thread.startup();
    expect(kernel.run(Infinity)).toEqual({ reason: "idle", nextNs: 5000 });
    expect(clock.now()).toBe(0);
    clock.spend(5000);
    expect(kernel.run(Infinity)).toEqual({ reason: "idle", nextNs: 7000 });
    clock.spend(2000);
    expect(kernel.run(Infinity)).toEqual({ reason: "idle", nextNs: Infinity });
  });

  test("stops at its deadline in the middle of computing", () => {
    const { kernel, spawn } = makeBed();
    spawn("t", 10, function* () {
      yield* kernel.spend(1000);
    });
    expect(kernel.run(300)).toEqual({ reason: "deadline", nextNs: Infinity });
    expect([kernel.now(), kernel.current?.name]).toEqual([300, "t"]);
  });

  test("stop ends this run only", () => {
    const bed = makeBed();
    const { kernel } = bed;
    bed.spawn("t", 10, function* () {
      kernel.stop();
      yield* kernel.preemptionPoint();
      bed.log.push("went on");
    });
    expect(kernel.run(Infinity).reason).toBe("stopped");
    expect(bed.log).toEqual([]);
    expect(kernel.run(Infinity).reason).toBe("idle");
    expect(bed.log).toEqual(["went on"]);
  });

  test("halt ends this and every further run, with a status", () => {
    const bed = makeBed();
    const { kernel } = bed;
    bed.spawn("t", 10, function* () {
      kernel.halt(7);
      yield* kernel.preemptionPoint();
      bed.log.push("never");
    });
    expect(kernel.run(Infinity).reason).toBe("halted");
    expect(kernel.run(Infinity).reason).toBe("halted");
    expect([kernel.exitStatus, kernel.panicMessage]).toEqual([7, null]);
    expect(bed.log).toEqual([]);
  });

  test("halt in a timer's callback ends the run when no thread is ready", () => {
    const { kernel } = makeBed();
    new Alarm(kernel, () => kernel.halt(3)).setAt(500);
    startup(kernel, []);
    expect(runVirtual(kernel, Infinity).reason).toBe("halted");
    expect([kernel.now(), kernel.exitStatus]).toEqual([500, 3]);
  });

  test("is not for threads to call", () => {
    const bed = makeBed();
    bed.spawn("t", 10, function* () {
      expect(() => bed.kernel.run(5)).toThrow("from within itself");
    });
    bed.run();
  });

  test("hardware interrupts cut into threads at their time", () => {
    let semaphore: Semaphore | null = null;
    const bed = makeBed({ hardware: new Interrupts([100, 250], () => semaphore!.release()) });
    const { kernel, log } = bed;
    semaphore = new Semaphore(kernel, "s", 0);
    bed.spawn("driver", 5, function* () {
      for (let i = 0; i < 2; i++) {
        yield* semaphore!.take();
        log.push(`driver ${kernel.now()}`);
      }
    });
    bed.spawn("t", 10, function* () {
      yield* kernel.spend(200);
      log.push(`t ${kernel.now()}`);
    });
    bed.run();
    expect(log).toEqual(["driver 100", "t 200", "driver 250"]);
  });

  test("a hundred kernels live side by side", () => {
    const beds = Array.from({ length: 100 }, (_, i) => {
      const bed = makeBed();
      bed.spawn("t", 10, function* () {
        yield* bed.kernel.delay(i + 1);
        bed.log.push(String(bed.kernel.tick()));
      });
      return bed;
    });
    for (const bed of beds) bed.run();
    expect(beds.map((bed) => bed.log[0])).toEqual(beds.map((_, i) => String(i + 1)));
  });
});

describe("Kernel.panic", () => {
  test("ends the run, prints where and who, and halts", () => {
    const bed = makeBed();
    const { kernel } = bed;
    bed.spawn("culprit", 10, function* () {
      yield* kernel.delay(3);
      kernel.panic("the list is broken");
    });
    bed.spawn("bystander", 12, function* () {
      yield* kernel.delay(100);
    });
    expect(runVirtual(kernel, Infinity).reason).toBe("halted");
    expect([kernel.exitStatus, kernel.panicMessage]).toEqual([PANIC_STATUS, "the list is broken"]);
    expect(bed.output()).toContain("kernel panic: the list is broken");
    expect(bed.output()).toContain("thread culprit");
    expect(bed.output()).toMatch(/bystander +12 suspend/);
    expect(kernel.run(Infinity).reason).toBe("halted");
  });

  test("so does any exception that a thread lets out", () => {
    const bed = makeBed();
    bed.spawn("t", 10, function* () {
      throw new TypeError("no such thing");
    });
    expect(bed.kernel.run(Infinity).reason).toBe("halted");
    expect(bed.output()).toContain("kernel panic: no such thing");
  });
});

describe("Kernel.interrupt", () => {
  test("nests, and puts the switch off until the outermost is left", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    kernel.hooks.interruptEnter = (nest) => log.push(`enter ${nest}`);
    kernel.hooks.interruptLeave = (nest) => log.push(`leave ${nest}`);
    bed.spawn("urgent", 5, function* () {
      yield* semaphore.take();
      log.push("urgent");
    });
    bed.spawn("t", 10, function* () {
      kernel.interrupt("outer", () => {
        kernel.interrupt("inner", () => {
          expect(kernel.interruptNest).toBe(2);
          semaphore.release();
        });
        expect(kernel.current?.name).toBe("t");
      });
      expect([kernel.interruptNest, kernel.needResched]).toEqual([0, true]);
      yield* kernel.preemptionPoint();
      log.push("t");
    });
    bed.run();
    expect(log).toEqual(["enter 1", "enter 2", "leave 2", "leave 1", "urgent", "t"]);
  });

  test("blocking calls in one are refused", () => {
    const { kernel } = makeBed();
    kernel.interrupt("irq", () => {
      expect(() => kernel.delay(1).next()).toThrow("a delay in an interrupt");
    });
  });
});

describe("Kernel.service", () => {
  test("finds what was provided, and says by name what was not", () => {
    const { kernel } = makeBed();
    const CLOCKS = defineService<string[]>("clocks");
    expect(kernel.findService(CLOCKS)).toBeNull();
    expect(() => kernel.service(CLOCKS)).toThrow('service "clocks" is not part of this build');
    const value = ["sun"];
    kernel.provide(CLOCKS, value);
    expect(kernel.service(CLOCKS)).toBe(value);
  });
});

describe("Kernel", () => {
  test("works with any of the tick rates, and refuses others", () => {
    for (const tickPerSecond of [10, 100, 1000]) {
      const bed = makeBed({ config: { tickPerSecond } });
      bed.spawn("t", 10, function* () {
        yield* bed.kernel.delay(3);
      });
      bed.run();
      expect(bed.kernel.now()).toBe((3 * 1e9) / tickPerSecond);
    }
    expect(() => makeBed({ config: { tickPerSecond: 0 } })).toThrow("tickPerSecond");
  });

  test("prints to the console it is given, until another takes over", () => {
    const bed = makeBed();
    let second = "";
    bed.kernel.print("one\n");
    bed.kernel.setConsole((text) => {
      second += text;
    });
    bed.kernel.kprintf("two\n");
    expect([bed.output(), second]).toEqual(["one\n", "two\n"]);
  });

  test("a blocking call outside of any thread works while it need not block, and panics when it must", () => {
    const { kernel } = makeBed();
    const semaphore = new Semaphore(kernel, "s", 1);
    expect(semaphore.take().next()).toMatchObject({ done: true, value: 0 });
    expect(() => semaphore.take().next()).toThrow("outside of any thread");
  });

  test("without start-up it brings its idle thread into being at the first run", () => {
    const { kernel } = makeBed();
    kernel.run(TICK);
    expect(kernel.objects.list(RT_OBJECT_CLASS_THREAD).map((thread) => thread.name)).toEqual(["tidle0"]);
  });
});

describe("runVirtual", () => {
  test("jumps over idle time up to its end, and no further", () => {
    const bed = makeBed();
    const { kernel } = bed;
    bed.spawn("t", 10, function* () {
      yield* kernel.delay(3600 * 1000);
      bed.log.push("an hour later");
    });
    expect(runVirtual(kernel, 10 * TICK).reason).toBe("idle");
    expect(kernel.now()).toBe(10 * TICK);
    runVirtual(kernel, Infinity);
    expect(bed.log).toEqual(["an hour later"]);
    expect(kernel.now()).toBe(3600 * 1e9);
  });
});
