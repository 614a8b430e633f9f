// Runs guest code in translated regions where there are some and in the interpreter otherwise, and
// decides what is worth translating: the interpreter is stopped now and then, and code that it is
// found in again and again is translated from the next jump's target on; so is code that regions
// leave for. The thresholds let short processes, of which a shell runs hundreds, pay nothing.
//
// Instructions are counted exactly: a region gives up before what it cannot run, and the
// interpreter goes on from there.
//
// @hotpath

import { CTX_INSTRET, CTX_SATP, CTX_TRAP_VALUE, type HartContext } from "../context.ts";
import type { Core } from "../core.ts";
import { interpret } from "../interpreter.gen.ts";
import type { HartMemory } from "../memory.ts";
import { CAUSE_ILLEGAL_INSTRUCTION, TRAP_BUDGET, TRAP_INTERRUPT } from "../trap.ts";
import type { SiteAccess } from "./region.ts";
import { SITE_LEFT } from "./region-emitter.ts";
import { type Region, TranslatedCode } from "./translated-code.ts";

const TWO_32 = 4294967296;
/** Instructions between looks at where the interpreter is. */
const SAMPLE = 700;
/** How often code must be met to be translated: by looks at the interpreter, and by regions that leave for it. */
const HOT_SAMPLES = 8;
const HOT_EXITS = 100;
/** Steps that are taken to find a jump. */
const MAX_STEPS = 32;
/** A function that V8 has optimised since is used when it is called anew: regions are left now and then. */
const QUANTUM = 200_000;
const MAX_COUNTED = 4096;

/** A region was left for a pc without one. */
export const LEFT = 0;
/** The budget does not reach the end of the block at pc. */
export const SHORT = 1;
/** The instruction at pc is the interpreter's. */
export const GAVE_UP = 2;
export type Ending = typeof LEFT | typeof SHORT | typeof GAVE_UP;

export interface EngineCounts {
  interpreted: number;
  translated: number;
  entries: number;
  giveUps: number;
  misses: number;
}

export class JitEngine {
  readonly code: TranslatedCode;
  readonly counts: EngineCounts = { interpreted: 0, translated: 0, entries: 0, giveUps: 0, misses: 0 };
  protected readonly core: Core;
  /** The most instructions that are run in regions at a time. */
  protected readonly quantum: number = QUANTUM;
  private readonly words: Int32Array;
  private readonly isEager: boolean;
  private readonly heat = new Map<number, number>();
  private satpLo = 0;
  private satpHi = 0;
  private context: HartContext | null = null;
  /** What the instruction that was given up would have accessed. */
  private access: SiteAccess | null = null;
  /** Instructions of this call that have been run, what it may run, and what the run had before it. */
  protected done = 0;
  private budget = 0;
  private counted = 0;

  constructor(core: Core, memory: HartMemory, hartSize: number, isEager: boolean) {
    this.core = core;
    this.isEager = isEager;
    this.words = new Int32Array(memory.memory.buffer);
    this.code = new TranslatedCode(core, memory, hartSize);
    core.tlb.mirror = this.code.tables;
    core.code.watcher = this.code;
  }

  /** As `interpret`, but that instret is counted in the context. */
  run(context: HartContext, budget: number, before: number): number {
    this.attach(context);
    this.done = 0;
    this.budget = budget;
    this.counted = before;
    const cause = this.loop(context);
    this.core.retired = this.done;
    return cause;
  }

  private attach(context: HartContext): void {
    const { words } = context;
    const satpLo = words[CTX_SATP];
    const satpHi = words[CTX_SATP + 1];
    this.context = context;
    this.core.attach(context, satpLo, satpHi);
    this.code.attach(words);
    words[CTX_TRAP_VALUE] = 0;
    words[CTX_TRAP_VALUE + 1] = 0;
    if (satpLo === this.satpLo && satpHi === this.satpHi) return;
    this.satpLo = satpLo;
    this.satpHi = satpHi;
    this.code.tables.flush();
  }

  private loop(context: HartContext): number {
    const { interrupt } = this.core;
    for (;;) {
      if (interrupt[0] !== 0) {
        interrupt[0] = 0;
        return TRAP_INTERRUPT;
      }
      if (this.done >= this.budget) return TRAP_BUDGET;
      const region = this.code.find(context.pc) ?? (this.isEager ? this.code.translate(context.pc) : null);
      const cause = region === null ? this.interpretSome(context) : this.runRegion(context, region);
      if (cause !== TRAP_BUDGET) return cause;
    }
  }

  /** Returns TRAP_BUDGET to go on. */
  private runRegion(context: HartContext, region: Region): number {
    switch (this.enter(context, region)) {
      case LEFT: {
        this.counts.misses++;
        const { pc } = context;
        if (this.code.find(pc) === null && this.warm(pc, HOT_EXITS)) this.code.translate(pc);
        return TRAP_BUDGET;
      }
      case SHORT:
        return this.finish(context);
      default:
        this.counts.giveUps++;
        if (this.access !== null) this.code.makeKnown(this.access);
        return this.done < this.budget ? this.step(context) : TRAP_BUDGET;
    }
  }

  /** Runs the region and those it leads to, counts, and sets pc. Returns why it ended. */
  protected enter(context: HartContext, region: Region): Ending {
    const left = this.budget - this.done;
    const budget = left < this.quantum ? left : this.quantum;
    const rest = region.run(context.offset, budget);
    this.counts.entries++;
    const { layout } = this.code;
    const number = this.words[layout.exitSite >> 2];
    if (number === SITE_LEFT) {
      this.charge(budget - rest);
      return LEFT;
    }
    const site = this.code.site(this.words[layout.exitRegion >> 2], number);
    context.pc = site.pc;
    this.charge(budget - rest - site.back);
    if (site.isBudget) return SHORT;
    this.access = site.access;
    return GAVE_UP;
  }

  /** The budget does not reach the end of a block: runs what is left, or a step if that was only the quantum. */
  private finish(context: HartContext): number {
    if (this.budget - this.done > 256) return this.step(context);
    while (this.done < this.budget) {
      const cause = this.step(context);
      if (cause !== TRAP_BUDGET) return cause;
      const next = this.interpret(context, this.budget - this.done);
      if (next !== TRAP_BUDGET && !this.isMark(context, next)) return next;
    }
    return TRAP_BUDGET;
  }

  /** One instruction in the interpreter. */
  protected step(context: HartContext): number {
    return this.code.withoutMark(context.pc, () => this.interpret(context, 1));
  }

  protected isMark(context: HartContext, cause: number): boolean {
    if (cause !== CAUSE_ILLEGAL_INSTRUCTION || this.code.markedAt(context.pc) === null) return false;
    context.words[CTX_TRAP_VALUE] = 0;
    return true;
  }

  /** Interprets up to the next region or look. Returns TRAP_BUDGET to go on. */
  private interpretSome(context: HartContext): number {
    // The entry of a region that is not valid in this address space may be marked.
    const first = this.step(context);
    if (first !== TRAP_BUDGET || this.done >= this.budget) return first;
    const left = this.budget - this.done;
    const cause = this.interpret(context, left < SAMPLE ? left : SAMPLE);
    if (this.isMark(context, cause)) return TRAP_BUDGET;
    if (cause !== TRAP_BUDGET || this.done >= this.budget) return cause;
    return this.look(context);
  }

  /** Steps to the next jump and counts its target. */
  private look(context: HartContext): number {
    for (let i = 0; i < MAX_STEPS && this.done < this.budget; i++) {
      const { pc } = context;
      const cause = this.step(context);
      if (cause !== TRAP_BUDGET) return cause;
      const distance = context.pc - pc;
      if (distance === 2 || distance === 4) continue;
      if (this.code.find(context.pc) === null && this.warm(context.pc, HOT_SAMPLES)) {
        this.code.translate(context.pc);
      }
      break;
    }
    return TRAP_BUDGET;
  }

  /** Counts; whether it is the time to translate. */
  private warm(pc: number, threshold: number): boolean {
    const heat = (this.heat.get(pc) ?? 0) + 1 / threshold;
    if (heat >= 1) {
      this.heat.delete(pc);
      return true;
    }
    if (this.heat.size === MAX_COUNTED) this.heat.clear();
    this.heat.set(pc, heat);
    return false;
  }

  protected interpret(context: HartContext, budget: number): number {
    const cause = interpret(this.core, context, budget, this.counted + this.done);
    this.counts.interpreted += this.core.retired;
    this.count(this.core.retired);
    // The interpreter takes an interrupt as it ends.
    return cause;
  }

  private charge(retired: number): void {
    this.counts.translated += retired;
    this.count(retired);
  }

  private count(retired: number): void {
    const words = (this.context as HartContext).words;
    const low = (words[CTX_INSTRET] >>> 0) + retired;
    words[CTX_INSTRET] = low | 0;
    if (low >= TWO_32) words[CTX_INSTRET + 1] = (words[CTX_INSTRET + 1] + 1) | 0;
    this.done += retired;
  }
}
