// Random operations on a few spaces, compared with a model that keeps one value and one set of rights per page.

import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  MREMAP_FIXED,
  MREMAP_MAYMOVE,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import type { Aspace } from "@keel/mm";
import { describe, expect, test } from "vitest";
import { forked, makeAspace, makeMemory, peek, poke, seeded } from "./memory.ts";

const PAGE = 4096;
const BASE = 0x1000_0000 - 20 * PAGE;
const PAGES = 48;
const PROTS = [PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE];

interface ModelPage {
  prot: number;
  value: number;
}

interface Twin {
  space: Aspace;
  model: Map<number, ModelPage>;
}

function check(twin: Twin, label: string): void {
  let mapped = 0;
  for (let page = 0; page < PAGES; page++) {
    const expected = twin.model.get(page);
    if (expected !== undefined) mapped++;
    const readable = expected !== undefined && (expected.prot & PROT_READ) !== 0;
    expect(peek(twin.space, BASE + page * PAGE), `${label} page ${page}`).toBe(
      readable ? expected.value : -14,
    );
  }
  expect(twin.space.virtualSize, label).toBe(mapped * PAGE);
  let end = 0;
  for (const area of twin.space.areas()) {
    expect(area.start, label).toBeGreaterThanOrEqual(end);
    expect(area.end).toBeGreaterThan(area.start);
    end = area.end;
  }
}

function step(twins: Twin[], random: (below: number) => number): void {
  const twin = twins[random(twins.length)] as Twin;
  const { space, model } = twin;
  const first = random(PAGES);
  const count = 1 + random(Math.min(12, PAGES - first));
  const va = BASE + first * PAGE;
  const prot = PROTS[random(4)] as number;
  const range = Array.from({ length: count }, (_, i) => first + i);
  switch (random(8)) {
    case 0:
    case 1:
      space.map({ va, length: count * PAGE, prot, flags: MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED });
      for (const page of range) model.set(page, { prot, value: 0 });
      return;
    case 2:
      space.unmap(va, count * PAGE);
      for (const page of range) model.delete(page);
      return;
    case 3:
      if (space.protect(va, count * PAGE, prot) === 0) {
        for (const page of range) (model.get(page) as ModelPage).prot = prot;
      } else {
        expect(range.some((page) => !model.has(page))).toBe(true);
      }
      return;
    case 4: {
      const target = random(PAGES - count + 1);
      const overlaps = target < first + count && first < target + count;
      const flags = MREMAP_MAYMOVE | MREMAP_FIXED;
      const result = space.remap(va, count * PAGE, count * PAGE, flags, BASE + target * PAGE);
      if (result < 0) return;
      expect(overlaps).toBe(false);
      for (const page of range) {
        model.set(target + page - first, model.get(page) as ModelPage);
        model.delete(page);
      }
      return;
    }
    case 5:
      if (twins.length < 4) {
        const copy = new Map([...model].map(([page, p]) => [page, { ...p }]));
        twins.push({ space: forked(space), model: copy });
      } else {
        twins.splice(twins.indexOf(twin), 1);
        space.unref();
      }
      return;
    default:
      for (const page of range) {
        const value = 1 + random(255);
        const expected = model.get(page);
        const writable = expected !== undefined && (expected.prot & PROT_WRITE) !== 0;
        expect(poke(space, BASE + page * PAGE, value)).toBe(writable ? 0 : -14);
        if (writable) expected.value = value;
      }
  }
}

describe("Aspace against a model", () => {
  test.each([1, 2, 3, 4])("random maps, forks, moves and writes agree (seed %i)", (seed) => {
    const random = seeded(seed);
    const { mm } = makeMemory(1024);
    const before = mm.frames.freePages;
    const twins: Twin[] = [{ space: makeAspace(mm), model: new Map() }];
    for (let i = 0; i < 600; i++) {
      step(twins, random);
      if (twins.length === 0) break;
      if (i % 10 === 0) for (const twin of twins) check(twin, `seed ${seed} step ${i}`);
    }
    for (const twin of twins) {
      const resident = [...twin.space.areas()].length;
      expect(resident).toBeGreaterThanOrEqual(0);
      twin.space.unref();
    }
    expect(mm.frames.freePages).toBe(before);
  });
});
