// Finds the blocks of a region: follows the code from an entry along branches and direct jumps,
// nearest first, until it has found enough.

import { isLong } from "../isa/decoder.ts";
import { Decoder } from "../isa/decoder.ts";
import type { Operands } from "../isa/pattern.ts";
import type { Block, CodePage, RegionCode, Step } from "./region.ts";
import { isTranslatable } from "./translatable.ts";

const PAGE = 4096;
/** Compile time grows faster than a region does. */
const MAX_INSTRUCTIONS = 250;
const MAX_BLOCKS = 60;
/** A block is charged to the budget at once, so that the interpreter may have as many to run in its stead. */
const MAX_BLOCK = 64;
const MAX_CALL_DEPTH = 3;

/** Says where the page of a virtual address is in the machine's memory, or -1 if code there cannot be run. */
export type FindPage = (va: number) => number;

export class RegionFormer {
  private readonly halves: Uint16Array;
  private readonly findPage: FindPage;
  private readonly decoder = new Decoder();
  private pages = new Map<number, CodePage | null>();
  private steps = new Map<number, Step | null>();
  private leaders = new Map<number, number>();
  private queue: number[] = [];
  private returns: number[] = [];

  constructor(halves: Uint16Array, findPage: FindPage) {
    this.halves = halves;
    this.findPage = findPage;
  }

  /** The region entered at `pc`, or null if nothing there can be translated. */
  form(pc: number): RegionCode | null {
    this.pages = new Map();
    this.steps = new Map();
    this.leaders = new Map();
    this.queue = [];
    this.returns = [];
    this.lead(pc, 0);
    for (let i = 0; i < this.queue.length && this.steps.size < MAX_INSTRUCTIONS; i++)
      this.scan(this.queue[i]);
    const blocks = this.cut();
    if (blocks.length === 0 || blocks[0].steps.length === 0) return null;
    const pages = [...this.pages.values()].filter(
      (page) => page !== null && page.to > page.from,
    ) as CodePage[];
    return { pc, blocks, pages, instructions: this.steps.size };
  }

  private lead(pc: number, depth: number): void {
    if (this.leaders.has(pc) || this.leaders.size >= MAX_BLOCKS) return;
    this.leaders.set(pc, depth);
    this.queue.push(pc);
  }

  /** Decodes from a leader to the end of its block, and finds leaders there. */
  private scan(leader: number): void {
    const depth = this.leaders.get(leader) ?? 0;
    let pc = leader;
    for (let count = 0; ; count++) {
      if (pc !== leader && this.steps.has(pc)) {
        // Runs into code that was seen: it has to be a block of its own.
        if (!this.leaders.has(pc)) this.lead(pc, depth);
        return;
      }
      if (count === MAX_BLOCK) {
        this.lead(pc, depth);
        return;
      }
      const step = this.decode(pc);
      if (step === null) return;
      const next = pc + step.length;
      const { does } = step.instruction;
      if (does.kind === "branch") {
        // The way back of a loop first, then what is likelier to be near.
        this.lead(pc + step.operands.imm, depth);
        this.lead(next, depth);
        return;
      }
      if (does.kind === "jump") {
        this.follow(step, next, depth);
        return;
      }
      pc = next;
    }
  }

  private follow(step: Step, next: number, depth: number): void {
    if (step.instruction.name !== "jal") return;
    const target = step.pc + step.operands.imm;
    if (step.operands.rd === 0) {
      this.lead(target, depth);
      return;
    }
    if (depth >= MAX_CALL_DEPTH) return;
    this.lead(target, depth + 1);
    this.lead(next, depth);
    if (!this.returns.includes(next)) this.returns.push(next);
  }

  /** The step at this address; null if it cannot be translated. */
  private decode(pc: number): Step | null {
    const known = this.steps.get(pc);
    if (known !== undefined) return known;
    const low = this.half(pc);
    if (low < 0) return null;
    const length = isLong(low) ? 4 : 2;
    const high = length === 4 ? this.half(pc + 2) : 0;
    if (high < 0) return null;
    const instruction = this.decoder.decode(low | (high << 16));
    if (instruction === null || !isTranslatable(instruction, this.decoder.operands)) return null;
    const operands: Operands = { ...this.decoder.operands };
    const step = { pc, length, instruction, operands };
    this.steps.set(pc, step);
    return step;
  }

  /** 16 bits of code, or -1. */
  private half(pc: number): number {
    const va = Math.floor(pc / PAGE) * PAGE;
    let page = this.pages.get(va);
    if (page === undefined) {
      const byte = this.findPage(va);
      page = byte < 0 ? null : { va, byte, from: PAGE, to: 0 };
      this.pages.set(va, page);
    }
    if (page === null) return -1;
    const at = pc - va;
    page.from = Math.min(page.from, at);
    page.to = Math.max(page.to, at + 2);
    return this.halves[(page.byte + at) >>> 1];
  }

  /** Blocks from the leaders that were reached. */
  private cut(): Block[] {
    const numbers = new Map<number, number>();
    for (const pc of this.leaders.keys()) {
      if (this.steps.has(pc)) numbers.set(pc, numbers.size);
    }
    const numberOf = (pc: number): number => numbers.get(pc) ?? -1;
    const returns = this.returns.filter((pc) => numbers.has(pc));
    const blocks: Block[] = [];
    for (const leader of numbers.keys()) blocks.push(this.block(leader, numbers, returns));
    for (const block of blocks) {
      for (const target of block.targets) block.successors.push(numberOf(target));
    }
    return blocks;
  }

  private block(leader: number, numbers: ReadonlyMap<number, number>, returns: readonly number[]): Block {
    const steps: Step[] = [];
    let pc = leader;
    for (;;) {
      const step = this.steps.get(pc);
      const isCut = steps.length > 0 && (numbers.has(pc) || steps.length === MAX_BLOCK);
      if (isCut) return { pc: leader, steps, end: pc, kind: "falls", successors: [], targets: [pc] };
      if (step === undefined || step === null) {
        return { pc: leader, steps, end: pc, kind: "stops", successors: [], targets: [] };
      }
      steps.push(step);
      pc += step.length;
      const { does } = step.instruction;
      const shared = { pc: leader, steps, end: pc, successors: [] };
      if (does.kind === "branch") {
        return { ...shared, kind: "branches", targets: [step.pc + step.operands.imm, pc] };
      }
      if (does.kind !== "jump") continue;
      if (step.instruction.name === "jal") {
        return { ...shared, kind: "jumps", targets: [step.pc + step.operands.imm] };
      }
      const isReturn = step.operands.rd === 0 && step.operands.rs1 === 1;
      return { ...shared, kind: "returns", targets: isReturn ? returns.slice(0, 6) : [] };
    }
  }
}
