import { HartContext } from "@keel/hart";
import { describe, expect, test } from "vitest";
import { ContextPool } from "../src/index.ts";

/** Memory for `count` register files. */
function pool(count: number): ContextPool {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2 });
  let next = 0;
  return new ContextPool({
    memory,
    ramOffset: 0x1_0000,
    ramBase: 0x8000_0000,
    ramSize: 0x1_0000,
    allocateContext: () => (next < count ? next++ * HartContext.SIZE : -12),
  });
}

describe("ContextPool", () => {
  test("hands out register files of their own, and null when there are none left", () => {
    const contexts = pool(2);
    const a = contexts.allocate();
    const b = contexts.allocate();
    a?.setX(5, 1);
    b?.setX(5, 2);
    expect([a?.x(5), b?.x(5)]).toEqual([1, 2]);
    expect(contexts.allocate()).toBe(null);
    expect(contexts.used).toBe(2);
  });

  test("hands a freed one out again, cleared", () => {
    const contexts = pool(1);
    const first = contexts.allocate();
    if (first === null) throw new Error("no register file");
    first.setX(5, 1);
    first.pc = 0x1000;
    contexts.free(first);
    expect(contexts.used).toBe(0);
    const again = contexts.allocate();
    expect(again).toBe(first);
    expect([again?.x(5), again?.pc]).toEqual([0, 0]);
  });
});
