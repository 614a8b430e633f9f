import { describe, expect, test } from "vitest";
import { CAUSE_USER_ECALL } from "../src/index.ts";
import { Guest, RAM, USER_RX } from "./support/guest.ts";

describe("Code that changes", () => {
  test("is seen by the next execution, with or without fence.i", () => {
    for (const fence of ["", "fence.i"]) {
      const guest = new Guest();
      guest.runSource(`
        la   s0, patch
        la   s4, other
        lw   s3, 0(s4)
        li   s1, 0
      again:
        patch: li a0, 1
        bnez s1, done
        li   s1, 1
        sw   s3, 0(s0)
        ${fence}
        j    again
      done: ecall
      other: li a0, 2`);
      expect(guest.context.x(10)).toBe(2);
    }
  });

  test("is seen by the very next instruction", () => {
    const guest = new Guest();
    guest.runSource(`
        la   s0, patch
        la   s4, other
        lw   s3, 0(s4)
        li   s1, 2
      again:
        sw   s3, 0(s0)
        patch: li a0, 1
        addi s1, s1, -1
        lw   s3, 4(s4)
        bnez s1, again
        ecall
      other: li a0, 2
             li a0, 3`);
    expect(guest.context.x(10)).toBe(3);
  });

  test("may change by halves: a compressed instruction in place of the second half of a long one", () => {
    const guest = new Guest();
    guest.runSource(`
        la   s0, patch
        li   s1, 1
        li   t0, 0x4511       # c.li a0, 4
        li   t1, 0x4589       # c.li a1, 2
      again:
        patch: lui a0, 0x11111
        beqz s1, done
        li   s1, 0
        sh   t0, 0(s0)
        sh   t1, 2(s0)
        j    again
      done: ecall`);
    expect(guest.context.x(10)).toBe(4);
    expect(guest.context.x(11)).toBe(2);
  });

  test("through another mapping of the frame is seen, too", () => {
    const guest = new Guest();
    const root = guest.translate();
    guest.map(root, 0x1_0000, RAM + 0x1000, USER_RX);
    guest.map(root, 0x5_0000, RAM + 0x1000, USER_RX | 0x84);
    guest.load(
      `
        li   s0, 0x50000
        li   t0, 0x00200513   # li a0, 2
        li   s1, 2
      again:
        addi s1, s1, -1
        li   a0, 1
        sw   t0, 20(s0)
        bnez s1, again
        ecall`,
      RAM + 0x1000,
      0x1_0000,
    );
    guest.context.pc = 0x1_0000;
    expect(guest.run()).toBe(CAUSE_USER_ECALL);
    expect(guest.context.x(10)).toBe(2);
  });

  test("by the host is seen after codeChanged or flushCode", () => {
    const guest = new Guest();
    for (const tell of [
      (): void => guest.hart.codeChanged(RAM, 4),
      (): void => guest.hart.codeChanged(RAM + 2, 1),
      (): void => guest.hart.codeChanged(RAM - 4096, 65536),
      (): void => guest.hart.flushCode(),
    ]) {
      guest.runSource("li a0, 1\n ecall");
      guest.ram.setUint32(0, 0x00700513, true);
      tell();
      guest.context.pc = RAM;
      guest.run();
      expect(guest.context.x(10)).toBe(7);
    }
  });

  test("and fills more pages than are kept decoded still runs right", () => {
    const pages = 1100;
    const guest = new Guest({ ramSize: 8 << 20 });
    for (let i = 0; i < pages; i++) {
      const next = RAM + ((i + 1) % pages) * 4096;
      guest.load(
        `addi a0, a0, 1\n addi a1, a1, -1\n beqz a1, done\n tail ${next}\n done: ecall`,
        RAM + i * 4096,
      );
    }
    guest.context.setX(11, pages * 3);
    expect(guest.run(1_000_000)).toBe(CAUSE_USER_ECALL);
    expect(guest.context.x(10)).toBe(pages * 3);
  });
});
