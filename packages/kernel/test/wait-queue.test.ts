import { EBUSY, EINTR, ETIMEDOUT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import {
  Completion,
  Semaphore,
  WAIT_INTERRUPTIBLE,
  WAIT_UNINTERRUPTIBLE,
  Waiter,
  waitAny,
  WaitQueue,
} from "../src/index.ts";
import { type Bed, makeBed } from "./bed.ts";

function waiting(bed: Bed, queue: WaitQueue, name: string, deadlineNs?: number): void {
  bed.spawn(name, 10, function* () {
    const result = yield* queue.wait(WAIT_INTERRUPTIBLE, deadlineNs);
    bed.log.push(`${name} ${result} @${bed.kernel.now()}`);
  });
}

describe("WaitQueue", () => {
  test("wakes one, some or all, first in line first", () => {
    const bed = makeBed();
    const queue = new WaitQueue(bed.kernel);
    for (const name of ["d", "c", "b", "a"]) waiting(bed, queue, name);
    bed.spawn("waker", 12, function* () {
      expect(queue.wakeup()).toBe(1);
      yield* bed.kernel.preemptionPoint();
      expect(queue.wakeup(2)).toBe(2);
      yield* bed.kernel.preemptionPoint();
      expect(queue.wakeupAll()).toBe(1);
      yield* bed.kernel.preemptionPoint();
      expect(queue.wakeupAll()).toBe(0);
      expect(queue.isEmpty).toBe(true);
    });
    bed.run();
    expect(bed.log).toEqual(["a 0 @0", "c 0 @0", "b 0 @0", "d 0 @0"]);
  });

  test("ends with -ETIMEDOUT at its deadline, at once for one that has passed, and -EINTR by a signal", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const queue = new WaitQueue(kernel);
    waiting(bed, queue, "late", 1500);
    waiting(bed, queue, "past", 0);
    const interrupted = bed.spawn("int", 10, function* () {
      bed.log.push(`int ${yield* queue.wait(WAIT_INTERRUPTIBLE)}`);
    });
    bed.spawn("waker", 12, function* () {
      interrupted.wakeup(false);
    });
    bed.run();
    expect(bed.log).toEqual([`past ${-ETIMEDOUT} @0`, `int ${-EINTR}`, `late ${-ETIMEDOUT} @1500`]);
  });

  test("no wake-up is lost between the check and the wait, even if a more urgent thread is ready", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const queue = new WaitQueue(kernel);
    const gate = new Semaphore(kernel, "gate", 0);
    let ready = false;
    bed.spawn("urgent", 5, function* () {
      yield* gate.take();
      ready = true;
      log.push(`woken ${queue.wakeup()}`);
    });
    bed.spawn("t", 10, function* () {
      gate.release();
      while (!ready) yield* queue.wait(WAIT_UNINTERRUPTIBLE);
      log.push("t goes on");
    });
    bed.run();
    expect(log).toEqual(["woken 1", "t goes on"]);
  });

  test("a wait that is over counts for no wake-up, even before its thread has run", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const queue = new WaitQueue(kernel);
    for (const name of ["b", "a"]) waiting(bed, queue, name);
    bed.spawn("waker", 12, function* () {
      expect([queue.wakeup(), queue.wakeup(), queue.wakeup()]).toEqual([1, 1, 0]);
    });
    bed.run();
    expect(bed.log).toEqual(["b 0 @0", "a 0 @0"]);
  });

  test("does not wake a thread out of a suspension that came after the wait", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const queue = new WaitQueue(kernel);
    const thread = bed.spawn("t", 10, function* () {
      yield* queue.wait(WAIT_UNINTERRUPTIBLE);
      log.push(`t@${kernel.tick()}`);
    });
    bed.spawn("boss", 5, function* () {
      yield* kernel.delay(1);
      queue.wakeup();
      thread.suspend();
      expect(queue.wakeup()).toBe(0);
      yield* kernel.delay(1);
      thread.resume();
    });
    bed.run();
    expect(log).toEqual(["t@2"]);
  });

  test("waiters that are not threads hear each wake-up while they are in", () => {
    const bed = makeBed();
    const queue = new WaitQueue(bed.kernel);
    let heard = 0;
    const waiter = new Waiter(() => {
      heard++;
      return false;
    });
    queue.add(waiter);
    queue.wakeup();
    queue.wakeupAll();
    queue.remove(waiter);
    queue.wakeupAll();
    expect(heard).toBe(2);
  });

  test("a thread deleted in its wait leaves the queue", () => {
    const bed = makeBed();
    const queue = new WaitQueue(bed.kernel);
    const thread = bed.spawn("t", 10, function* () {
      yield* queue.wait(WAIT_UNINTERRUPTIBLE);
    });
    bed.spawn("boss", 12, function* () {
      thread.delete();
      expect(queue.isEmpty).toBe(true);
    });
    bed.run();
  });
});

describe("waitAny", () => {
  test("ends with the first of its queues and leaves the others", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const queues = [1, 2, 3].map(() => new WaitQueue(kernel));
    bed.spawn("t", 10, function* () {
      log.push(`${yield* waitAny(kernel, queues, WAIT_INTERRUPTIBLE)} @${kernel.tick()}`);
      expect(queues.every((queue) => queue.isEmpty)).toBe(true);
      log.push(`${yield* waitAny(kernel, queues, WAIT_INTERRUPTIBLE, 5e6)} @${kernel.tick()}`);
      expect(queues.every((queue) => queue.isEmpty)).toBe(true);
    });
    bed.spawn("waker", 12, function* () {
      yield* kernel.delay(2);
      expect(queues.map((queue) => queue.wakeup())).toEqual([1, 0, 0]);
    });
    bed.run();
    expect(log).toEqual(["0 @2", `${-ETIMEDOUT} @5`]);
  });

  test("takes the same queue twice, and none at all", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const queue = new WaitQueue(kernel);
    bed.spawn("t", 10, function* () {
      log.push(String(yield* waitAny(kernel, [queue, queue], WAIT_INTERRUPTIBLE)));
      log.push(String(yield* waitAny(kernel, [], WAIT_INTERRUPTIBLE, kernel.now() + 5)));
    });
    bed.spawn("waker", 12, function* () {
      expect(queue.wakeupAll()).toBe(1);
    });
    bed.run();
    expect(log).toEqual(["0", String(-ETIMEDOUT)]);
  });
});

describe("Completion", () => {
  test("may come before the wait, and serves one", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const completion = new Completion(kernel);
    bed.spawn("t", 10, function* () {
      log.push(String(yield* completion.wait(3)));
      log.push(String(yield* completion.wait(0)));
      log.push(`${yield* completion.wait(3)} @${kernel.tick()}`);
      log.push(`${yield* completion.wait()} @${kernel.tick()}`);
    });
    bed.spawn("other", 11, function* () {
      log.push(`other ${yield* completion.wait()}`);
      yield* kernel.delay(7);
      completion.done();
    });
    completion.done();
    bed.run();
    expect(log).toEqual(["0", String(-ETIMEDOUT), `other ${-EBUSY}`, `${-ETIMEDOUT} @3`, "0 @7"]);
  });
});
