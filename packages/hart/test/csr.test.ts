import { describe, expect, test } from "vitest";
import { CAUSE_ILLEGAL_INSTRUCTION, CAUSE_USER_ECALL } from "../src/index.ts";
import { Guest } from "./support/guest.ts";

describe("Counters", () => {
  test("instret and cycle read the instructions before the one that reads", () => {
    const guest = new Guest();
    guest.runSource("nop\n csrr a0, instret\n nop\n csrr a1, cycle\n ecall");
    expect(guest.context.x(10)).toBe(1);
    expect(guest.context.x(11)).toBe(3);
  });

  test("instret goes on from run to run, and past 32 bits", () => {
    const guest = new Guest();
    guest.load("nop\n nop\n csrr a0, instret\n ecall");
    guest.context.instret = 2 ** 32 - 1;
    guest.run(1);
    expect(guest.context.instret).toBe(2 ** 32);
    guest.run();
    expect(guest.context.x(10)).toBe(2 ** 32 + 1);
  });

  test("time asks the board, with the instructions retired in this run", () => {
    const asked: number[] = [];
    const guest = new Guest({
      time: (retired) => {
        asked.push(retired);
        return 2 ** 40 + retired;
      },
    });
    guest.load("nop\n nop\n csrr a0, time\n csrr a1, time\n ecall");
    guest.run(1);
    guest.run();
    expect(asked).toEqual([1, 2]);
    expect(guest.context.x(10)).toBe(2 ** 40 + 1);
  });

  test("are read-only, but may be or-ed with nothing", () => {
    const guest = new Guest();
    expect(guest.runSource("csrw instret, a0")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.runSource("csrrsi a0, cycle, 1")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.runSource("csrrs a0, time, a1")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.runSource("csrrci a0, instret, 0\n ecall")).toBe(CAUSE_USER_ECALL);
  });
});

describe("Float state", () => {
  test("fflags and frm are parts of fcsr", () => {
    const guest = new Guest();
    guest.runSource(`
      csrwi fflags, 0x1f
      csrwi frm, 4
      csrr a0, fcsr
      csrrci a1, fflags, 3
      csrr a2, fcsr
      li t0, -1
      csrw fcsr, t0
      csrr a3, fcsr
      csrr a4, frm
      ecall`);
    expect([10, 11, 12, 13, 14].map((i) => guest.context.x(i))).toEqual([0x9f, 0x1f, 0x9c, 0xff, 7]);
    expect(guest.context.fcsr).toBe(0xff);
  });

  test("a rounding mode that does not exist makes dynamic rounding illegal, and only that", () => {
    const guest = new Guest();
    expect(guest.runSource("csrwi frm, 5\n fadd.d fa0, fa0, fa0")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.runSource("csrwi frm, 7\n fmadd.s fa0, fa0, fa0, fa0")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.runSource("csrwi frm, 5\n fadd.d fa0, fa0, fa0, rne\n fmin.d fa0, fa0, fa0\n ecall")).toBe(
      CAUSE_USER_ECALL,
    );
    // Static mode 5.
    expect(guest.runSource(".word 0x02a55553")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
  });

  test("flags accrue and results round as frm says", () => {
    const guest = new Guest();
    const third = (mode: number): string => `
      csrwi frm, ${mode}
      csrwi fflags, 0
      li t0, 1
      li t1, 3
      fcvt.d.l fa0, t0
      fcvt.d.l fa1, t1
      fdiv.d fa2, fa0, fa1
      fmv.x.d a0, fa2
      csrr a1, fflags
      ecall`;
    guest.runSource(third(0));
    expect(guest.context.xLo(10)).toBe(0x55555555);
    expect(guest.context.x(11)).toBe(1);
    guest.runSource(third(3));
    expect(guest.context.xLo(10)).toBe(0x55555556);
  });
});

describe("Other CSRs", () => {
  test("do not exist for a user program", () => {
    const guest = new Guest();
    for (const number of ["0x100", "0x180", "0x300", "0x000", "0xc03", "0xc80", "0xf14", "0x008"]) {
      expect(guest.runSource(`csrr a0, ${number}`)).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    }
  });
});
