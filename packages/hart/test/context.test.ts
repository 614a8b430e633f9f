import { describe, expect, test } from "vitest";
import { HartContext } from "../src/index.ts";
import { Guest } from "./support/guest.ts";

describe("HartContext", () => {
  test("reads registers as signed numbers and takes signed or unsigned ones", () => {
    const { context } = new Guest();
    for (const value of [0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 52 + 1, -(2 ** 52) - 1]) {
      context.setX(5, value);
      expect(context.x(5)).toBe(value);
    }
    context.setX(5, 2 ** 64 - 2 ** 32);
    expect(context.xLo(5)).toBe(0);
    expect(context.xHi(5)).toBe(-1);
  });

  test("keeps x0 at 0", () => {
    const { context } = new Guest();
    context.setX(0, 7);
    context.setX64(0, 7, 7);
    expect(context.x(0)).toBe(0);
  });

  test("saves and restores what a signal frame needs", () => {
    const { context } = new Guest();
    context.setX(31, -5);
    context.setF64(31, 1, 2);
    context.pc = 0x3f_ffff_f000;
    context.fcsr = 0xe1;
    const saved = context.save();
    expect(saved.length).toBe(HartContext.SAVED_SIZE);
    context.clear();
    context.restore(saved);
    expect(context.x(31)).toBe(-5);
    expect([context.fLo(31), context.fHi(31)]).toEqual([1, 2]);
    expect(context.pc).toBe(0x3f_ffff_f000);
    expect(context.fcsr).toBe(0xe1);
  });

  test("a frame that someone edited cannot set x0 or bits that fcsr lacks", () => {
    const { context } = new Guest();
    context.restore(context.save().fill(0xff));
    expect(context.x(0)).toBe(0);
    expect(context.fcsr).toBe(0xff);
  });

  test("copies all of another context", () => {
    const guest = new Guest();
    const other = guest.newContext();
    guest.context.setX(10, 3);
    guest.context.setSatp(0x80123, 7);
    guest.context.instret = 99;
    other.copyFrom(guest.context);
    expect(other.x(10)).toBe(3);
    expect(other.instret).toBe(99);
    expect(other.words).toEqual(guest.context.words);
  });
});
