// A region: the blocks of guest code that one WebAssembly function runs, entered at one address.

import type { Instruction } from "../isa/instruction.ts";
import type { ACCESS_READ, ACCESS_WRITE } from "../mmu.ts";
import type { Operands } from "../isa/pattern.ts";

/** One instruction in a block. */
export interface Step {
  readonly pc: number;
  readonly length: number;
  readonly instruction: Instruction;
  readonly operands: Operands;
}

/** Instructions that run after one another, entered at the first only. */
export interface Block {
  /** Address of the first instruction. */
  readonly pc: number;
  readonly steps: readonly Step[];
  /** Address after the last instruction, or of the one that ends the block and is not in `steps`. */
  readonly end: number;
  /** How it ends: `end` is the next instruction, a branch or jump was the last, or `end` cannot be translated. */
  readonly kind: "falls" | "branches" | "jumps" | "returns" | "stops";
  /** Blocks that follow: branch taken, then not taken; jump target; those a return may lead to. -1: outside. */
  readonly successors: number[];
  /** Addresses of the successors. */
  readonly targets: readonly number[];
}

/** The page of an address, and where in the machine's memory it was when the code was read. */
export interface CodePage {
  readonly va: number;
  readonly byte: number;
  /** The region has bytes [from, to) of it. */
  from: number;
  to: number;
}

export interface RegionCode {
  readonly pc: number;
  /** The first is the entry. */
  readonly blocks: readonly Block[];
  readonly pages: readonly CodePage[];
  readonly instructions: number;
}

/** A place at which translated code gives up: the interpreter goes on at `pc`. */
export interface Site {
  readonly pc: number;
  /** Instructions that the budget was charged for and that have not been run. */
  readonly back: number;
  /** The budget is too small for the block at pc; otherwise this one instruction needs the interpreter. */
  readonly isBudget: boolean;
  /** The access that the instruction makes, so that its page can be made known; null if none. */
  readonly access: SiteAccess | null;
}

export interface SiteAccess {
  readonly kind: typeof ACCESS_READ | typeof ACCESS_WRITE;
  readonly rs1: number;
  readonly offset: number;
}
