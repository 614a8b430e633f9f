// Random instruction sequences with random registers and memory, on the hart and under
// qemu-riscv64: every register, fcsr and the memory touched must come out the same.
//
// KEEL_FUZZ_SEED picks another seed, KEEL_FUZZ_ROUNDS repeats with the seeds that follow.

import { describe, expect, test } from "vitest";
import { assemble } from "../src/assembler.ts";
import { Disassembler } from "../src/index.ts";
import { isLong } from "../src/isa/decoder.ts";
import type { Instruction } from "../src/isa/instruction.ts";
import { rvD, rvF } from "../src/isa/rv-fd.ts";
import { zicsr } from "../src/isa/zicsr.ts";
import { randomFloat, randomInteger } from "./support/corners.ts";
import { IMAGE_BASE, qemuMissing, runOnHart, runOnQemu } from "./support/program.ts";
import { Random } from "./support/random.ts";
import { KEPT_FROM, SequenceMaker } from "./support/sequences.ts";

const seed = Number(process.env["KEEL_FUZZ_SEED"] ?? 20261121);
const rounds = Number(process.env["KEEL_FUZZ_ROUNDS"] ?? 1);
const missing = qemuMissing();

const CASES = 300;
const BLOCK = 4096;
const registers = Array.from({ length: 32 }, (_, i) => i);
const x = (i: number): number => KEPT_FROM + 8 * i;
const f = (i: number): number => KEPT_FROM + 256 + 8 * i;
const FCSR = KEPT_FROM + 512;

const loadAll = [
  ...registers.map((i) => `fld f${i}, ${f(i)}(gp)`),
  `lw t0, ${FCSR}(gp)`,
  "csrw fcsr, t0",
  ...registers.filter((i) => i !== 0 && i !== 3).map((i) => `ld x${i}, ${x(i)}(gp)`),
].join("\n");

const storeAll = [
  ...registers.map((i) => `sd x${i}, ${x(i)}(gp)`),
  ...registers.map((i) => `fsd f${i}, ${f(i)}(gp)`),
  "csrr t0, fcsr",
  `sw t0, ${FCSR}(gp)`,
].join("\n");

const prologue = assemble(loadAll);
const epilogue = assemble(storeAll);

/** All cases after one another, then their blocks written out. */
function program(sequences: readonly number[][], blocks: Uint8Array): Uint8Array {
  const size = sequences.reduce((sum, code) => sum + 8 + prologue.length + code.length + epilogue.length, 64);
  const dataOffset = Math.ceil(size / 4096) * 4096;
  const code: number[] = [];
  sequences.forEach((sequence, i) => {
    const here = IMAGE_BASE + code.length;
    code.push(...assemble(`la gp, ${IMAGE_BASE + dataOffset + i * BLOCK + 2048}`, here));
    code.push(...prologue, ...sequence, ...epilogue);
  });
  code.push(
    ...assemble(
      `li a0, 1
       la a1, ${IMAGE_BASE + dataOffset}
       li a2, ${blocks.length}
       li a7, 64
       ecall
       li a0, 0
       li a7, 93
       ecall`,
      IMAGE_BASE + code.length,
    ),
  );
  const image = new Uint8Array(dataOffset + blocks.length);
  image.set(code);
  image.set(blocks, dataOffset);
  return image;
}

function randomBlocks(random: Random): Uint8Array {
  const blocks = new Int32Array((CASES * BLOCK) / 4);
  const put = (byte: number, { lo, hi }: { lo: number; hi: number }): void => {
    blocks[byte / 4] = lo;
    blocks[byte / 4 + 1] = hi;
  };
  for (let i = 0; i < CASES; i++) {
    const middle = i * BLOCK + 2048;
    for (let at = -2048; at < KEPT_FROM; at += 8) {
      put(middle + at, random.oneIn(2) ? randomFloat(random) : randomInteger(random));
    }
    for (const r of registers) {
      put(middle + x(r), randomInteger(random));
      put(middle + f(r), randomFloat(random));
    }
    blocks[(middle + FCSR) / 4] = (random.below(5) << 5) | random.below(32);
  }
  return new Uint8Array(blocks.buffer);
}

function listing(code: readonly number[]): string {
  const bytes = Uint8Array.from([...code, 0, 0]);
  const view = new DataView(bytes.buffer);
  const disassembler = new Disassembler();
  const lines: string[] = [];
  for (let at = 0; at < code.length; ) {
    const low = view.getUint16(at, true);
    lines.push(disassembler.disassemble(isLong(low) ? view.getInt32(at, true) : low, at));
    at += isLong(low) ? 4 : 2;
  }
  return lines.join("\n");
}

/** Names what differs first in a case's block, or null. */
function difference(mine: Uint8Array, theirs: Uint8Array, block: number): string | null {
  for (let at = 0; at < BLOCK; at += 8) {
    const word = (bytes: Uint8Array): string =>
      [...bytes.subarray(block + at, block + at + 8)]
        .reverse()
        .map((b) => b.toString(16).padStart(2, "0"))
        .join("");
    if (word(mine) === word(theirs)) continue;
    const offset = at - 2048;
    let what = `memory at gp${offset < 0 ? offset : `+${offset}`}`;
    if (offset >= x(0) && offset < f(0)) what = `x${(offset - x(0)) / 8}`;
    else if (offset >= f(0) && offset < FCSR) what = `f${(offset - f(0)) / 8}`;
    else if (offset === FCSR) what = "fcsr";
    return `${what}: hart ${word(mine)}, qemu ${word(theirs)}`;
  }
  return null;
}

/** Runs both; a report on the first difference, or null. */
function compare(
  start: number,
  length: number,
  slice: number,
  only?: (instruction: Instruction) => boolean,
): string | null {
  for (let round = 0; round < rounds; round++) {
    const random = new Random(start + round);
    const maker = new SequenceMaker(random, only);
    const sequences = Array.from({ length: CASES }, () => maker.make(length));
    const blocks = randomBlocks(random);
    const image = program(sequences, blocks);
    const theirs = runOnQemu(image).output;
    const mine = runOnHart(image, slice).output;
    expect(mine.length).toBe(blocks.length);
    expect(theirs.length).toBe(blocks.length);
    for (let i = 0; i < CASES; i++) {
      const found = difference(mine, theirs, i * BLOCK);
      if (found === null) continue;
      return `seed ${start + round}, case ${i}: ${found}\n${listing(sequences[i])}`;
    }
  }
  return null;
}

const floats = new Set([...rvF, ...rvD, ...zicsr]);

describe.skipIf(missing !== null)(`Hart against qemu-riscv64, seed ${seed}`, () => {
  test("all instructions mixed come out the same", () => {
    expect(compare(seed, 40, Infinity)).toBeNull();
  });

  test("integer instructions come out the same, whatever the slices", () => {
    expect(compare(seed + 1000, 60, 7, (instruction) => !floats.has(instruction))).toBeNull();
  });

  test("float instructions come out the same", () => {
    expect(compare(seed + 2000, 30, Infinity, (instruction) => floats.has(instruction))).toBeNull();
  });
});

test.runIf(missing !== null)("the comparison with qemu-riscv64 is skipped", () => {
  expect(missing).toBe("qemu-riscv64 is not installed: nothing to compare with");
});
