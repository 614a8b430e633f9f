import {
  EFAULT,
  EINVAL,
  ENOMEM,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  MREMAP_FIXED,
  MREMAP_MAYMOVE,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { makeAspace, makeMemory, peek, poke, TestFile } from "./memory.ts";

const PAGE = 4096;
const RW = PROT_READ | PROT_WRITE;
const FIXED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
const VA = 0x1000_0000;

describe("Aspace.remap", () => {
  test("shrinks in place", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ va: VA, length: 4 * PAGE, prot: RW, flags: FIXED });
    expect(space.remap(VA, 4 * PAGE, PAGE, 0)).toBe(VA);
    expect(space.virtualSize).toBe(PAGE);
  });

  test("grows in place into free room", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ va: VA, length: PAGE, prot: RW, flags: FIXED });
    expect(space.remap(VA, PAGE, 3 * PAGE, 0)).toBe(VA);
    expect(poke(space, VA + 2 * PAGE, 1)).toBe(0);
    expect([...space.areas()].length).toBe(1);
  });

  test("moves pages, contents and file offset when it may", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const object = new TestFile(mm, 8);
    space.map({ va: VA, length: 4 * PAGE, prot: RW, flags: MAP_PRIVATE | MAP_FIXED, object });
    poke(space, VA + PAGE, 7);
    space.map({ va: VA + 4 * PAGE, length: PAGE, prot: PROT_READ, flags: FIXED });
    expect(space.remap(VA + PAGE, 3 * PAGE, 5 * PAGE, 0)).toBe(-ENOMEM);
    const moved = space.remap(VA + PAGE, 3 * PAGE, 5 * PAGE, MREMAP_MAYMOVE);
    expect(moved).toBeGreaterThan(0);
    expect(peek(space, moved)).toBe(7);
    expect(peek(space, moved + 4 * PAGE)).toBe(0x45);
    expect(peek(space, VA + PAGE)).toBe(-EFAULT);
    expect(peek(space, VA)).toBe(0x40);
    expect(space.virtualSize).toBe(7 * PAGE);
    space.unref();
    expect(object.refs).toBe(1);
  });

  test("MREMAP_FIXED replaces what is at the target", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const before = mm.frames.freePages;
    const target = VA + 16 * PAGE;
    space.map({ va: VA, length: 2 * PAGE, prot: RW, flags: FIXED });
    space.map({ va: target, length: 4 * PAGE, prot: RW, flags: FIXED });
    poke(space, VA, 1);
    poke(space, target, 2);
    poke(space, target + 2 * PAGE, 3);
    expect(space.remap(VA, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target)).toBe(target);
    expect([peek(space, target), peek(space, target + PAGE), peek(space, target + 2 * PAGE)]).toEqual([
      1, 0, 3,
    ]);
    space.unmap(VA, 32 * PAGE);
    expect(mm.frames.freePages).toBe(before);
  });

  test("refuses bad ranges", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ va: VA, length: 2 * PAGE, prot: RW, flags: FIXED });
    expect(space.remap(VA + 1, PAGE, PAGE, 0)).toBe(-EINVAL);
    expect(space.remap(VA, 3 * PAGE, 4 * PAGE, MREMAP_MAYMOVE)).toBe(-EFAULT);
    expect(space.remap(VA, PAGE, 0, 0)).toBe(-EINVAL);
    expect(space.remap(VA, PAGE, PAGE, MREMAP_FIXED, VA + 8 * PAGE)).toBe(-EINVAL);
    expect(space.remap(VA, 2 * PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, VA + PAGE)).toBe(-EINVAL);
  });
});
