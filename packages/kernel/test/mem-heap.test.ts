import { EINVAL, ENOMEM, RT_OBJECT_CLASS_MEM_HEAP } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { MemHeap, Random } from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("MemHeap", () => {
  test("hands out aligned pieces, first fit, and keeps book of them", () => {
    const { kernel } = makeBed();
    const heap = new MemHeap(kernel, "heap", 100);
    expect([heap.poolSize, heap.availableSize]).toEqual([96, 96]);
    expect([heap.alloc(1), heap.alloc(16), heap.alloc(9)]).toEqual([0, 8, 24]);
    expect([heap.usedSize, heap.sizeOf(24), heap.sizeOf(4)]).toEqual([40, 16, -EINVAL]);
    expect([heap.alloc(57), heap.alloc(0), heap.alloc(-1)]).toEqual([-ENOMEM, -EINVAL, -EINVAL]);
    heap.free(8);
    expect([heap.alloc(24), heap.alloc(12)]).toEqual([40, 8]);
    expect(heap.maxUsedSize).toBe(64);
    expect(kernel.objects.find("heap", RT_OBJECT_CLASS_MEM_HEAP)).toBe(heap);
  });

  test("free neighbours become one piece again, on either side", () => {
    const { kernel } = makeBed();
    const heap = new MemHeap(kernel, "heap", 64);
    const pieces = [heap.alloc(16), heap.alloc(16), heap.alloc(16), heap.alloc(16)];
    for (const index of [0, 2, 1]) expect(heap.free(pieces[index]!)).toBe(0);
    expect(heap.alloc(48)).toBe(0);
    expect(heap.free(pieces[1]!)).toBe(-EINVAL);
  });

  test("realloc grows into free space behind, shrinks in place, and moves when it must", () => {
    const { kernel } = makeBed();
    const heap = new MemHeap(kernel, "heap", 128);
    const a = heap.alloc(16);
    expect(heap.realloc(a, 40)).toBe(a);
    expect([heap.sizeOf(a), heap.usedSize]).toEqual([40, 40]);
    expect(heap.realloc(a, 8)).toBe(a);
    expect([heap.sizeOf(a), heap.usedSize]).toEqual([8, 8]);
    const b = heap.alloc(8);
    const moved = heap.realloc(a, 24);
    expect(moved).toBe(16);
    expect([heap.sizeOf(a), heap.sizeOf(moved)]).toEqual([-EINVAL, 24]);
    expect([heap.realloc(b, 500), heap.sizeOf(b), heap.realloc(99, 8)]).toEqual([-ENOMEM, 8, -EINVAL]);
  });

  test("after any sequence of calls all pieces are disjoint, and all comes back", () => {
    const seed = 5;
    const random = new Random(seed);
    const { kernel } = makeBed();
    const heap = new MemHeap(kernel, "heap", 4096);
    const live = new Map<number, number>();
    for (let i = 0; i < 3000; i++) {
      const size = 1 + random.below(200);
      const offsets = [...live.keys()];
      const victim = offsets[random.below(offsets.length || 1)];
      const choice = random.below(3);
      if (choice === 0 && victim !== undefined) {
        expect(heap.free(victim)).toBe(0);
        live.delete(victim);
      } else if (choice === 1 && victim !== undefined) {
        const moved = heap.realloc(victim, size);
        if (moved < 0) continue;
        live.delete(victim);
        live.set(moved, heap.sizeOf(moved));
      } else {
        const offset = heap.alloc(size);
        if (offset >= 0) live.set(offset, heap.sizeOf(offset));
      }
      let end = 0;
      let used = 0;
      for (const [offset, length] of [...live].sort((a, b) => a[0] - b[0])) {
        expect(offset, `seed ${seed}`).toBeGreaterThanOrEqual(end);
        end = offset + length;
        used += length;
      }
      expect(heap.usedSize, `seed ${seed}`).toBe(used);
    }
    for (const offset of live.keys()) heap.free(offset);
    expect([heap.availableSize, heap.alloc(4096)]).toEqual([4096, 0]);
  });
});
