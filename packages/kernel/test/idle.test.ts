import { ENOSPC, ENOSYS, RT_OBJECT_CLASS_THREAD } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { makeBed, TICK } from "./bed.ts";

describe("Idle", () => {
  test("takes up to four hooks: -ENOSPC (EFULL) beyond, -ENOSYS for one that is not there", () => {
    const { kernel } = makeBed();
    const hooks = [0, 1, 2, 3, 4].map(() => () => {});
    expect(hooks.map((hook) => kernel.idle.addHook(hook))).toEqual([0, 0, 0, 0, -ENOSPC]);
    expect([kernel.idle.removeHook(hooks[0]!), kernel.idle.removeHook(hooks[0]!)]).toEqual([0, -ENOSYS]);
    expect(kernel.idle.addHook(hooks[4]!)).toBe(0);
  });

  test("calls its hooks each time the system goes idle, and not while it stays so", () => {
    const bed = makeBed();
    const { kernel } = bed;
    kernel.idle.addHook(() => bed.log.push(`idle@${kernel.tick()}`));
    bed.spawn("t", 10, function* () {
      yield* kernel.delay(5);
      yield* kernel.delay(5);
    });
    bed.run();
    kernel.run(Infinity);
    kernel.run(Infinity);
    expect(bed.log).toEqual(["idle@0", "idle@5", "idle@10"]);
  });

  test("a hook may make a thread ready, which then runs at once", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const thread = kernel.createThread({
      name: "t",
      priority: 10,
      *entry() {
        log.push("t");
      },
    });
    kernel.idle.addHook(() => {
      if (thread.stateName === "init") thread.startup();
    });
    bed.run();
    expect(log).toEqual(["t"]);
  });

  test("reclaims ended threads, also those deleted by an interrupt during idle time", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const thread = bed.spawn("t", 10, function* () {
      yield* kernel.delay(1000);
    });
    bed.run(5 * TICK);
    kernel.interrupt("irq", () => thread.delete());
    bed.run(6 * TICK);
    expect(kernel.objects.find("t", RT_OBJECT_CLASS_THREAD)).toBeNull();
  });

  test("shares the lowest priority with threads of that priority", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    for (const name of ["a", "b"]) {
      bed.spawn(name, 31, function* () {
        yield* kernel.spend(3 * TICK);
        yield* kernel.delay(2);
        yield* kernel.spend(3 * TICK);
        log.push(name);
      });
    }
    bed.run();
    expect(log.sort()).toEqual(["a", "b"]);
    expect(kernel.tick()).toBe(12);
  });
});
