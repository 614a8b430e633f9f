// Random programs for comparing engines: blocks of random instructions joined by loops, branches
// and jumps into the middle of other blocks, calls and returns; accesses that are misaligned, cross
// pages, lead nowhere or store into code. A counter ends the program whatever it does.

import { assemble } from "../../src/assembler.ts";
import type { Random } from "./random.ts";
import { SequenceMaker } from "./sequences.ts";

/** s11 counts down; tp holds the address of the way out; gp points into the data. */
const COUNTER = "s11";

/** Assembly is laid out at `base`; `data` is the address that gp gets, of 4 KiB around which may be touched. */
export function wildProgram(random: Random, base: number, data: number): Uint8Array {
  const sequences = new SequenceMaker(random);
  const pieces: Uint8Array[] = [];
  const count = 6 + random.below(10);
  const sizes = 1 + random.below(8);
  for (let i = 0; i < count; i++) pieces.push(withoutReserved(sequences, 1 + random.below(sizes)));
  // Everything has a fixed place, so that jumps can be aimed: 256 bytes a block.
  const image = new Uint8Array(256 * (count + 2));
  const put = (at: number, bytes: Uint8Array): number => {
    image.set(bytes, at);
    return at + bytes.length;
  };
  put(0, assemble(`li gp, ${data}\nli ${COUNTER}, ${50 + random.below(400)}\nj ${base + 256}`, base));
  for (let i = 0; i < count; i++) {
    const start = 256 * (i + 1);
    let at = put(
      start,
      assemble(`addi ${COUNTER}, ${COUNTER}, -1\nbltz ${COUNTER}, ${base + 256 * (count + 1)}`, base + start),
    );
    if (random.oneIn(2)) at = put(at, special(random, base + at, base, count));
    at = put(at, pieces[i].slice(0, 120));
    put(at, joint(random, base + at, base, count));
  }
  put(256 * (count + 1), assemble("ecall", 0));
  return image;
}

function withoutReserved(sequences: SequenceMaker, count: number): Uint8Array {
  for (;;) {
    const bytes = sequences.make(count);
    if (bytes.length <= 110) return Uint8Array.from(bytes);
  }
}

/** The start of a block, or a place inside one. */
function target(random: Random, base: number, count: number): number {
  const block = base + 256 * (1 + random.below(count));
  return random.oneIn(3) ? block + 2 * random.below(24) : block;
}

function joint(random: Random, pc: number, base: number, count: number): Uint8Array {
  const to = target(random, base, count);
  const other = target(random, base, count);
  const registers = ["a0", "t1", "s2", "a5", "t3"];
  const a = random.pick(registers);
  const b = random.pick(registers);
  const condition = random.pick(["beq", "bne", "blt", "bge", "bltu", "bgeu"]);
  const text = random.pick([
    `${condition} ${a}, ${b}, ${to}\nj ${other}`,
    `j ${to}`,
    `jal ra, ${to}\nj ${other}`,
    `ret`,
    `la t2, ${to}\njalr ra, 0(t2)\nj ${other}`,
    `bnez ${COUNTER}, ${to}\nj ${other}`,
  ]);
  return assemble(text, pc);
}

function special(random: Random, pc: number, base: number, count: number): Uint8Array {
  const to = target(random, base, count);
  const text = random.pick([
    // Misaligned, and across the page's end.
    `li t4, ${2048 - random.below(12)}\nadd t4, t4, gp\nld t5, 0(t4)\nsd t5, 1(t4)`,
    `lw t5, ${random.below(1000) - 500}(gp)\nsh t5, ${random.below(1000) - 500}(gp)`,
    // Copies an instruction of one block over one of another.
    `la t4, ${to & -4}\nla t5, ${target(random, base, count) & -4}\nlhu t6, 0(t4)\nsh t6, 0(t5)`,
    `li t5, ${0x13 | (random.below(32) << 15)}\nla t4, ${(to & -4) + 8}\nsw t5, 0(t4)`,
    `li t5, ${0x13 | (random.below(32) << 15)}\nla t4, ${(to & -4) + 12}\nsw t5, 0(t4)`,
    `li t5, ${0x13 | (random.below(32) << 15)}\nla t4, ${(to & -4) + 16}\nsw t5, 0(t4)`,
    `la t4, ${(to & -4) + 4 * random.below(10)}\nlw t6, 0(t4)\nxor t6, t6, a5\nsw t6, 0(t4)\nsw t6, 0(t4)`,
    // Nowhere.
    random.oneIn(6) ? `ld t5, 0(zero)` : "nop",
    random.oneIn(6)
      ? `li t5, -1\nslli t5, t5, ${20 + random.below(30)}\nadd t5, t5, gp\nlb t6, 0(t5)`
      : "nop",
    "csrr t5, instret",
    `csrr t5, fcsr\nadd a0, a0, t5`,
  ]);
  return assemble(text, pc);
}
