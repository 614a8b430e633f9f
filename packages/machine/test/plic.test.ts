import { describe, expect, test } from "vitest";
import { PLIC_CONTEXT_MACHINE, PLIC_CONTEXT_SUPERVISOR, Plic } from "../src/index.ts";

function plic(): Plic {
  const controller = new Plic({ base: 0x0c00_0000 });
  for (const irq of [3, 10, 11]) {
    controller.setPriority(irq, 1);
    controller.enable(irq);
  }
  return controller;
}

describe("Plic", () => {
  test("hands out the highest priority first and the lowest number among equals", () => {
    const controller = plic();
    controller.setPriority(11, 5);
    for (const irq of [10, 3, 11]) controller.raise(irq);
    expect([controller.claim(), controller.claim(), controller.claim(), controller.claim()]).toEqual([
      11, 3, 10, 0,
    ]);
  });

  test("a source with priority 0, disabled or at the threshold is not claimable", () => {
    const controller = plic();
    controller.raise(10);
    controller.setPriority(10, 0);
    expect(controller.hasPending()).toBe(false);
    controller.setPriority(10, 2);
    controller.setThreshold(PLIC_CONTEXT_SUPERVISOR, 2);
    expect(controller.hasPending()).toBe(false);
    controller.setThreshold(PLIC_CONTEXT_SUPERVISOR, 1);
    controller.disable(10);
    expect(controller.hasPending()).toBe(false);
    controller.enable(10);
    expect(controller.claim()).toBe(10);
  });

  test("a line that stays asserted is pending again after completion, and only then", () => {
    const controller = plic();
    controller.raise(10);
    expect(controller.claim()).toBe(10);
    controller.raise(10);
    expect(controller.claim()).toBe(0);
    controller.complete(10);
    expect(controller.claim()).toBe(10);
    controller.lower(10);
    controller.complete(10);
    expect(controller.hasPending()).toBe(false);
  });

  test("a request stays latched when its line falls before the claim", () => {
    const controller = plic();
    controller.raise(10);
    controller.lower(10);
    expect(controller.claim()).toBe(10);
  });

  test("tells the hart when something becomes claimable, not otherwise", () => {
    const controller = plic();
    let calls = 0;
    controller.onPending = () => {
      calls += 1;
    };
    controller.raise(20);
    expect(calls).toBe(0);
    controller.raise(10);
    expect(calls).toBe(1);
    controller.setPriority(20, 1);
    controller.enable(20);
    expect(calls).toBe(2);
  });

  test("has the registers of the specification", () => {
    const controller = new Plic({ base: 0 });
    controller.write(4 * 33, 4, 7);
    controller.write(0x2084, 4, 1 << 1);
    controller.write(0x20_1000, 4, 3);
    controller.raise(33);
    expect(controller.read(4 * 33, 4)).toBe(7);
    expect(controller.read(0x2084, 4)).toBe(2);
    expect(controller.read(0x2004, 4)).toBe(0);
    expect(controller.read(0x1004, 4)).toBe(2);
    expect(controller.read(0x20_1000, 4)).toBe(3);
    expect(controller.read(0x20_1004, 4)).toBe(33);
    expect(controller.read(0x1004, 4)).toBe(0);
    controller.lower(33);
    controller.write(0x20_1004, 4, 33);
    controller.raise(33);
    expect(controller.hasPending(PLIC_CONTEXT_MACHINE)).toBe(false);
    expect(controller.hasPending()).toBe(true);
  });

  test("reset forgets enables and requests, and sees lines that are still asserted", () => {
    const controller = plic();
    controller.raise(10);
    controller.claim();
    controller.reset();
    expect(controller.hasPending()).toBe(false);
    controller.setPriority(10, 1);
    controller.enable(10);
    expect(controller.claim()).toBe(10);
  });
});
