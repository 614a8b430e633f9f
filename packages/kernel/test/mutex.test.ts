import { EINVAL, ENOSPC, ERROR, ETIMEDOUT, RT_IPC_CMD_RESET, RT_IPC_FLAG_PRIO } from "@keel/abi";
import { describe, expect, test } from "vitest";
import {
  Mutex,
  PRIORITY_NONE,
  Semaphore,
  type Thread,
  WAIT_INTERRUPTIBLE,
  WAIT_UNINTERRUPTIBLE,
} from "../src/index.ts";
import { type Bed, makeBed, TICK } from "./bed.ts";

/** A thread that from `startTick` on takes the mutexes in turn, then computes for `work` ticks, then releases them. */
function holder(
  bed: Bed,
  name: string,
  priority: number,
  startTick: number,
  work: number,
  mutexes: Mutex[],
): Thread {
  const { kernel, log } = bed;
  return bed.spawn(name, priority, function* (self) {
    if (startTick > 0) yield* kernel.delay(startTick);
    for (const mutex of mutexes) yield* mutex.take();
    log.push(`${name} has it @${kernel.tick()}`);
    yield* kernel.spend(work * TICK);
    for (const mutex of mutexes.slice().reverse()) mutex.release();
    yield* kernel.preemptionPoint();
    log.push(`${name} done @${kernel.tick()} prio ${self.currentPriority}`);
  });
}

describe("Mutex", () => {
  test("only one holds it, and waiters queue by priority whatever the flag", () => {
    const bed = makeBed();
    const mutex = new Mutex(bed.kernel, "m");
    expect(mutex.flag).toBe(RT_IPC_FLAG_PRIO);
    holder(bed, "low", 20, 0, 10, [mutex]);
    holder(bed, "a", 15, 1, 1, [mutex]);
    holder(bed, "b", 12, 2, 1, [mutex]);
    bed.run();
    expect(bed.log).toEqual([
      "low has it @0",
      "b has it @10",
      "b done @11 prio 12",
      "a has it @11",
      "a done @12 prio 15",
      "low done @12 prio 20",
    ]);
  });

  test("is recursive up to 255 holds, then -ENOSPC (EFULL), and needs as many releases", () => {
    const bed = makeBed();
    const mutex = new Mutex(bed.kernel, "m");
    bed.spawn("t", 10, function* () {
      for (let hold = 1; hold <= 255; hold++) expect(yield* mutex.take()).toBe(0);
      expect(mutex.hold).toBe(255);
      expect(yield* mutex.take()).toBe(-ENOSPC);
      for (let hold = 255; hold > 1; hold--) expect(mutex.release()).toBe(0);
      expect(mutex.owner?.name).toBe("t");
      mutex.release();
      expect([mutex.owner, mutex.hold]).toEqual([null, 0]);
    });
    bed.run();
  });

  test("only its owner releases it: -ERROR", () => {
    const bed = makeBed();
    const mutex = new Mutex(bed.kernel, "m");
    bed.spawn("owner", 10, function* () {
      yield* mutex.take();
      yield* bed.kernel.delay(5);
    });
    bed.spawn("other", 11, function* () {
      bed.log.push(String(mutex.release()));
    });
    bed.run();
    expect(bed.log).toEqual([String(-ERROR)]);
  });

  test("is not for interrupts", () => {
    const bed = makeBed();
    const mutex = new Mutex(bed.kernel, "m");
    bed.spawn("t", 10, function* () {
      bed.kernel.interrupt("irq", () => mutex.release());
    });
    expect(() => bed.run()).toThrow("Mutex.release in an interrupt");
  });

  test("the holder inherits its waiter's priority and falls back on release", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const mutex = new Mutex(kernel, "m");
    const low = holder(bed, "low", 20, 0, 10, [mutex]);
    holder(bed, "high", 5, 2, 1, [mutex]);
    bed.spawn("middle", 10, function* () {
      yield* kernel.delay(3);
      log.push(`low at ${low.currentPriority}`);
      yield* kernel.spend(5 * TICK);
      log.push(`middle done @${kernel.tick()}`);
    });
    bed.run();
    expect(log).toEqual([
      "low has it @0",
      "high has it @10",
      "high done @11 prio 5",
      "low at 20",
      "middle done @16",
      "low done @16 prio 20",
    ]);
  });

  test("priority goes through a whole chain of holders", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const [m1, m2, m3] = ["m1", "m2", "m3"].map((name) => new Mutex(kernel, name)) as [Mutex, Mutex, Mutex];
    const a = holder(bed, "a", 25, 0, 20, [m1]);
    const b = holder(bed, "b", 24, 1, 5, [m2, m1]);
    const c = holder(bed, "c", 23, 2, 5, [m3, m2]);
    bed.spawn("urgent", 3, function* () {
      yield* kernel.delay(3);
      expect([a, b, c].map((t) => t.currentPriority)).toEqual([23, 23, 23]);
      expect(yield* m3.take(4)).toBe(-ETIMEDOUT);
      expect([a, b, c].map((t) => t.currentPriority)).toEqual([23, 23, 23]);
    });
    bed.spawn("watch", 2, function* () {
      yield* kernel.delay(5);
      expect([a, b, c].map((t) => t.currentPriority)).toEqual([3, 3, 3]);
      expect([m1, m2, m3].map((m) => m.waiterPriority)).toEqual([3, 3, 3]);
      yield* kernel.delay(10);
      expect([m1, m2, m3].map((m) => m.waiterPriority)).toEqual([23, 23, PRIORITY_NONE]);
    });
    bed.run();
    expect(bed.log.slice(-3)).toEqual(["c done @30 prio 23", "b done @30 prio 24", "a done @30 prio 25"]);
  });

  test("with several mutexes the holder keeps the priority of the most urgent waiter left", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const m1 = new Mutex(kernel, "m1");
    const m2 = new Mutex(kernel, "m2");
    bed.spawn("low", 20, function* (self) {
      yield* m1.take();
      yield* m2.take();
      yield* kernel.spend(10 * TICK);
      log.push(`both: ${self.currentPriority}`);
      m2.release();
      log.push(`one: ${self.currentPriority}`);
      m1.release();
      log.push(`none: ${self.currentPriority}`);
    });
    holder(bed, "p8", 8, 1, 0, [m1]);
    holder(bed, "p5", 5, 2, 0, [m2]);
    bed.run();
    expect(log.filter((line) => line.includes(":"))).toEqual(["both: 5", "one: 8", "none: 20"]);
  });

  test("a waiter that times out, is interrupted or deleted takes its claim back", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const mutex = new Mutex(kernel, "m");
    const low = holder(bed, "low", 20, 0, 30, [mutex]);
    bed.spawn("p9", 9, function* () {
      yield* kernel.delay(1);
      expect(yield* mutex.take(10)).toBe(-ETIMEDOUT);
      bed.log.push(`low ${low.currentPriority} @${kernel.tick()}`);
    });
    const interrupted = bed.spawn("p7", 7, function* () {
      yield* kernel.delay(2);
      yield* mutex.take(100, WAIT_INTERRUPTIBLE);
      bed.log.push(`low ${low.currentPriority} @${kernel.tick()}`);
    });
    const deleted = bed.spawn("p5", 5, function* () {
      yield* kernel.delay(3);
      yield* mutex.take();
    });
    bed.spawn("boss", 1, function* () {
      yield* kernel.delay(4);
      expect(low.currentPriority).toBe(5);
      deleted.delete();
      expect(low.currentPriority).toBe(7);
      interrupted.wakeup(false);
    });
    bed.run();
    expect(bed.log).toEqual(["low has it @0", "low 9 @4", "low 20 @11", "low done @30 prio 20"]);
  });

  test("ownership is handed to the first waiter, who inherits from those behind", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const mutex = new Mutex(kernel, "m");
    const first = bed.spawn("first", 6, function* (self) {
      yield* kernel.delay(2);
      yield* mutex.take();
      bed.log.push(`first at ${self.currentPriority}`);
      mutex.release();
    });
    bed.spawn("owner", 20, function* () {
      yield* mutex.take();
      yield* kernel.delay(10);
      mutex.release();
      expect(mutex.owner).toBe(first);
      expect(mutex.tryTake()).toBe(-ETIMEDOUT);
    });
    bed.spawn("second", 8, function* () {
      yield* kernel.delay(3);
      yield* mutex.take();
      bed.log.push("second");
      mutex.release();
    });
    bed.run();
    expect(bed.log).toEqual(["first at 6", "second"]);
  });

  test("a waiter whose priority changes moves in the queue, and its holder with it", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const mutex = new Mutex(kernel, "m");
    const owner = holder(bed, "owner", 20, 0, 20, [mutex]);
    const b = holder(bed, "b", 12, 1, 0, [mutex]);
    holder(bed, "a", 10, 2, 0, [mutex]);
    bed.spawn("boss", 1, function* () {
      yield* kernel.delay(5);
      expect(mutex.waiterNames()).toEqual(["a", "b"]);
      b.setPriority(4);
      expect(mutex.waiterNames()).toEqual(["b", "a"]);
      expect(owner.currentPriority).toBe(4);
      b.setPriority(15);
      expect(owner.currentPriority).toBe(10);
    });
    bed.run();
    expect(log[1]).toBe("a has it @20");
  });

  test("a waiter that gave up is no waiter any more when its priority changes later", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const mutex = new Mutex(kernel, "m");
    const gate = new Semaphore(kernel, "gate", 0, RT_IPC_FLAG_PRIO);
    const owner = holder(bed, "owner", 20, 0, 20, [mutex]);
    const waiter = bed.spawn("waiter", 10, function* () {
      yield* kernel.delay(1);
      yield* mutex.take(2);
      yield* gate.take();
    });
    bed.spawn("boss", 1, function* () {
      yield* kernel.delay(5);
      waiter.setPriority(6);
      expect([owner.currentPriority, mutex.waiterNames(), gate.waiterNames()]).toEqual([20, [], ["waiter"]]);
    });
    bed.run();
  });

  test("a ceiling raises the holder at take and until release", () => {
    const bed = makeBed();
    const mutex = new Mutex(bed.kernel, "m");
    expect(mutex.getPriorityCeiling()).toBe(PRIORITY_NONE);
    expect(mutex.setPriorityCeiling(6)).toBe(PRIORITY_NONE);
    expect(mutex.setPriorityCeiling(99)).toBe(-EINVAL);
    bed.spawn("t", 20, function* (self) {
      bed.log.push(String(self.currentPriority));
      yield* mutex.take();
      bed.log.push(String(self.currentPriority));
      expect(mutex.setPriorityCeiling(4)).toBe(6);
      bed.log.push(String(self.currentPriority));
      mutex.release();
      bed.log.push(String(self.currentPriority));
    });
    bed.run();
    expect(bed.log).toEqual(["20", "6", "4", "20"]);
  });

  test("a ceiling raises him to whom the mutex is handed, too", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const mutex = new Mutex(kernel, "m");
    mutex.setPriorityCeiling(3);
    bed.spawn("first", 20, function* () {
      yield* mutex.take();
      yield* kernel.delay(5);
      mutex.release();
    });
    bed.spawn("second", 15, function* (self) {
      yield* kernel.delay(1);
      yield* mutex.take();
      bed.log.push(String(self.currentPriority));
      mutex.release();
      bed.log.push(String(self.currentPriority));
    });
    bed.run();
    expect(bed.log).toEqual(["3", "15"]);
  });

  test("releasing a mutex that raised nobody leaves a priority set by hand alone", () => {
    const bed = makeBed();
    const mutex = new Mutex(bed.kernel, "m");
    bed.spawn("t", 20, function* (self) {
      yield* mutex.take();
      self.setPriority(18);
      mutex.release();
      bed.log.push(String(self.currentPriority));
    });
    bed.run();
    expect(bed.log).toEqual(["18"]);
  });

  test("detach sends waiters away with -ERROR and frees the holder of their priority", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const mutex = new Mutex(kernel, "m");
    const owner = bed.spawn("owner", 20, function* (self) {
      yield* mutex.take();
      yield* kernel.delay(10);
      expect(self.currentPriority).toBe(20);
      expect(mutex.release()).toBe(-ERROR);
    });
    bed.spawn("waiter", 5, function* () {
      yield* kernel.delay(1);
      bed.log.push(String(yield* mutex.take()));
    });
    bed.spawn("boss", 1, function* () {
      yield* kernel.delay(2);
      expect(owner.currentPriority).toBe(5);
      mutex.detach();
    });
    bed.run();
    expect(bed.log).toEqual([String(-ERROR)]);
  });

  test("two threads in a deadly embrace do not hang the kernel", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const m1 = new Mutex(kernel, "m1");
    const m2 = new Mutex(kernel, "m2");
    const embrace = (name: string, priority: number, mine: Mutex, other: Mutex): void => {
      bed.spawn(name, priority, function* () {
        yield* mine.take();
        yield* kernel.delay(1);
        bed.log.push(`${name} ${yield* other.take(priority, WAIT_UNINTERRUPTIBLE)}`);
        mine.release();
      });
    };
    embrace("a", 10, m1, m2);
    embrace("b", 12, m2, m1);
    bed.run();
    expect(bed.log).toEqual(["a -110", "b 0"]);
  });

  test("has no controls", () => {
    const { kernel } = makeBed();
    expect(new Mutex(kernel, "m").control(RT_IPC_CMD_RESET)).toBe(-EINVAL);
  });

  test("a semaphore does not inherit: that is what mutexes are for", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    const low = bed.spawn("low", 20, function* () {
      yield* kernel.delay(5);
      semaphore.release();
    });
    bed.spawn("high", 5, function* () {
      yield* semaphore.take();
      bed.log.push(String(low.currentPriority));
    });
    bed.run();
    expect(bed.log).toEqual(["20"]);
  });
});
