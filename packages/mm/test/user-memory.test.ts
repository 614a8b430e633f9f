import {
  EFAULT,
  ENAMETOOLONG,
  ENOMEM,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { makeAspace, makeMemory } from "./memory.ts";

const PAGE = 4096;
const RW = PROT_READ | PROT_WRITE;
const FIXED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
const VA = 0x1000_0000;

describe("UserMemory", () => {
  test("copies across pages that lie apart in RAM", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ va: VA, length: 4 * PAGE, prot: RW, flags: FIXED });
    space.write32(VA + 2 * PAGE, 0);
    const source = Uint8Array.from({ length: 3 * PAGE }, (_, i) => (i * 7) & 255);
    expect(space.copyOut(VA + 100, source)).toBe(0);
    const back = new Uint8Array(3 * PAGE);
    expect(space.copyIn(VA + 100, back)).toBe(0);
    expect(back).toEqual(source);
  });

  test("stops at the first bad page, as the hart would", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ va: VA, length: PAGE, prot: RW, flags: FIXED });
    space.map({ va: VA + PAGE, length: PAGE, prot: PROT_READ, flags: FIXED });
    space.map({ va: VA + 2 * PAGE, length: PAGE, prot: PROT_EXEC, flags: FIXED });
    expect(space.copyOut(VA + PAGE - 2, new Uint8Array(4))).toBe(-EFAULT);
    expect(space.copyIn(VA + PAGE, new Uint8Array(PAGE))).toBe(0);
    expect(space.copyIn(VA + 2 * PAGE, new Uint8Array(1))).toBe(-EFAULT);
    expect(space.copyIn(VA + 3 * PAGE - 2, new Uint8Array(4))).toBe(-EFAULT);
    expect(space.copyOut(-8, new Uint8Array(4))).toBe(-EFAULT);
    expect(space.copyOut(2 ** 63, new Uint8Array(4))).toBe(-EFAULT);
    expect(space.copyIn(0, new Uint8Array(0))).toBe(0);
    expect(space.touch(VA, 2 * PAGE, PROT_READ)).toBe(0);
    expect(space.touch(VA, 2 * PAGE, PROT_WRITE)).toBe(-EFAULT);
  });

  test("reads and writes words, negative ones too, at any alignment", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ va: VA, length: 2 * PAGE, prot: RW, flags: FIXED });
    expect(space.write32(VA + PAGE - 2, 0xdeadbeef)).toBe(0);
    expect(space.read32(VA + PAGE - 2)).toBe(0xdeadbeef);
    expect(space.write64(VA, -2)).toBe(0);
    expect(space.readSigned64(VA)).toBe(-2);
    expect(space.readSigned64(8)).toBe(null);
    expect(space.read32(VA)).toBe(0xfffffffe);
    expect(space.read32(VA + 4)).toBe(0xffffffff);
    expect(space.write64(VA, 2 ** 52 + 5)).toBe(0);
    expect(space.read64(VA)).toBe(2 ** 52 + 5);
    expect(space.read32(4)).toBe(-EFAULT);
    expect(space.read64(VA + 2 * PAGE - 4)).toBe(-EFAULT);
  });

  test("reads strings to the NUL, over a page border, within a limit", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ va: VA, length: 2 * PAGE, prot: RW, flags: FIXED });
    const text = "grüße";
    space.copyOut(VA + PAGE - 3, new TextEncoder().encode(`${text}\0`));
    expect(space.readString(VA + PAGE - 3, 100)).toBe(text);
    expect(space.readString(VA + PAGE - 3, 7)).toBe(-ENAMETOOLONG);
    expect(space.readString(VA + PAGE - 3, 8)).toBe(text);
    space.fill(VA + PAGE, PAGE, 65);
    expect(space.readString(VA + 2 * PAGE - 4, 100)).toBe(-EFAULT);
    expect(space.readString(VA + 2 * PAGE - 4, 4)).toBe(-ENAMETOOLONG);
  });

  test("says -ENOMEM when memory runs out", () => {
    const { mm } = makeMemory(16);
    const space = makeAspace(mm);
    space.map({ va: VA, length: 15 * PAGE, prot: RW, flags: FIXED });
    expect(space.fill(VA, 15 * PAGE, 1)).toBe(-ENOMEM);
    space.unref();
    expect(mm.frames.freePages).toBe(16);
  });
});
