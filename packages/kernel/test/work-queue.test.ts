import { EBUSY } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Work, WorkQueue } from "../src/index.ts";
import { type Bed, makeBed } from "./bed.ts";

function noting(bed: Bed, name: string, ticks = 0): Work {
  return new Work(bed.kernel, function* () {
    bed.log.push(`${name}@${bed.kernel.tick()}`);
    if (ticks > 0) yield* bed.kernel.delay(ticks);
  });
}

describe("WorkQueue", () => {
  test("works in order, urgent work first, delayed work when its time comes", () => {
    const bed = makeBed();
    const queue = new WorkQueue(bed.kernel, { name: "wq", priority: 10 });
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => noting(bed, name, 2)) as [Work, Work, Work, Work];
    queue.submit(a);
    queue.submit(b);
    queue.urgent(c);
    queue.submit(d, 1);
    expect([a.isPending, d.isPending]).toEqual([true, true]);
    bed.run();
    expect(bed.log).toEqual(["c@0", "a@2", "b@4", "d@6"]);
    expect(queue.thread.stateName).toBe("suspend");
  });

  test("an interrupt may submit; work submitted again starts over and runs once", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const queue = new WorkQueue(kernel, { name: "wq", priority: 10 });
    const work = noting(bed, "w");
    kernel.interrupt("irq", () => {
      queue.submit(work, 3);
      queue.submit(work, 5);
    });
    bed.run();
    expect(bed.log).toEqual(["w@5"]);
  });

  test("work may submit itself", () => {
    const bed = makeBed();
    let left = 3;
    const queue = new WorkQueue(bed.kernel, { name: "wq", priority: 10 });
    const work: Work = new Work(bed.kernel, () => {
      bed.log.push(String(bed.kernel.tick()));
      if (--left > 0) queue.submit(work, 10);
    });
    queue.submit(work);
    bed.run();
    expect(bed.log).toEqual(["0", "10", "20"]);
  });

  test("cancel takes pending work back, is -EBUSY for running work, and cancelSync waits for its end", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const queue = new WorkQueue(kernel, { name: "wq", priority: 10 });
    const [long, next, later] = [noting(bed, "long", 5), noting(bed, "next"), noting(bed, "later")] as const;
    queue.submit(long);
    queue.submit(next);
    queue.submit(later, 3);
    bed.spawn("t", 12, function* () {
      yield* kernel.delay(1);
      expect([queue.cancel(next), queue.cancel(later), queue.cancel(long)]).toEqual([0, 0, -EBUSY]);
      log.push(`${yield* queue.cancelSync(long)} @${kernel.tick()}`);
      expect(yield* queue.cancelSync(long)).toBe(0);
    });
    bed.run();
    expect(log).toEqual(["long@0", "0 @5"]);
  });

  test("cancelAll and destroy leave nothing behind", () => {
    const bed = makeBed();
    const queue = new WorkQueue(bed.kernel, { name: "wq", priority: 10 });
    const works = ["a", "b"].map((name) => noting(bed, name));
    queue.submit(works[0]!);
    queue.submit(works[1]!, 4);
    queue.cancelAll();
    queue.submit(works[0]!, 2);
    queue.destroy();
    bed.run();
    expect(bed.log).toEqual([]);
    expect(queue.thread.stateName).toBe("close");
  });
});
