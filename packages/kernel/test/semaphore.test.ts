import {
  EINTR,
  EINVAL,
  ENOSPC,
  ERROR,
  ESCHEDISR,
  ESCHEDLOCKED,
  ETIMEDOUT,
  RT_IPC_CMD_GET_STATE,
  RT_IPC_CMD_RESET,
  RT_IPC_CMD_SET_VLIMIT,
  RT_IPC_FLAG_PRIO,
  RT_OBJECT_CLASS_SEMAPHORE,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Semaphore, WAIT_INTERRUPTIBLE, WAITING_NO } from "../src/index.ts";
import { type Bed, makeBed } from "./bed.ts";

/** A thread that takes once and notes the result and the tick. */
function taker(bed: Bed, semaphore: Semaphore, name: string, priority: number, ticks: number): void {
  bed.spawn(name, priority, function* () {
    const result = yield* semaphore.take(ticks);
    bed.log.push(`${name} ${result} @${bed.kernel.tick()}`);
  });
}

describe("Semaphore", () => {
  test("hands out what it has, then makes wait", () => {
    const bed = makeBed();
    const semaphore = new Semaphore(bed.kernel, "s", 2);
    for (const name of ["a", "b", "c"]) taker(bed, semaphore, name, 10, 5);
    bed.run();
    expect(bed.log).toEqual(["c 0 @0", "b 0 @0", `a ${-ETIMEDOUT} @5`]);
    expect(semaphore.value).toBe(0);
  });

  test("with a waiter the token is handed over directly, the value never shows it", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    taker(bed, semaphore, "waiter", 10, -1);
    bed.spawn("giver", 12, function* () {
      expect(semaphore.release()).toBe(0);
      expect(semaphore.value).toBe(0);
      expect(semaphore.tryTake()).toBe(-ETIMEDOUT);
    });
    bed.run();
    expect(bed.log).toEqual(["waiter 0 @0"]);
  });

  test("FIFO waiters are served by arrival, PRIO waiters by priority, equals by arrival", () => {
    for (const order of [0, RT_IPC_FLAG_PRIO]) {
      const bed = makeBed();
      const { kernel } = bed;
      const semaphore = new Semaphore(kernel, "s", 0, order);
      for (const [name, priority, tick] of [
        ["low", 20, 1],
        ["mid1", 15, 2],
        ["mid2", 15, 3],
        ["high", 12, 4],
      ] as const) {
        bed.spawn(name, priority, function* () {
          yield* kernel.delay(tick);
          yield* semaphore.take();
          bed.log.push(name);
        });
      }
      bed.spawn("giver", 25, function* () {
        yield* kernel.delay(10);
        for (let i = 0; i < 4; i++) {
          semaphore.release();
          yield* kernel.delay(1);
        }
      });
      bed.run();
      expect(bed.log).toEqual(
        order === 0 ? ["low", "mid1", "mid2", "high"] : ["high", "mid1", "mid2", "low"],
      );
    }
  });

  test("take without waiting is -ETIMEDOUT when there is none", () => {
    const bed = makeBed();
    const semaphore = new Semaphore(bed.kernel, "s", 0);
    taker(bed, semaphore, "t", 10, WAITING_NO);
    bed.run();
    expect(bed.log).toEqual([`t ${-ETIMEDOUT} @0`]);
  });

  test("release at the limit is -ENOSPC (EFULL)", () => {
    const { kernel } = makeBed();
    const semaphore = new Semaphore(kernel, "s", 65_534);
    expect([semaphore.release(), semaphore.value]).toEqual([0, 65_535]);
    expect([semaphore.release(), semaphore.value]).toEqual([-ENOSPC, 65_535]);
  });

  test("SET_VLIMIT moves the limit, from 1 to 65535", () => {
    const { kernel } = makeBed();
    const semaphore = new Semaphore(kernel, "s", 1);
    expect(semaphore.control(RT_IPC_CMD_SET_VLIMIT, 2)).toBe(0);
    expect([semaphore.release(), semaphore.release()]).toEqual([0, -ENOSPC]);
    expect(semaphore.control(RT_IPC_CMD_SET_VLIMIT, 0)).toBe(-EINVAL);
    expect(semaphore.control(RT_IPC_CMD_SET_VLIMIT, 65_536)).toBe(-EINVAL);
    expect(semaphore.control(RT_IPC_CMD_GET_STATE)).toBe(2);
    expect(semaphore.control(99)).toBe(-EINVAL);
  });

  test("RESET and detach send all waiters away with -ERROR", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    const doomed = new Semaphore(kernel, "doomed", 0);
    taker(bed, semaphore, "a", 10, -1);
    taker(bed, semaphore, "b", 10, 100);
    taker(bed, doomed, "c", 10, -1);
    bed.spawn("boss", 12, function* () {
      expect(semaphore.control(RT_IPC_CMD_RESET, 3)).toBe(0);
      expect(semaphore.value).toBe(3);
      doomed.detach();
      expect(kernel.objects.find("doomed", RT_OBJECT_CLASS_SEMAPHORE)).toBeNull();
    });
    bed.run();
    expect(bed.log.sort()).toEqual([`a ${-ERROR} @0`, `b ${-ERROR} @0`, `c ${-ERROR} @0`]);
    expect(kernel.now()).toBe(0);
  });

  test("an interrupt may release: the switch comes after it", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    taker(bed, semaphore, "waiter", 5, -1);
    bed.spawn("t", 10, function* () {
      kernel.interrupt("irq", () => {
        semaphore.release();
        log.push("in interrupt");
      });
      yield* kernel.preemptionPoint();
      log.push("after");
    });
    bed.run();
    expect(log).toEqual(["in interrupt", "waiter 0 @0", "after"]);
  });

  test("take in an interrupt or a critical section is a panic, even without a wait", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 1);
    expect(() => kernel.interrupt("irq", () => semaphore.take(0).next())).toThrow("take in an interrupt");
    const second = makeBed();
    const other = new Semaphore(second.kernel, "s", 1);
    second.kernel.enterCritical();
    expect(() => other.take(0).next()).toThrow("take with the scheduler locked");
  });

  test("without context checks it fails only if it would have to wait", () => {
    const bed = makeBed({ config: { debugContext: false } });
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 1);
    const results: number[] = [];
    bed.spawn("t", 10, function* () {
      kernel.enterCritical();
      results.push(yield* semaphore.take(), yield* semaphore.take(), yield* semaphore.take(0));
      kernel.exitCritical();
      kernel.interrupt("irq", () => {
        const step = semaphore.take().next();
        results.push(step.done === true ? step.value : 0);
      });
    });
    bed.run();
    expect(results).toEqual([0, -ESCHEDLOCKED, -ETIMEDOUT, -ESCHEDISR]);
  });

  test("a release at the instant of the time-out comes too late, the token stays", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    taker(bed, semaphore, "waiter", 10, 5);
    bed.spawn("giver", 5, function* () {
      yield* kernel.delay(5);
      semaphore.release();
    });
    bed.run();
    // The giver's delay began first, so that it is over first; it would be the other way round otherwise.
    expect(bed.log).toEqual(["waiter -110 @5"]);
    expect(semaphore.value).toBe(1);
  });

  test("an interrupted wait leaves no trace in the queue", () => {
    const bed = makeBed();
    const semaphore = new Semaphore(bed.kernel, "s", 0);
    const waiter = bed.spawn("w", 10, function* () {
      bed.log.push(String(yield* semaphore.take(100, WAIT_INTERRUPTIBLE)));
    });
    bed.spawn("x", 11, function* () {
      expect(semaphore.waiterNames()).toEqual(["w"]);
      waiter.wakeup(false);
      expect(semaphore.waiterNames()).toEqual([]);
    });
    bed.run();
    expect(bed.log).toEqual([String(-EINTR)]);
    expect(bed.kernel.now()).toBe(0);
  });

  test("hooks see the tries, the takes and the releases", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    kernel.hooks.objectTrytake = (object) => log.push(`try ${object.name}`);
    kernel.hooks.objectTake = (object) => log.push(`take ${object.name}`);
    kernel.hooks.objectPut = (object) => log.push(`put ${object.name}`);
    bed.spawn("w", 10, function* () {
      yield* semaphore.take();
      yield* semaphore.take(0);
    });
    bed.spawn("g", 11, function* () {
      semaphore.release();
    });
    bed.run();
    expect(log).toEqual(["try s", "put s", "take s", "try s"]);
  });

  test("a value out of range is refused at creation", () => {
    const { kernel } = makeBed();
    expect(() => new Semaphore(kernel, "s", 65_536)).toThrow("out of range");
  });
});
