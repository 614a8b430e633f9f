import { EINTR, EINVAL, ENODATA, ETIMEDOUT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Semaphore, ThreadSignals } from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("ThreadSignals", () => {
  test("an unmasked signal ends the wait of its thread, whose handler runs first", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    const thread = bed.spawn("t", 10, function* (self) {
      const signals = ThreadSignals.of(self);
      expect(
        signals.install(5, (signo) => log.push(`signal ${signo} in ${kernel.current?.name}`)),
      ).toBeUndefined();
      signals.unmask(5);
      log.push(String(yield* semaphore.take()));
      log.push(String(yield* semaphore.take(3)));
    });
    bed.spawn("sender", 12, function* () {
      expect(ThreadSignals.of(thread).kill(5)).toBe(0);
    });
    bed.run();
    expect(log).toEqual(["signal 5 in t", String(-EINTR), String(-ETIMEDOUT)]);
  });

  test("a masked one stays pending until it is unmasked", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("t", 10, function* (self) {
      const signals = ThreadSignals.of(self);
      signals.install(1, () => log.push("handled"));
      signals.kill(1);
      yield* kernel.delay(1);
      log.push("unmasking");
      signals.unmask(1);
      yield* kernel.yield_();
      signals.kill(1);
      yield* kernel.preemptionPoint();
      signals.mask(1);
      signals.kill(1);
      yield* kernel.delay(1);
    });
    bed.run();
    expect(log).toEqual(["unmasking", "handled", "handled"]);
  });

  test("wait takes a signal of its set before any handler does", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const thread = bed.spawn("t", 10, function* (self) {
      const signals = ThreadSignals.of(self);
      signals.install(2, () => log.push("handler"));
      signals.unmask(2);
      log.push(`took ${yield* signals.wait(1 << 2)}`);
      log.push(`${yield* signals.wait(1 << 3, 5)} @${kernel.tick()}`);
      log.push(`${yield* signals.wait(1 << 3, 0)} ${yield* signals.wait(0)}`);
    });
    bed.spawn("sender", 12, function* () {
      ThreadSignals.of(thread).kill(2);
      yield* kernel.delay(1);
      ThreadSignals.of(thread).kill(2);
    });
    bed.run();
    expect(log).toEqual(["took 2", "handler", `${-ETIMEDOUT} @5`, `${-ETIMEDOUT} ${-EINVAL}`]);
  });

  test("knows no other numbers, and only so many pending", () => {
    const bed = makeBed();
    const thread = bed.spawn("t", 10, function* () {});
    const signals = ThreadSignals.of(thread);
    expect([signals.kill(-1), signals.kill(32), signals.kill(1.5)]).toEqual([-EINVAL, -EINVAL, -EINVAL]);
    for (let i = 0; i < 32; i++) expect(signals.kill(7)).toBe(0);
    expect(signals.kill(7)).toBe(-ENODATA);
  });

  test("one without a handler is reported, an ignored one is not", () => {
    const bed = makeBed();
    bed.spawn("t", 10, function* (self) {
      const signals = ThreadSignals.of(self);
      signals.install(8, null);
      for (const signo of [8, 9]) {
        signals.unmask(signo);
        signals.kill(signo);
      }
      yield* bed.kernel.yield_();
    });
    bed.run();
    expect(bed.output()).toBe("thread t: signal 9 has no handler\n");
  });
});
