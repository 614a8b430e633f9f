import { describe, expect, test } from "vitest";
import {
  CAUSE_LOAD_ACCESS,
  CAUSE_LOAD_MISALIGNED,
  CAUSE_STORE_ACCESS,
  CAUSE_STORE_MISALIGNED,
  CAUSE_USER_ECALL,
  TRAP_BUDGET,
} from "../src/index.ts";
import { Guest, RAM } from "./support/guest.ts";

describe("The bus", () => {
  test("answers aligned accesses outside RAM", () => {
    const log: unknown[] = [];
    const guest = new Guest({
      bus: {
        read: (pa, size) => {
          log.push(["read", pa, size]);
          return 0xfedcba98;
        },
        write: (pa, size, lo, hi) => {
          log.push(["write", pa, size, lo >>> 0, hi >>> 0]);
        },
      },
    });
    guest.runSource(`
      li a0, 0x10000000
      lw a1, 4(a0)
      lbu a2, 1(a0)
      li a3, -2
      sh a3, 2(a0)
      sd a3, 8(a0)
      ecall`);
    expect(guest.context.x(11)).toBe(0xfedcba98 - 2 ** 32);
    expect(log).toEqual([
      ["read", 0x10000004, 4],
      ["read", 0x10000001, 1],
      ["write", 0x10000002, 2, 0xfffe, 0],
      ["write", 0x10000008, 8, 0xfffffffe, 0xffffffff],
    ]);
  });

  test("may refuse, which is an access fault, and is not asked misaligned things", () => {
    const guest = new Guest({ bus: { read: () => -1, write: () => -1 } });
    expect(guest.runSource("li a0, 0x1000\n lw a1, 0(a0)")).toBe(CAUSE_LOAD_ACCESS);
    expect(guest.runSource("li a0, 0x1000\n sw a1, 0(a0)")).toBe(CAUSE_STORE_ACCESS);
    const willing = new Guest({ bus: { read: () => 0, write: () => {} } });
    expect(willing.runSource("li a0, 0x1001\n lw a1, 0(a0)")).toBe(CAUSE_LOAD_ACCESS);
    expect(willing.runSource("li a0, 0x1000\n amoadd.w a1, a2, (a0)")).toBe(CAUSE_STORE_ACCESS);
  });
});

describe("LR and SC", () => {
  const pair = (between: string): string => `
      la a0, word
      lr.w a1, (a0)
      ${between}
      li a2, 9
      sc.w a3, a2, (a0)
      lw a4, 0(a0)
      ecall
      .align 3
      word: .dword 5`;

  test("store when nothing came between", () => {
    const guest = new Guest();
    guest.runSource(pair(""));
    expect([11, 13, 14].map((i) => guest.context.x(i))).toEqual([5, 0, 9]);
  });

  test("succeed however the run is sliced", () => {
    const guest = new Guest();
    guest.load(pair(""));
    while (guest.run(1) === TRAP_BUDGET);
    expect(guest.context.x(13)).toBe(0);
  });

  test("fail when the word has changed, when another address or width is used, and a second time", () => {
    const guest = new Guest();
    for (const between of ["sw zero, 0(a0)", "addi a0, a0, 4", "sc.w a5, a2, (a0)", "lr.d a5, (a0)"]) {
      guest.runSource(pair(between));
      expect(guest.context.x(13)).toBe(1);
    }
  });

  test("fail when another context ran between, even one that put the value back", () => {
    const guest = new Guest();
    guest.load(pair("nop"));
    guest.run(4);
    const other = guest.newContext();
    other.pc = RAM + 8;
    other.setX(10, guest.context.x(10));
    guest.hart.run(other, 1);
    expect(guest.run()).toBe(CAUSE_USER_ECALL);
    expect(guest.context.x(13)).toBe(1);
    expect(guest.context.x(14)).toBe(5);
  });

  test("and atomic operations trap when misaligned", () => {
    const guest = new Guest();
    expect(guest.runSource("la a0, 0x80000102\n lr.w a1, (a0)")).toBe(CAUSE_LOAD_MISALIGNED);
    expect(guest.context.trapValue).toBe(0x80000102);
    expect(guest.runSource("la a0, 0x80000102\n sc.w a1, a2, (a0)")).toBe(CAUSE_STORE_MISALIGNED);
    expect(guest.runSource("la a0, 0x80000104\n amoswap.d a1, a2, (a0)")).toBe(CAUSE_STORE_MISALIGNED);
  });
});
