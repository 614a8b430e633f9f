import { EFBIG, ENOSPC } from "@keel/abi";
import { Random } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import type { PageFrame } from "../../src/index.ts";
import { type PageBudget, PageStore } from "../../src/ramfs/page-store.ts";

class Budget implements PageBudget {
  used = 0;
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  take(count: number): boolean {
    if (this.used + count > this.limit) return false;
    this.used += count;
    return true;
  }

  give(count: number): void {
    this.used -= count;
  }
}

class Frame implements PageFrame {
  readonly pa = 0x8000_0000;
  readonly bytes: Uint8Array = new Uint8Array(4096).fill(0xee);
  readonly changes: [number, number][] = [];
  isReleased = false;

  changed(start: number, end: number): void {
    this.changes.push([start, end]);
  }

  release(): void {
    this.isReleased = true;
  }
}

function contents(store: PageStore): Uint8Array {
  const bytes = new Uint8Array(store.size);
  expect(store.read(0, bytes)).toBe(store.size);
  return bytes;
}

describe("PageStore", () => {
  test("behaves as a flat array of bytes under random calls (seed 7)", () => {
    const random = new Random(7);
    const budget = new Budget(1000);
    for (let round = 0; round < 20; round++) {
      const store = new PageStore(budget);
      let model = new Uint8Array(random.below(3) === 0 ? 0 : random.below(20_000)).map(() =>
        random.below(256),
      );
      const image = model.slice();
      expect(store.setImage(image)).toBe(0);
      for (let step = 0; step < 60; step++) {
        const pos = random.below(30_000);
        const length = random.below(9000);
        const kind = random.below(6);
        if (kind < 3) {
          const data = new Uint8Array(length).map(() => random.below(256));
          expect(store.write(pos, data)).toBe(length);
          if (length > 0) {
            const grown = new Uint8Array(Math.max(model.length, pos + length));
            grown.set(model);
            grown.set(data, pos);
            model = grown;
          } else if (pos > model.length) {
            const grown = new Uint8Array(store.size);
            grown.set(model);
            model = grown;
          }
        } else if (kind === 3) {
          expect(store.truncate(pos)).toBe(0);
          const cut = new Uint8Array(pos);
          cut.set(model.subarray(0, pos));
          model = cut;
        } else if (kind === 4) {
          expect(store.punch(pos, length)).toBe(0);
          model.fill(0, pos, pos + length);
        } else {
          expect(store.allocate(pos, length)).toBe(0);
        }
        const part = new Uint8Array(length);
        const count = store.read(pos, part);
        expect(count).toBe(Math.max(0, Math.min(length, model.length - pos)));
        expect(part.subarray(0, count)).toEqual(model.subarray(pos, pos + count));
      }
      expect(contents(store)).toEqual(model);
      expect(budget.used).toBe(store.pageCount);
      store.clear();
      expect(budget.used).toBe(0);
      expect(store.size).toBe(0);
    }
  });

  test("shows an image without copying it, and never writes into it", () => {
    const image = new Uint8Array(10_000).fill(1);
    const store = new PageStore(new Budget(10));
    store.setImage(image);
    expect(store.page(0).buffer).toBe(image.buffer);
    store.write(5000, new Uint8Array([9]));
    store.truncate(9000);
    expect(image.every((byte) => byte === 1)).toBe(true);
    expect(store.page(0).buffer).toBe(image.buffer);
    expect(store.page(1)[904]).toBe(9);
  });

  test("a write that runs out of space says how much went in, then ENOSPC", () => {
    const store = new PageStore(new Budget(2));
    expect(store.write(0, new Uint8Array(10_000))).toBe(8192);
    expect(store.write(8192, new Uint8Array(1))).toBe(-ENOSPC);
    expect(store.write(100, new Uint8Array(1))).toBe(1);
    expect(store.size).toBe(8192);
  });

  test("holes take no space, and are found between the data", () => {
    const budget = new Budget(10);
    const store = new PageStore(budget);
    store.write(20_480, new Uint8Array(100));
    store.truncate(2 ** 40);
    expect(budget.used).toBe(1);
    expect(store.nextData(0)).toBe(20_480);
    expect(store.nextHole(0)).toBe(0);
    expect(store.nextHole(20_500)).toBe(24_576);
    expect(store.nextData(24_576)).toBe(-1);
    store.truncate(10);
    expect(budget.used).toBe(0);
    expect(store.write(2 ** 43, new Uint8Array(1))).toBe(-EFBIG);
  });

  test("allocate reserves all of a range or nothing", () => {
    const budget = new Budget(4);
    const store = new PageStore(budget);
    expect(store.allocate(0, 5 * 4096)).toBe(-ENOSPC);
    expect(budget.used).toBe(0);
    expect(store.allocate(100, 2 * 4096)).toBe(0);
    expect(budget.used).toBe(3);
    expect(store.size).toBe(0);
  });

  test("a page moves into a frame, is read and written there, and moves back", () => {
    const store = new PageStore(new Budget(10));
    store.setImage(new Uint8Array(6000).fill(5));
    const frame = new Frame();
    expect(store.adopt(1, frame)).toBe(0);
    expect(store.frame(1)).toBe(frame);
    expect(frame.bytes[1903]).toBe(5);
    expect(frame.bytes[1904]).toBe(0);
    frame.bytes[0] = 77;
    const byte = new Uint8Array(1);
    store.read(4096, byte);
    expect(byte[0]).toBe(77);
    store.write(4097, new Uint8Array([88, 99]));
    expect([...frame.bytes.subarray(0, 3)]).toEqual([77, 88, 99]);
    expect(frame.changes).toEqual([[1, 3]]);
    store.disown(1);
    expect(frame.isReleased).toBe(true);
    expect(store.frame(1)).toBe(null);
    frame.bytes.fill(0);
    expect([...store.page(1).subarray(0, 3)]).toEqual([77, 88, 99]);
  });

  test("what a mapping stores beyond the end is not there when the file grows", () => {
    const store = new PageStore(new Budget(10));
    store.write(0, new Uint8Array([1, 2, 3]));
    const frame = new Frame();
    store.adopt(0, frame);
    frame.bytes.fill(9);
    store.truncate(6);
    expect([...contents(store)]).toEqual([9, 9, 9, 0, 0, 0]);
    frame.bytes.fill(8);
    store.write(8, new Uint8Array([1]));
    expect([...contents(store)]).toEqual([8, 8, 8, 8, 8, 8, 0, 0, 1]);
  });

  test("frames of pages that are cut off are released", () => {
    const budget = new Budget(10);
    const store = new PageStore(budget);
    store.truncate(3 * 4096);
    const frames = [new Frame(), new Frame(), new Frame()];
    frames.forEach((frame, index) => store.adopt(index, frame));
    expect(budget.used).toBe(3);
    store.truncate(4096);
    expect(frames.map(({ isReleased }) => isReleased)).toEqual([false, true, true]);
    store.clear();
    expect(frames[0]?.isReleased).toBe(true);
    expect(budget.used).toBe(0);
  });

  test("a hole cannot move into a frame when there is no space for it", () => {
    const store = new PageStore(new Budget(0));
    store.truncate(4096);
    const frame = new Frame();
    expect(store.adopt(0, frame)).toBe(-ENOSPC);
    expect(store.frame(0)).toBe(null);
  });
});
