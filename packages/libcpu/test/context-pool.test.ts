import { HartContext } from "@keel/hart";
import { describe, expect, test } from "vitest";
import { ContextPool } from "../src/index.ts";

/** A pool over memory for `count` register files, and the offsets that are free. */
function pool(count: number): { contexts: ContextPool; free: number[] } {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2 });
  const free = Array.from({ length: count }, (_, i) => (count - 1 - i) * HartContext.SIZE);
  const contexts = new ContextPool({
    memory,
    ramOffset: 0x1_0000,
    ramBase: 0x8000_0000,
    ramSize: 0x1_0000,
    allocateContext: () => free.pop() ?? -12,
    freeContext: (offset) => void free.push(offset),
  });
  return { contexts, free };
}

describe("ContextPool", () => {
  test("hands out register files of their own, and null when there are none left", () => {
    const { contexts } = pool(2);
    const a = contexts.allocate();
    const b = contexts.allocate();
    a?.setX(5, 1);
    b?.setX(5, 2);
    expect([a?.x(5), b?.x(5)]).toEqual([1, 2]);
    expect(contexts.allocate()).toBe(null);
    expect(contexts.used).toBe(2);
  });

  test("gives freed ones back to the memory", () => {
    const { contexts, free } = pool(1);
    const first = contexts.allocate();
    if (first === null) throw new Error("no register file");
    contexts.free(first);
    expect(contexts.used).toBe(0);
    expect(free).toEqual([first.offset]);
  });
});
