import { ERROR, ETIMEDOUT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Condvar, Mutex } from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("Condvar", () => {
  test("gives the mutex up while it waits and has it again afterwards", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const mutex = new Mutex(kernel, "m");
    const filled = new Condvar(kernel);
    let items = 0;
    bed.spawn("consumer", 10, function* (self) {
      yield* mutex.take();
      while (items === 0) yield* filled.wait(mutex);
      expect(mutex.owner).toBe(self);
      log.push(`consumed @${kernel.tick()}`);
      mutex.release();
    });
    bed.spawn("producer", 12, function* () {
      yield* kernel.delay(3);
      yield* mutex.take();
      items++;
      expect([filled.signal(), filled.signal()]).toEqual([true, false]);
      yield* kernel.delay(2);
      mutex.release();
    });
    bed.run();
    expect(log).toEqual(["consumed @5"]);
  });

  test("broadcast wakes all, one after the other as the mutex allows; a wait may time out", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const mutex = new Mutex(kernel, "m");
    const condvar = new Condvar(kernel);
    for (const name of ["b", "a"]) {
      bed.spawn(name, 10, function* () {
        yield* mutex.take();
        log.push(`${name} ${yield* condvar.wait(mutex, 100)}`);
        mutex.release();
      });
    }
    bed.spawn("late", 11, function* () {
      yield* mutex.take();
      log.push(`late ${yield* condvar.wait(mutex, 2)}`);
      mutex.release();
      expect(condvar.broadcast()).toBe(2);
    });
    bed.run();
    expect(log).toEqual([`late ${-ETIMEDOUT}`, "b 0", "a 0"]);
  });

  test("waiting without the mutex is -ERROR", () => {
    const bed = makeBed();
    const mutex = new Mutex(bed.kernel, "m");
    bed.spawn("t", 10, function* () {
      bed.log.push(String(yield* new Condvar(bed.kernel).wait(mutex)));
    });
    bed.run();
    expect(bed.log).toEqual([String(-ERROR)]);
  });
});
