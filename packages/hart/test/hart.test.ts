import { describe, expect, test } from "vitest";
import {
  CAUSE_BREAKPOINT,
  CAUSE_FETCH_ACCESS,
  CAUSE_ILLEGAL_INSTRUCTION,
  CAUSE_LOAD_ACCESS,
  CAUSE_STORE_ACCESS,
  CAUSE_USER_ECALL,
  TRAP_BUDGET,
  TRAP_INTERRUPT,
} from "../src/index.ts";
import { Guest, RAM } from "./support/guest.ts";

/** Loops, calls, branches, float, atomics, page crossings: something of everything. */
const MIXED = `
        li   s0, 12
        la   s1, data
        li   t2, 3
        fcvt.d.l fa0, t2
  loop: ld   a0, 0(s1)
        addi a0, a0, 7
        sd   a0, 0(s1)
        amoadd.w a1, s0, (s1)
        sd   a0, 13(s1)
        fdiv.d fa1, fa1, fa0
        fadd.d fa1, fa1, fa0
        call twice
        mulhu a3, a0, a2
        c.addi a3, 1
        addi s0, s0, -1
        bnez s0, loop
        csrr a4, instret
        ecall
        .align 12
 twice: add  a2, a0, a0
        beqz a2, twice
        ret
        .align 3
  data: .dword 0x123456789abcdef, 0, 0, 0`;

describe("Hart.run", () => {
  test("stops before the exact instruction asked for, at every point of a program", () => {
    const whole = new Guest();
    expect(whole.runSource(MIXED)).toBe(CAUSE_USER_ECALL);
    const total = whole.hart.retired;
    expect(total).toBeGreaterThan(150);
    // A second hart takes every step alone; a third is given all budgets from 0 on.
    const stepping = new Guest();
    stepping.load(MIXED);
    for (let count = 0; count <= total; count++) {
      const sliced = new Guest();
      const cause = sliced.runSource(MIXED, count);
      expect(cause).toBe(TRAP_BUDGET);
      expect(sliced.hart.retired).toBe(count);
      expect(sliced.context.instret).toBe(count);
      expect(sliced.context.pc).toBe(stepping.context.pc);
      expect(sliced.context.save()).toEqual(stepping.context.save());
      expect(sliced.run(total - count)).toBe(TRAP_BUDGET);
      expect(sliced.run(1)).toBe(CAUSE_USER_ECALL);
      expect(sliced.hart.retired).toBe(0);
      expect(sliced.context.instret).toBe(total);
      expect(sliced.context.save()).toEqual(whole.context.save());
      if (count < total) expect(stepping.run(1)).toBe(TRAP_BUDGET);
    }
  });

  test("with a budget below 1 does nothing, not even a fetch fault", () => {
    const guest = new Guest();
    guest.context.pc = 0x10;
    for (const budget of [0, -1, 0.9, -Infinity]) {
      expect(guest.run(budget)).toBe(TRAP_BUDGET);
      expect(guest.hart.retired).toBe(0);
    }
    expect(guest.run(1)).toBe(CAUSE_FETCH_ACCESS);
    expect(guest.context.trapValue).toBe(0x10);
  });

  test("takes a budget without end", () => {
    const guest = new Guest();
    expect(guest.runSource("ecall", Infinity)).toBe(CAUSE_USER_ECALL);
  });

  test("leaves pc at the ecall and does not count it", () => {
    const guest = new Guest();
    expect(guest.runSource("nop\n ecall")).toBe(CAUSE_USER_ECALL);
    expect(guest.context.pc).toBe(RAM + 4);
    expect(guest.hart.retired).toBe(1);
    expect(guest.run()).toBe(CAUSE_USER_ECALL);
    expect(guest.hart.retired).toBe(0);
  });

  test("tells ebreak, long and compressed", () => {
    const guest = new Guest();
    expect(guest.runSource("ebreak")).toBe(CAUSE_BREAKPOINT);
    expect(guest.runSource("c.ebreak")).toBe(CAUSE_BREAKPOINT);
  });

  test("tells an illegal instruction with its bits", () => {
    const guest = new Guest();
    expect(guest.runSource(".word 0xffffffff")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.context.trapValue % 2 ** 32).toBe(0xffffffff);
    expect(guest.runSource(".half 0, 0")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.context.trapValue).toBe(0);
    expect(guest.runSource(".half 0x9c41")).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    expect(guest.context.trapValue).toBe(0x9c41);
  });

  test("has no privileged instruction", () => {
    const guest = new Guest();
    for (const word of ["0x30200073", "0x10200073", "0x10500073", "0x12000073"]) {
      expect(guest.runSource(`.word ${word}`)).toBe(CAUSE_ILLEGAL_INSTRUCTION);
    }
  });

  test("ends with an access fault outside RAM when there is no bus", () => {
    const guest = new Guest();
    expect(guest.runSource("li a0, 0x1000\n lw a1, 4(a0)")).toBe(CAUSE_LOAD_ACCESS);
    expect(guest.context.trapValue).toBe(0x1004);
    expect(guest.runSource("li a0, 0x1000\n sw a1, 4(a0)")).toBe(CAUSE_STORE_ACCESS);
    expect(guest.runSource("li a0, 0x1000\n jr a0")).toBe(CAUSE_FETCH_ACCESS);
    expect(guest.runSource("li a0, 0x7fffffff\n ld a1, 0(a0)")).toBe(CAUSE_LOAD_ACCESS);
  });

  test("keeps x0 zero whatever is written to it", () => {
    const guest = new Guest();
    guest.runSource(`
      la a0, data
      ld zero, 0(a0)
      lui zero, 5
      jal zero, next
      next: amoadd.d zero, a0, (a0)
      csrrw zero, fcsr, a0
      mul zero, a0, a0
      mv a1, zero
      ecall
      .align 3
      data: .dword -1`);
    expect(guest.context.x(11)).toBe(0);
    expect(guest.context.x(0)).toBe(0);
  });

  test("jalr drops bit 0 and reads its base before it links", () => {
    const guest = new Guest();
    guest.runSource("la ra, target\n jalr ra, 1(ra)\n ebreak\n target: ecall");
    expect(guest.context.pc).toBe(RAM + 16);
    expect(guest.context.x(1)).toBe(RAM + 12);
  });
});

describe("Hart.requestInterrupt", () => {
  test("before a run ends it at once", () => {
    const guest = new Guest();
    guest.load("loop: j loop");
    guest.hart.requestInterrupt();
    expect(guest.run()).toBe(TRAP_INTERRUPT);
    expect(guest.hart.retired).toBe(0);
    expect(guest.run(100)).toBe(TRAP_BUDGET);
  });

  test("from a device ends the run after the access", () => {
    const guest: Guest = new Guest({
      bus: {
        read: () => {
          guest.hart.requestInterrupt();
          return 99;
        },
        write: () => {},
      },
    });
    expect(guest.runSource("li a0, 0x1000\n nop\n lw a1, 0(a0)\n li a1, 1\n ecall")).toBe(TRAP_INTERRUPT);
    expect(guest.context.x(11)).toBe(99);
    expect(guest.hart.retired).toBe(3);
    expect(guest.context.instret).toBe(3);
    expect(guest.run()).toBe(CAUSE_USER_ECALL);
  });
});

describe("Instructions that qemu 7.2 does not know or gets wrong", () => {
  test("ctzw counts at most 32", () => {
    const guest = new Guest();
    guest.runSource("li a0, 0x8000000000\n .word 0x6015159b\n ecall");
    expect(guest.context.x(11)).toBe(32);
    guest.runSource("li a0, 0x8000000040\n ctzw a1, a0\n ecall");
    expect(guest.context.x(11)).toBe(6);
  });

  test("czero keeps or clears by the condition", () => {
    const guest = new Guest();
    guest.runSource(`
      li a0, -5
      li a1, 0x100000000
      czero.eqz a2, a0, a1
      czero.eqz a3, a0, zero
      czero.nez a4, a0, a1
      czero.nez a5, a0, zero
      ecall`);
    expect([12, 13, 14, 15].map((i) => guest.context.x(i))).toEqual([-5, 0, 0, -5]);
  });
});
