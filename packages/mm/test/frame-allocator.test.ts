import { FrameAllocator } from "@keel/mm";
import { describe, expect, test } from "vitest";
import { seeded } from "./memory.ts";

const BASE = 0x8000_0000;
const PAGE = 4096;

describe("FrameAllocator", () => {
  test("gives out every frame once, then 0", () => {
    const frames = new FrameAllocator(BASE, 37 * PAGE);
    const seen = new Set<number>();
    for (let i = 0; i < 37; i++) seen.add(frames.alloc());
    expect(seen.size).toBe(37);
    expect(seen.has(0)).toBe(false);
    expect(frames.alloc()).toBe(0);
    expect(frames.freePages).toBe(0);
    expect(frames.minFreePages).toBe(0);
  });

  test("merges freed twins back into the largest blocks", () => {
    const frames = new FrameAllocator(BASE, 4096 * PAGE);
    const before = frames.freeBlocks();
    const taken = Array.from({ length: 1000 }, () => frames.alloc());
    for (const pa of taken) frames.unref(pa);
    expect(frames.freeBlocks()).toEqual(before);
    expect(before[11]).toBe(2);
  });

  test("aligns a block to its size", () => {
    const frames = new FrameAllocator(BASE, 64 * PAGE);
    frames.alloc();
    for (const order of [1, 2, 3, 4]) expect((frames.alloc(order) - BASE) % (PAGE << order)).toBe(0);
  });

  test("frees a frame when its last reference goes", () => {
    const frames = new FrameAllocator(BASE, 8 * PAGE);
    const freed: number[] = [];
    frames.onFree = (pa) => freed.push(pa);
    const pa = frames.alloc();
    frames.ref(pa);
    frames.unref(pa);
    expect(frames.freePages).toBe(7);
    frames.unref(pa);
    expect(frames.freePages).toBe(8);
    expect(freed).toEqual([pa]);
  });

  test("a frame freed twice is a broken invariant", () => {
    const frames = new FrameAllocator(BASE, 8 * PAGE);
    const pa = frames.alloc();
    frames.unref(pa);
    expect(() => frames.unref(pa)).toThrow("more owners");
    expect(() => frames.unref(0x1000)).toThrow("no frame");
  });

  test("asks reclaimers before it gives up", () => {
    const frames = new FrameAllocator(BASE, 2 * PAGE);
    const cached = frames.alloc();
    frames.alloc();
    const asked: number[] = [];
    frames.addReclaimer({
      reclaim(count) {
        asked.push(count);
        if (asked.length > 1) return 0;
        frames.unref(cached);
        return 1;
      },
      reclaimable: () => 1,
    });
    expect(frames.reclaimablePages).toBe(1);
    expect(frames.alloc()).toBe(cached);
    expect(frames.alloc()).toBe(0);
    expect(asked).toEqual([1, 1]);
  });

  test("fails the chosen allocation only", () => {
    const frames = new FrameAllocator(BASE, 8 * PAGE);
    frames.failAfter(2);
    expect([frames.alloc(), frames.alloc(), frames.alloc(), frames.alloc()].map((pa) => pa !== 0)).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  test("random allocations never overlap and all come back", () => {
    const seed = 20261121;
    const random = seeded(seed);
    const frames = new FrameAllocator(BASE, 777 * PAGE);
    const before = frames.freeBlocks();
    const live: { pa: number; order: number }[] = [];
    const owner = new Int32Array(777).fill(-1);
    for (let step = 0; step < 6_000; step++) {
      if (random(2) === 0) {
        const order = random(6);
        const pa = frames.alloc(order);
        if (pa === 0) continue;
        const first = (pa - BASE) / PAGE;
        for (let i = first; i < first + (1 << order); i++) {
          expect(owner[i], `seed ${seed} step ${step}`).toBe(-1);
          owner[i] = step;
        }
        live.push({ pa, order });
      } else if (live.length > 0) {
        const [block] = live.splice(random(live.length), 1);
        if (block === undefined) continue;
        const first = (block.pa - BASE) / PAGE;
        owner.fill(-1, first, first + (1 << block.order));
        frames.free(block.pa, block.order);
      }
    }
    for (const block of live) frames.free(block.pa, block.order);
    expect(frames.freeBlocks()).toEqual(before);
    expect(frames.freePages).toBe(777);
  });
});
