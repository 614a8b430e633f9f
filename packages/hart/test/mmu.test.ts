import { beforeEach, describe, expect, test } from "vitest";
import {
  CAUSE_FETCH_ACCESS,
  CAUSE_FETCH_PAGE_FAULT,
  CAUSE_LOAD_ACCESS,
  CAUSE_LOAD_PAGE_FAULT,
  CAUSE_STORE_ACCESS,
  CAUSE_STORE_PAGE_FAULT,
  CAUSE_USER_ECALL,
  PTE_A,
  PTE_D,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  SV39_USER_TOP,
} from "../src/index.ts";
import { Guest, RAM, USER_RW, USER_RWX, USER_RX } from "./support/guest.ts";

const CODE = 0x1_0000;
const DATA = 0x2_0000;
const CODE_PA = RAM + 0x1000;
const DATA_PA = RAM + 0x10_0000;

let guest: Guest;
let root: number;

/** Runs code mapped at CODE with a0 = DATA. */
function run(source: string): number {
  guest.load(source, CODE_PA, CODE);
  guest.context.pc = CODE;
  guest.context.setX(10, DATA);
  return guest.run();
}

beforeEach(() => {
  guest = new Guest();
  root = guest.translate();
  guest.map(root, CODE, CODE_PA, USER_RX);
});

describe("Sv39 translation", () => {
  test("leads loads, stores and fetches to the mapped frame", () => {
    guest.map(root, DATA, DATA_PA, USER_RW);
    guest.ram.setUint32(DATA_PA - RAM + 8, 1234, true);
    expect(run("lw a1, 8(a0)\n sw a1, 12(a0)\n ecall")).toBe(CAUSE_USER_ECALL);
    expect(guest.context.x(11)).toBe(1234);
    expect(guest.ram.getUint32(DATA_PA - RAM + 12, true)).toBe(1234);
  });

  test("needs V, U and A for every access", () => {
    for (const missing of [PTE_V, PTE_U, PTE_A]) {
      const entry = guest.map(root, DATA, DATA_PA, USER_RWX & ~missing);
      expect(run("ld a1, 16(a0)\n ecall")).toBe(CAUSE_LOAD_PAGE_FAULT);
      expect(guest.context.trapValue).toBe(DATA + 16);
      expect(run("sd a1, 24(a0)\n ecall")).toBe(CAUSE_STORE_PAGE_FAULT);
      expect(guest.context.trapValue).toBe(DATA + 24);
      expect(run("jr a0")).toBe(CAUSE_FETCH_PAGE_FAULT);
      expect(guest.context.trapValue).toBe(DATA);
      expect(guest.context.pc).toBe(DATA);
      guest.setEntry(entry, 0, 0);
      guest.hart.flushTlb();
    }
  });

  test("needs R to load, W and D to store, X to execute", () => {
    const attempt = (flags: number): number[] => {
      guest.map(root, DATA, DATA_PA, flags);
      guest.load("ecall", DATA_PA, DATA);
      guest.hart.flushTlb();
      return [run("lb a1, 0(a0)\n ecall"), run("sb a1, 100(a0)\n ecall"), run("jr a0")];
    };
    const base = PTE_V | PTE_U | PTE_A;
    const fine = CAUSE_USER_ECALL;
    expect(attempt(base | PTE_R | PTE_D)).toEqual([fine, CAUSE_STORE_PAGE_FAULT, CAUSE_FETCH_PAGE_FAULT]);
    expect(attempt(base | PTE_R | PTE_W)).toEqual([fine, CAUSE_STORE_PAGE_FAULT, CAUSE_FETCH_PAGE_FAULT]);
    expect(attempt(base | PTE_R | PTE_W | PTE_D)).toEqual([fine, fine, CAUSE_FETCH_PAGE_FAULT]);
    expect(attempt(base | PTE_X)).toEqual([CAUSE_LOAD_PAGE_FAULT, CAUSE_STORE_PAGE_FAULT, fine]);
    // W without R is reserved.
    expect(attempt(base | PTE_W | PTE_D | PTE_X)).toEqual([
      CAUSE_LOAD_PAGE_FAULT,
      CAUSE_STORE_PAGE_FAULT,
      CAUSE_FETCH_PAGE_FAULT,
    ]);
  });

  test("a load that was allowed does not allow a store to the same page", () => {
    guest.map(root, DATA, DATA_PA, USER_RX);
    expect(run("ld a1, 0(a0)\n sd a1, 0(a0)\n ecall")).toBe(CAUSE_STORE_PAGE_FAULT);
    expect(guest.context.pc).toBe(CODE + 4);
  });

  test("an atomic operation on a read-only page is a store fault", () => {
    guest.map(root, DATA, DATA_PA, USER_RX);
    expect(run("amoadd.w a1, a2, (a0)\n ecall")).toBe(CAUSE_STORE_PAGE_FAULT);
    expect(run("lr.w a1, (a0)\n ecall")).toBe(CAUSE_USER_ECALL);
    expect(run("lr.w a1, (a0)\n sc.w a1, a2, (a0)\n ecall")).toBe(CAUSE_STORE_PAGE_FAULT);
  });

  test("maps superpages of 2 MiB and 1 GiB", () => {
    guest.map(root, 0x4020_0000, RAM + 0x20_0000, USER_RW, 1);
    guest.map(root, 0x8000_0000, RAM, USER_RW, 2);
    guest.ram.setUint32(0x20_5678, 42, true);
    expect(run("li a0, 0x40205678\n lw a1, 0(a0)\n li a0, 0x80205678\n lw a2, 0(a0)\n ecall")).toBe(
      CAUSE_USER_ECALL,
    );
    expect(guest.context.x(11)).toBe(42);
    expect(guest.context.x(12)).toBe(42);
  });

  test("faults on a superpage that is not aligned to its size", () => {
    guest.map(root, 0x4020_0000, RAM + 0x1000, USER_RW, 1);
    expect(run("li a0, 0x40200000\n lw a1, 0(a0)\n ecall")).toBe(CAUSE_LOAD_PAGE_FAULT);
  });

  test("faults on reserved bits and on pointers with A, D or U", () => {
    const leaf = guest.map(root, DATA, DATA_PA, USER_RW);
    guest.ram.setUint32(leaf - RAM + 4, 0x8000_0000, true);
    expect(run("lw a1, 0(a0)\n ecall")).toBe(CAUSE_LOAD_PAGE_FAULT);
    guest.map(root, DATA, DATA_PA, USER_RW);
    guest.ram.setUint8(root - RAM, PTE_V | PTE_U);
    guest.hart.flushTlb();
    expect(run("lw a1, 0(a0)\n ecall")).toBe(CAUSE_FETCH_PAGE_FAULT);
  });

  test("faults on addresses that are not canonical", () => {
    guest.map(root, 0, DATA_PA, USER_RW);
    guest.context.setX64(12, 0, SV39_USER_TOP / 2 ** 32);
    expect(run("lw a1, 0(a2)\n ecall")).toBe(CAUSE_LOAD_PAGE_FAULT);
    expect(guest.context.trapValue).toBe(SV39_USER_TOP);
    guest.context.setX64(12, 0, 0x80);
    expect(run("sw a1, 4(a2)\n ecall")).toBe(CAUSE_STORE_PAGE_FAULT);
    guest.context.setX64(12, 0, 0x4000_0000);
    expect(run("jr a2")).toBe(CAUSE_FETCH_PAGE_FAULT);
  });

  test("translates the upper half, too", () => {
    guest.map(root, 2 ** 39 - 4096, DATA_PA, USER_RW);
    guest.ram.setUint32(DATA_PA - RAM + 4092, 77, true);
    expect(run("lw a1, -4(zero)\n ecall")).toBe(CAUSE_USER_ECALL);
    expect(guest.context.x(11)).toBe(77);
  });

  test("an entry or a table outside RAM is an access fault", () => {
    guest.map(root, DATA, 0x1000, USER_RWX);
    expect(run("lw a1, 0(a0)\n ecall")).toBe(CAUSE_LOAD_ACCESS);
    expect(run("sw a1, 0(a0)\n ecall")).toBe(CAUSE_STORE_ACCESS);
    expect(run("jr a0")).toBe(CAUSE_FETCH_ACCESS);
    guest.setEntry(root + 8, 0x1000, PTE_V);
    expect(run("li a0, 0x40000000\n lw a1, 0(a0)\n ecall")).toBe(CAUSE_LOAD_ACCESS);
  });

  test("never writes a page table", () => {
    const entry = guest.map(root, DATA, DATA_PA, USER_RW);
    const before = guest.ram.getUint32(entry - RAM, true);
    run("sw a1, 0(a0)\n lw a1, 0(a0)\n ecall");
    expect(guest.ram.getUint32(entry - RAM, true)).toBe(before);
  });
});

describe("Accesses across two pages", () => {
  const at = DATA + 4093;

  test("reach both frames", () => {
    guest.map(root, DATA, DATA_PA, USER_RW);
    guest.map(root, DATA + 4096, DATA_PA + 0x5000, USER_RW);
    expect(
      run(`li a0, ${at}\n li a1, 0x1122334455667788\n sd a1, 0(a0)\n ld a2, 0(a0)\n lw a3, 1(a0)\n ecall`),
    ).toBe(CAUSE_USER_ECALL);
    expect(guest.context.xHi(12)).toBe(0x11223344);
    expect(guest.context.xLo(12)).toBe(0x55667788);
    expect(guest.context.x(13)).toBe(0x44556677);
    expect(guest.ram.getUint16(DATA_PA - RAM + 4094, true)).toBe(0x6677);
    expect(guest.ram.getUint32(DATA_PA - RAM + 0x5000, true)).toBe(0x22334455);
  });

  test("a store that faults in the second page has written nothing in the first", () => {
    guest.map(root, DATA, DATA_PA, USER_RW);
    expect(run(`li a0, ${at}\n li a1, -1\n sd a1, 0(a0)\n ecall`)).toBe(CAUSE_STORE_PAGE_FAULT);
    expect(guest.context.trapValue).toBe(DATA + 4096);
    expect(guest.ram.getUint32(DATA_PA - RAM + 4092, true)).toBe(0);
  });

  test("a load that faults in the second page leaves its register", () => {
    guest.map(root, DATA, DATA_PA, USER_RW);
    expect(run(`li a0, ${at}\n li a1, 5\n ld a1, 0(a0)\n ecall`)).toBe(CAUSE_LOAD_PAGE_FAULT);
    expect(guest.context.trapValue).toBe(DATA + 4096);
    expect(guest.context.x(11)).toBe(5);
  });

  test("a fault in the first page is told by the access's own address", () => {
    guest.map(root, DATA + 4096, DATA_PA, USER_RW);
    expect(run(`li a0, ${at}\n ld a1, 0(a0)\n ecall`)).toBe(CAUSE_LOAD_PAGE_FAULT);
    expect(guest.context.trapValue).toBe(at);
  });
});

describe("The TLB", () => {
  test("follows satp: two address spaces see their own frames", () => {
    const other = guest.newContext();
    other.copyFrom(guest.context);
    const otherRoot = guest.translate(2, other);
    guest.map(root, DATA, DATA_PA, USER_RW);
    guest.map(otherRoot, CODE, CODE_PA, USER_RX);
    guest.map(otherRoot, DATA, DATA_PA + 4096, USER_RW);
    guest.load("loop: ld a1, 0(a0)\n addi a1, a1, 1\n sd a1, 0(a0)\n j loop", CODE_PA, CODE);
    for (const context of [guest.context, other]) {
      context.pc = CODE;
      context.setX(10, DATA);
    }
    for (let i = 0; i < 10; i++) {
      guest.hart.run(guest.context, 8);
      guest.hart.run(other, 4);
    }
    expect(guest.ram.getUint32(DATA_PA - RAM, true)).toBe(20);
    expect(guest.ram.getUint32(DATA_PA - RAM + 4096, true)).toBe(10);
  });

  test("keeps apart more address spaces than it has banks", () => {
    const contexts = Array.from({ length: 20 }, (_, i) => {
      const context = guest.newContext();
      const ownRoot = guest.translate(10 + i, context);
      guest.map(ownRoot, CODE, CODE_PA, USER_RX);
      guest.map(ownRoot, DATA, DATA_PA + i * 4096, USER_RW);
      context.pc = CODE;
      context.setX(10, DATA);
      return context;
    });
    guest.load("loop: ld a1, 0(a0)\n addi a1, a1, 1\n sd a1, 0(a0)\n j loop", CODE_PA, CODE);
    for (let round = 0; round < 3; round++) for (const context of contexts) guest.hart.run(context, 4);
    expect(contexts.map((_, i) => guest.ram.getUint32(DATA_PA - RAM + i * 4096, true))).toEqual(
      contexts.map(() => 3),
    );
  });

  test("shows a changed entry after a flush of the page, of the address space, or of all", () => {
    const entry = guest.map(root, DATA, DATA_PA, USER_RW);
    const flushes = [
      (): void => guest.hart.flushTlb(1, DATA + 100),
      (): void => guest.hart.flushTlb(undefined, DATA),
      (): void => guest.hart.flushTlb(1),
      (): void => guest.hart.flushTlb(),
    ];
    flushes.forEach((flush, i) => {
      run("lw a1, 0(a0)\n ecall");
      guest.ram.setUint32(DATA_PA - RAM + 4096 * (i + 1), i + 1, true);
      guest.setEntry(entry, DATA_PA + 4096 * (i + 1), USER_RW);
      flush();
      run("lw a1, 0(a0)\n ecall");
      expect(guest.context.x(11)).toBe(i + 1);
    });
  });

  test("a flush of one address drops the whole superpage that it is in", () => {
    const entry = guest.map(root, 0x4020_0000, RAM, USER_RW, 1);
    run("li a0, 0x40200000\n lw a1, 0(a0)\n li a0, 0x40300000\n lw a1, 0(a0)\n ecall");
    guest.setEntry(entry, 0, 0);
    guest.hart.flushTlb(1, 0x4030_0000);
    expect(run("li a0, 0x40200000\n lw a1, 0(a0)\n ecall")).toBe(CAUSE_LOAD_PAGE_FAULT);
  });

  test("a flush of another address space's identifier changes nothing here", () => {
    guest.map(root, DATA, DATA_PA, USER_RW);
    run("lw a1, 0(a0)\n ecall");
    guest.hart.flushTlb(9);
    guest.hart.flushTlb(9, DATA);
    expect(run("lw a1, 0(a0)\n ecall")).toBe(CAUSE_USER_ECALL);
  });
});

describe("Instructions across two pages", () => {
  const second = CODE + 4096;

  test("run when the pages' frames are far apart", () => {
    guest.map(root, second, CODE_PA + 0x8000, USER_RX);
    // lui a1, 0x12345 with its halves in two frames, then back into the first page.
    guest.load("ecall", CODE_PA, CODE);
    guest.ram.setUint16(CODE_PA - RAM + 4094, 0x5000 | 0x5b7, true);
    guest.ram.setUint16(CODE_PA - RAM + 0x8000, 0x1234, true);
    guest.load(`j ${CODE}`, CODE_PA + 0x8002, second + 2);
    guest.context.pc = CODE + 4094;
    expect(guest.run()).toBe(CAUSE_USER_ECALL);
    expect(guest.context.x(11)).toBe(0x12345000);
    expect(guest.hart.retired).toBe(2);
  });

  test("fault at the second page's start, with pc at the instruction", () => {
    guest.ram.setUint16(CODE_PA - RAM + 4094, 0x5b7, true);
    guest.context.pc = CODE + 4094;
    expect(guest.run()).toBe(CAUSE_FETCH_PAGE_FAULT);
    expect(guest.context.pc).toBe(CODE + 4094);
    expect(guest.context.trapValue).toBe(second);
    expect(guest.hart.retired).toBe(0);
  });

  test("see a second half that has changed", () => {
    guest.map(root, second, CODE_PA + 0x1000, USER_RX);
    guest.load("lui a1, 0x12345\n ecall", CODE_PA + 4094, CODE + 4094);
    guest.context.pc = CODE + 4094;
    guest.run();
    guest.ram.setUint16(CODE_PA - RAM + 4096, 0x4321, true);
    guest.hart.codeChanged(CODE_PA + 4096, 2);
    guest.context.pc = CODE + 4094;
    guest.run();
    expect(guest.context.x(11)).toBe(0x43215000);
  });

  test("branch out of the crossing instruction in both directions", () => {
    guest.map(root, second, CODE_PA + 0x1000, USER_RX);
    const source = (target: string): string => `
      back: ecall
      .zero 4084
      addi a1, a1, 1
      c.nop
      ${target}
      ahead: ebreak`;
    for (const [target, cause] of [
      ["beq zero, zero, back", 8],
      ["jal a2, back", 8],
      ["beq zero, zero, ahead", 3],
      ["beq zero, ra, back", 3],
    ] as const) {
      guest.load(source(target), CODE_PA, CODE);
      guest.context.setX(1, 1);
      guest.context.pc = CODE + 4090;
      expect(guest.run()).toBe(cause);
      if (target.startsWith("jal")) expect(guest.context.x(12)).toBe(CODE + 4098);
    }
  });

  test("two pages that follow each other run on without a jump", () => {
    guest.map(root, second, CODE_PA + 0x7000, USER_RX);
    guest.load("addi a1, zero, 1", CODE_PA + 4092, CODE + 4092);
    guest.load("addi a1, a1, 2\n ecall", CODE_PA + 0x7000, second);
    guest.context.pc = CODE + 4092;
    expect(guest.run()).toBe(CAUSE_USER_ECALL);
    expect(guest.context.x(11)).toBe(3);
  });
});
