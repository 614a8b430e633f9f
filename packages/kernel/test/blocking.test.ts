import { describe, expect, test } from "vitest";
import {
  type Blocking,
  BODY_BLOCKED,
  BODY_EXITED,
  CoroutineBody,
  isBlocking,
  Semaphore,
  settle,
} from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("settle", () => {
  test("returns a plain value as it is, and drives one that blocks", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    bed.spawn("t", 10, function* () {
      bed.log.push(String(yield* settle(5)));
      bed.log.push(String(yield* settle<number>(semaphore.take(3))));
      bed.log.push(String(yield* settle<string | null>(null)));
    });
    bed.run();
    expect(bed.log).toEqual(["5", "-110", "null"]);
  });

  test("isBlocking tells generators and kernel calls from other objects", () => {
    const { kernel } = makeBed();
    function* generator(): Blocking<number> {
      return 1;
    }
    const plain = { next: () => 1 };
    expect(
      [generator(), kernel.yield_(), plain, 1, null, undefined, [1]].map((each) => isBlocking<unknown>(each)),
    ).toEqual([true, true, false, false, false, false, false]);
  });
});

describe("CoroutineBody", () => {
  test("drives a single blocking call on behalf of another body, and keeps its result", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    let call: CoroutineBody<number> | null = null;
    const body = {
      run(thread: Parameters<CoroutineBody["run"]>[0], deadlineNs: number) {
        call ??= new CoroutineBody(kernel, semaphore.take());
        const stop = call.run(thread, deadlineNs);
        bed.log.push(
          stop === BODY_EXITED ? `result ${call.result}` : stop === BODY_BLOCKED ? "blocked" : "preempted",
        );
        return stop;
      },
    };
    kernel.createThread({ name: "guest", priority: 10, body }).startup();
    bed.spawn("giver", 12, function* () {
      semaphore.release();
    });
    bed.run();
    expect(bed.log).toEqual(["blocked", "result 0"]);
  });
});
