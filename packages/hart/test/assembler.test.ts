import { describe, expect, test } from "vitest";
import { assemble } from "../src/assembler.ts";
import { Disassembler, disassemble } from "../src/index.ts";
import { Decoder, isLong } from "../src/isa/decoder.ts";
import { encodeOperands } from "../src/isa/pattern.ts";
import { compressedInstructions, instructions } from "../src/isa/table.ts";
import { SequenceMaker } from "./support/sequences.ts";
import { Random } from "./support/random.ts";

const words = (source: string, origin = 0): number[] => [...new Uint32Array(assemble(source, origin).buffer)];
const text = (word: number, pc = 0): string => disassemble(word | 0, pc);

/** Encodings from the manual's tables and from GNU as. */
const known: readonly [string, number][] = [
  ["addi a0, a1, -1", 0xfff58513],
  ["li a0, 42", 0x02a00513],
  ["mv s0, a0", 0x00050413],
  ["ret", 0x00008067],
  ["lui t0, 0xfffff", 0xfffff2b7],
  ["ld ra, 8(sp)", 0x00813083],
  ["sd ra, -8(sp)", 0xfe113c23],
  ["slli a0, a0, 63", 0x03f51513],
  ["sraiw a0, a0, 31", 0x41f5551b],
  ["mulhsu a0, a1, a2", 0x02c5a533],
  ["lr.w.aq a0, (a1)", 0x1405a52f],
  ["amomaxu.d.aqrl a0, a2, (a1)", 0xe6c5b52f],
  ["fmadd.d fa0, fa1, fa2, fa3", 0x6ac5f543],
  ["fcvt.w.d a0, fa0, rtz", 0xc2051553],
  ["fcvt.d.w fa0, a0", 0xd2050553],
  ["csrrs a0, fcsr, a1", 0x0035a573],
  ["csrwi frm, 1", 0x0020d073],
  ["sh2add a0, a1, a2", 0x20c5c533],
  ["rev8 a0, a1", 0x6b85d513],
  ["czero.nez a0, a1, a2", 0x0ec5f533],
  ["ecall", 0x00000073],
];

describe("assemble", () => {
  test("knows the encodings of the manual", () => {
    for (const [source, word] of known) expect([source, words(source)[0]]).toEqual([source, word]);
  });

  test("encodes compressed instructions by their own names", () => {
    const halves = (source: string): number[] => [...new Uint16Array(assemble(source).buffer)];
    expect(halves("c.addi sp, -16\n c.mv a0, a1\n c.ldsp ra, 8\n c.lw a0, 4(a1)")).toEqual([
      0x1141, 0x852e, 0x60a2, 0x41c8,
    ]);
    expect(halves("c.addi4spn a0, 16\n c.addi16sp -32\n c.nop\n c.jr ra\n c.lui a1, 0xfffe1")).toEqual([
      0x0808, 0x713d, 0x0001, 0x8082, 0x7585,
    ]);
  });

  test("resolves labels forward and backward", () => {
    expect(
      words("back: beq a0, a1, ahead\n j back\n ahead: nop", 0x1000).map((word, i) =>
        text(word, 0x1000 + 4 * i),
      ),
    ).toEqual(["beq a0, a1, 0x1008", "j 0x1000", "nop"]);
  });

  test("lays out data", () => {
    expect([...assemble('.byte 1, -1\n .align 2\n .half 0x1234\n .asciz "hi\\n"\n .zero 2')]).toEqual([
      1, 0xff, 0, 0, 0x34, 0x12, 0x68, 0x69, 0x0a, 0, 0, 0,
    ]);
    expect(words("start: .dword 0x123456789abcdef0, -2\n .word start", 0x40)).toEqual([
      0x9abcdef0, 0x12345678, 0xfffffffe, 0xffffffff, 0x40,
    ]);
  });

  test("says what is wrong and in which line", () => {
    expect(() => assemble("nop\n frob a0")).toThrow("line 2: no instruction frob with 1 operands");
    expect(() => assemble("addi a0, a1, 5000")).toThrow("line 1: operands of addi do not fit");
    expect(() => assemble("addi a0, q1, 5")).toThrow("line 1: no register q1");
    expect(() => assemble("j nowhere")).toThrow("line 1: neither a number nor a label: nowhere");
    expect(() => assemble("a: nop\n a: nop")).toThrow("line 2: label a stands twice");
  });
});

describe("disassemble", () => {
  test("reads as the assembler writes", () => {
    for (const [source, word] of known) expect(text(word)).toBe(source);
  });

  test("gives bits that are no instruction as data", () => {
    expect(text(0xffffffff)).toBe(".word 0xffffffff");
    expect(text(0)).toBe(".half 0x0");
  });

  test("and the assembler agree about random instructions", () => {
    const code = Uint8Array.from(new SequenceMaker(new Random(5)).make(3000));
    const view = new DataView(code.buffer);
    const disassembler = new Disassembler();
    const read: string[] = [];
    const source: string[] = [];
    for (let at = 0; at < code.length; ) {
      const low = view.getUint16(at, true);
      const line = disassembler.disassemble(isLong(low) ? view.getInt32(at, true) : low, at);
      read.push(line);
      // What was compressed comes back long: keep the addresses by keeping the bits.
      source.push(isLong(low) ? line : `.half ${low}`);
      at += isLong(low) ? 4 : 2;
    }
    const again = new DataView(assemble(source.join("\n")).buffer);
    let at = 0;
    for (const line of read) {
      const low = again.getUint16(at, true);
      expect(disassembler.disassemble(isLong(low) ? again.getInt32(at, true) : low, at)).toBe(line);
      at += isLong(low) ? 4 : 2;
    }
  });
});

describe("The instruction table", () => {
  test("decodes every instruction's own bits to it, and no two share theirs", () => {
    const decoder = new Decoder();
    for (const instruction of instructions) {
      expect(decoder.decode(instruction.pattern.match)?.name).toBe(instruction.name);
    }
  });

  test("decodes what it encodes, for every instruction and random operands", () => {
    const random = new Random(11);
    const decoder = new Decoder();
    const wrong: string[] = [];
    for (const { pattern, name } of instructions) {
      for (let i = 0; i < 50; i++) {
        const word = (random.word() & ~pattern.mask) | pattern.match;
        const decoded = decoder.decode(word);
        if (decoded === null) continue; // a reserved rounding mode
        const again = encodeOperands(pattern, decoder.operands);
        if (decoded.name !== name || again === null || (again ^ word) !== 0) wrong.push(`${name} ${word}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("gives every 16-bit pattern at most one meaning, and the reserved ones none", () => {
    const decoder = new Decoder();
    let legal = 0;
    const lost: number[] = [];
    for (let half = 0; half < 65536; half++) {
      if (isLong(half)) continue;
      const instruction = decoder.decode(half);
      if (instruction === null) continue;
      legal++;
      const encodings = compressedInstructions.filter(
        ({ pattern, expands }) =>
          ((half ^ pattern.match) & pattern.mask) === 0 &&
          expands === instruction.name &&
          encodeOperands(pattern, decoder.operands) === half,
      );
      if (encodings.length === 0) lost.push(half);
    }
    expect(lost).toEqual([]);
    expect(legal).toBe(LEGAL_HALVES);
    for (const reserved of [
      0x0000,
      0x8000 | 0x0000,
      0x6001 | (5 << 7),
      0x2001,
      0x4002,
      0x6002,
      0x8002,
      0x9c41,
      0x9c61,
    ]) {
      expect([reserved, decoder.decode(reserved)]).toEqual([reserved, null]);
    }
  });
});

/**
 * 3 quadrants of 2^14, without: 100 of quadrant 0 (2048) and c.addi4spn of 0 (8); c.addiw of x0 (64),
 * c.lui and c.addi16sp of 0 (32), 2 of 100 of quadrant 1 (2 * 64); c.lwsp and c.ldsp to x0 (2 * 64),
 * c.jr of x0 (1).
 */
const LEGAL_HALVES: number = 3 * 16384 - 2048 - 8 - 64 - 32 - 2 * 64 - 2 * 64 - 1;
