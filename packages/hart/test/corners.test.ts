// Every computing instruction over the corner operands of its type, in every rounding mode, with
// its flags, against qemu-riscv64.

import { describe, expect, test } from "vitest";
import { assemble } from "../src/assembler.ts";
import type { Instruction } from "../src/isa/instruction.ts";
import { encodeOperands, noOperands, type Operands } from "../src/isa/pattern.ts";
import { roundingModes } from "../src/isa/registers.ts";
import { instructions } from "../src/isa/table.ts";
import { doubleCorners, integerCorners, type Pair, singleCorners } from "./support/corners.ts";
import { IMAGE_BASE, qemuMissing, runOnHart, runOnQemu } from "./support/program.ts";

/** One instruction with fixed immediate or mode, run over a table of operand triples. */
interface Trial {
  readonly name: string;
  readonly word: number;
  readonly instruction: Instruction;
  readonly operands: readonly Pair[];
  /** fflags before. With NX up the hart may use the host's arithmetic. */
  readonly flags: number;
}

const RESULT = 10;
const TRIPLE = 24;
const immediates = [0, 1, -1, 31, 32, 63, 2047, -2048] as const;
const modes = [0, 1, 2, 3, 4] as const;

/** All pairs, and a third operand that wanders. */
function triples(values: readonly Pair[]): Pair[] {
  return values.flatMap((a, i) => values.flatMap((b, j) => [a, b, values[(i * 5 + j * 7) % values.length]]));
}

const integerTriples = triples(integerCorners);
const doubleTriples = triples(doubleCorners);
const singleTriples = triples(singleCorners);
/** For one-operand instructions: each value once. */
const single = (values: readonly Pair[]): Pair[] => values.flatMap((a) => [a, a, a]);

function operandsOf({ pattern, does }: Instruction): readonly Pair[] {
  const { rs1, rs2 } = pattern.registers;
  if (rs1 === "x") return rs2 === undefined ? single(integerCorners) : integerTriples;
  const isDouble = does.kind === "float" ? does.format === "d" : true;
  if (rs2 === undefined) return single([...doubleCorners, ...singleCorners]);
  return isDouble ? doubleTriples : singleTriples;
}

function trialsOf(instruction: Instruction): Trial[] {
  const { pattern } = instruction;
  const has = (operand: string): boolean =>
    pattern.fields.some(({ operands }) => (operands as string[]).includes(operand));
  const trial = (label: string, operands: Partial<Operands>, flags: number): Trial[] => {
    const all = { ...noOperands(), rd: RESULT, rs1: 11, rs2: 12, rs3: 13, ...operands };
    const word = encodeOperands(pattern, all);
    if (word === null) return [];
    const name = `${instruction.name}${label}`;
    return [{ name, word, instruction, operands: operandsOf(instruction), flags }];
  };
  if (has("rm")) {
    return [
      ...modes.flatMap((rm) => trial(` ${roundingModes[rm]}`, { rm }, 0)),
      ...trial(" dyn", { rm: 7 }, 0),
      ...trial(" dyn, NX up", { rm: 7 }, 1),
      ...trial(" rtz, NX up", { rm: 1 }, 1),
    ];
  }
  if (has("imm")) return immediates.flatMap((imm) => trial(` ${imm}`, { imm }, 0));
  return trial("", {}, 0);
}

/** A loop that runs the trial over its operands and stores each result and the flags. */
function loop({ word, instruction, flags }: Trial, at: number, table: number, count: number): Uint8Array {
  const { registers } = instruction.pattern;
  const load = (operand: "rs1" | "rs2" | "rs3", register: number, offset: number): string => {
    const file = registers[operand];
    return file === undefined ? "" : `${file === "f" ? "fld f" : "ld x"}${register}, ${offset}(s0)`;
  };
  return assemble(
    `      la s0, ${table}
           li s2, ${count}
     loop: ${load("rs1", 11, 0)}
           ${load("rs2", 12, 8)}
           ${load("rs3", 13, 16)}
           csrwi fflags, ${flags}
           .word ${word >>> 0}
           csrr t0, fflags
           ${registers.rd === "f" ? "fsd f10" : "sd x10"}, 0(s1)
           sd t0, 8(s1)
           addi s0, s0, ${TRIPLE}
           addi s1, s1, 16
           addi s2, s2, -1
           bnez s2, loop`,
    at,
  );
}

function pack(pairs: readonly Pair[]): Uint8Array {
  return new Uint8Array(Int32Array.from(pairs.flatMap(({ lo, hi }) => [lo, hi])).buffer);
}

function program(trials: readonly Trial[]): { image: Uint8Array; outputSize: number } {
  const tables = [...new Set(trials.map(({ operands }) => operands))];
  const evaluations = trials.reduce((sum, { operands }) => sum + operands.length / 3, 0);
  const outputSize = evaluations * 16;
  // Tables, then code, then the output.
  const bytes: number[] = [
    ...assemble(`tail ${IMAGE_BASE + 8 + tables.reduce((s, t) => s + t.length * 8, 0)}`, IMAGE_BASE),
  ];
  const addresses = tables.map((table) => {
    const address = IMAGE_BASE + bytes.length;
    for (const byte of pack(table)) bytes.push(byte);
    return address;
  });
  const output = IMAGE_BASE + Math.ceil((bytes.length + trials.length * 80 + 200) / 4096) * 4096;
  const append = (code: Uint8Array): void => {
    for (const byte of code) bytes.push(byte);
  };
  append(assemble(`la s1, ${output}`, IMAGE_BASE + bytes.length));
  for (const trial of trials) {
    const table = addresses[tables.indexOf(trial.operands)];
    append(loop(trial, IMAGE_BASE + bytes.length, table, trial.operands.length / 3));
  }
  append(
    assemble(
      `li a0, 1
       la a1, ${output}
       li a2, ${outputSize}
       li a7, 64
       ecall
       li a0, 0
       li a7, 93
       ecall`,
      IMAGE_BASE + bytes.length,
    ),
  );
  const image = new Uint8Array(output - IMAGE_BASE + outputSize);
  image.set(bytes);
  return { image, outputSize };
}

const hex = (view: DataView, at: number): string =>
  view
    .getUint32(at + 4, true)
    .toString(16)
    .padStart(8, "0") + view.getUint32(at, true).toString(16).padStart(8, "0");

/** Runs both; the first differences as text. */
function differences(trials: readonly Trial[]): string[] {
  const { image, outputSize } = program(trials);
  const theirs = runOnQemu(image).output;
  const mine = runOnHart(image).output;
  expect(mine.length).toBe(outputSize);
  expect(theirs.length).toBe(outputSize);
  const mineView = new DataView(mine.buffer, mine.byteOffset);
  const theirView = new DataView(theirs.buffer, theirs.byteOffset);
  const found: string[] = [];
  let at = 0;
  for (const { name, operands } of trials) {
    for (let i = 0; i < operands.length && found.length < 10; i += 3, at += 16) {
      const [ours, expected] = [mineView, theirView].map(
        (view) => `${hex(view, at)} flags ${view.getUint8(at + 8)}`,
      );
      if (ours === expected) continue;
      const table = new DataView(pack(operands.slice(i, i + 3)).buffer);
      const inputs = [0, 8, 16].map((offset) => hex(table, offset)).join(", ");
      found.push(`${name} of ${inputs}: hart ${ours}, qemu ${expected}`);
    }
  }
  return found;
}

const missing = qemuMissing();
/** qemu 7.2 lacks Zicond, and counts zeros beyond the word in ctzw of 0. */
const isKnown = ({ name }: Instruction): boolean => !name.startsWith("czero") && name !== "ctzw";
const computing = instructions.filter((instruction) => isKnown(instruction));

describe.skipIf(missing !== null)("Every instruction over corner operands, as qemu-riscv64 has it", () => {
  test("integer instructions", () => {
    // auipc depends on where it stands; lui has no operands.
    const isInteger = ({ name, does }: Instruction): boolean =>
      does.kind === "set" && name !== "auipc" && name !== "lui";
    expect(differences(computing.filter(isInteger).flatMap(trialsOf))).toEqual([]);
  });

  test("double-precision instructions", () => {
    const isDouble = ({ does }: Instruction): boolean => does.kind === "float" && does.format === "d";
    expect(differences(computing.filter(isDouble).flatMap(trialsOf))).toEqual([]);
  });

  test("single-precision instructions", () => {
    const isSingle = ({ does }: Instruction): boolean => does.kind === "float" && does.format === "s";
    expect(differences(computing.filter(isSingle).flatMap(trialsOf))).toEqual([]);
  });
});

test.runIf(missing !== null)("the comparison with qemu-riscv64 is skipped", () => {
  expect(missing).toBe("qemu-riscv64 is not installed: nothing to compare with");
});
