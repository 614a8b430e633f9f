import { EINVAL, ERROR, ETIMEDOUT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { MemPool } from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("MemPool", () => {
  test("hands out distinct blocks until none is left", () => {
    const { kernel } = makeBed();
    const pool = new MemPool(kernel, "p", 3, 16);
    const blocks = [pool.tryAlloc(), pool.tryAlloc(), pool.tryAlloc()];
    expect(new Set(blocks).size).toBe(3);
    expect([pool.tryAlloc(), pool.blockFree, pool.blockTotal]).toEqual([-ETIMEDOUT, 0, 3]);
    pool.block(blocks[0]!).fill(1);
    pool.block(blocks[1]!).fill(2);
    expect([...pool.block(blocks[0]!)]).toEqual(Array(16).fill(1));
  });

  test("a block comes back once: -EINVAL the second time, and for what is no block", () => {
    const { kernel } = makeBed();
    const pool = new MemPool(kernel, "p", 1, 8);
    const block = pool.tryAlloc();
    expect([pool.free(block), pool.free(block), pool.free(7), pool.free(-1)]).toEqual([
      0,
      -EINVAL,
      -EINVAL,
      -EINVAL,
    ]);
    expect(pool.blockFree).toBe(1);
  });

  test("who finds no block waits, first come first served", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const pool = new MemPool(kernel, "p", 1, 8);
    const block = pool.tryAlloc();
    for (const name of ["b", "a"]) {
      bed.spawn(name, 10, function* () {
        log.push(`${name} ${yield* pool.alloc(5)} @${kernel.tick()}`);
      });
    }
    bed.spawn("giver", 12, function* () {
      yield* kernel.delay(2);
      pool.free(block);
    });
    bed.run();
    expect(log).toEqual([`a ${block} @2`, `b ${-ETIMEDOUT} @5`]);
  });

  test("detach sends waiters away with -ERROR", () => {
    const bed = makeBed();
    const pool = new MemPool(bed.kernel, "p", 1, 8);
    pool.tryAlloc();
    bed.spawn("t", 10, function* () {
      bed.log.push(String(yield* pool.alloc()));
    });
    bed.spawn("boss", 12, function* () {
      pool.detach();
    });
    bed.run();
    expect(bed.log).toEqual([String(-ERROR)]);
  });
});
