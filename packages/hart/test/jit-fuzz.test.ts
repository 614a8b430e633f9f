// The translator against the interpreter on random programs, run in slices that are cut at random:
// at every stop the same cause, registers, counters and memory.
//
// KEEL_FUZZ_SEED picks another seed, KEEL_FUZZ_ROUNDS runs that many programs.

import { describe, expect, test } from "vitest";
import { CAUSE_USER_ECALL, causeName, type EngineName, PAGE_SIZE } from "../src/index.ts";
import { randomFloat, randomInteger } from "./support/corners.ts";
import { Guest, RAM, USER_RWX } from "./support/guest.ts";
import { Random } from "./support/random.ts";
import { wildProgram } from "./support/wild-program.ts";

const seed = Number(process.env["KEEL_FUZZ_SEED"] ?? 20261121);
const rounds = Number(process.env["KEEL_FUZZ_ROUNDS"] ?? 15);

const RAM_SIZE = 1 << 18;
/** Virtual addresses of code and data, when there are such. */
const CODE = 0x40_0000;
const DATA = 0x50_0000;
const PAGES = 3;
const MOST = 6000;

interface Setup {
  readonly engine: EngineName;
  readonly isEager: boolean;
}

/** A guest with the program of this seed in it. */
function prepare(start: number, { engine, isEager }: Setup): Guest {
  const random = new Random(start);
  const guest = new Guest({ engine, isEager, ramSize: RAM_SIZE, time: (retired) => 1000 + retired });
  const isMapped = random.oneIn(2);
  const code = isMapped ? CODE : RAM;
  const data = isMapped ? DATA : RAM + 0x8000;
  if (isMapped) {
    const root = guest.translate();
    for (let i = 0; i < PAGES; i++) {
      // Not in order, so that what is next to each other is not so in RAM.
      guest.map(root, CODE + i * PAGE_SIZE, RAM + ((i * 2) % PAGES) * PAGE_SIZE, USER_RWX);
      guest.map(root, DATA + i * PAGE_SIZE, RAM + 0x8000 + ((i * 2) % PAGES) * PAGE_SIZE, USER_RWX);
    }
  }
  // Some programs start in the middle of a page so that they cross into the next.
  const at = random.oneIn(2) ? 0 : PAGE_SIZE - 1024;
  const image = wildProgram(random, code + at, data + 2048);
  image.forEach((byte, i) => {
    const page = Math.floor((at + i) / PAGE_SIZE);
    const physical = isMapped ? ((page * 2) % PAGES) * PAGE_SIZE + ((at + i) % PAGE_SIZE) : at + i;
    guest.ram.setUint8(physical, byte);
  });
  const { words } = guest.context;
  for (let i = 1; i < 32; i++) {
    const integer = randomInteger(random);
    const float = randomFloat(random);
    words.set([integer.lo, integer.hi], 2 * i);
    words.set([float.lo, float.hi], 64 + 2 * i);
  }
  guest.context.fcsr = random.oneIn(2) ? 1 : (random.below(5) << 5) | random.below(32);
  guest.context.pc = code + at;
  return guest;
}

/** What differs between the two, or null. */
function difference(a: Guest, b: Guest): string | null {
  for (let i = 0; i < 146; i++) {
    if (i === 128 || i === 129) continue;
    if (a.context.words[i] !== b.context.words[i]) {
      return `word ${i} of the registers: ${a.context.words[i]}, should be ${b.context.words[i]}`;
    }
  }
  for (let i = 0; i < RAM_SIZE; i += 4) {
    if (a.ram.getInt32(i) !== b.ram.getInt32(i)) return `RAM at 0x${i.toString(16)}`;
  }
  return null;
}

/** Runs one program under both; a report or null. */
function compare(start: number, setup: Setup): string | null {
  const mine = prepare(start, setup);
  const theirs = prepare(start, { engine: "interp", isEager: false });
  const cuts = new Random(start + 1);
  const longest = cuts.pick([3, 40, 500, 5000]);
  for (let total = 0; total < MOST; ) {
    const budget = 1 + cuts.below(longest);
    total += budget;
    const isRequested = cuts.oneIn(50);
    if (isRequested) {
      mine.hart.requestInterrupt();
      theirs.hart.requestInterrupt();
    }
    const is = mine.run(budget);
    const should = theirs.run(budget);
    const found =
      is === should ? difference(mine, theirs) : `${causeName(is)}, should be ${causeName(should)}`;
    if (found !== null) {
      const pc = theirs.context.pc.toString(16);
      return `seed ${start}, after ${theirs.context.instret} instructions, pc ${pc}: ${found}`;
    }
    if (should === CAUSE_USER_ECALL) return null;
    // Over what traps, as a signal handler might.
    if (should >= 0) for (const guest of [mine, theirs]) guest.context.pc += 4;
  }
  return null;
}

describe(`The translator against the interpreter, seed ${seed}`, () => {
  for (const [name, setup] of [
    ["everything translated", { engine: "jit", isEager: true }],
    ["hot code translated", { engine: "jit", isEager: false }],
    ["everything translated and verified", { engine: "verify", isEager: true }],
  ] as const) {
    test(`${name}`, { timeout: 600_000 }, () => {
      const programs = setup.engine === "verify" ? Math.ceil(rounds / 6) : rounds;
      for (let i = 0; i < programs; i++) expect(compare(seed + 7 * i, setup)).toBeNull();
    });
  }
});
