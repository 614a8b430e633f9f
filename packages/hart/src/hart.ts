// One RISC-V hart at user level: `run(context, budget)` executes guest code until a trap, the end
// of the budget or a request, and says which. It knows nothing of kernels: a trap is a value.
//
// A trap leaves pc at the instruction that caused it, which is not retired and has changed nothing;
// so does ecall: whoever serves it moves pc on and counts it. Address faults and illegal
// instructions leave the address or the bits in the context's trapValue.

import { CTX_INSTRET, CTX_RESERVED, type HartContext } from "./context.ts";
import { Core } from "./core.ts";
import { interpret } from "./interpreter.gen.ts";
import { JitEngine } from "./jit/engine.ts";
import { VerifyEngine } from "./jit/verify-engine.ts";
import { JitLayout } from "./jit/layout.ts";
import type { HartBus, HartMemory } from "./memory.ts";
import { TRAP_BUDGET } from "./trap.ts";

export interface HartOptions extends HartMemory {
  /** What rdtime reads, given the instructions retired in this run so far. Default: instret. */
  readonly time?: (retiredInThisRun: number) => number;
  /** What answers outside RAM. Default: nothing, every such access is an access fault. */
  readonly bus?: HartBus;
  /** What runs guest code; all give the same results. Default: "interp". */
  readonly engine?: EngineName;
  /** Bytes from 0 on in the machine's memory that are the hart's own (hartSizeFor); for the translator. */
  readonly hartSize?: number;
  /** Translates whatever is run, at once: for tests. */
  readonly isEager?: boolean;
}

/** The interpreter; the translator to WebAssembly; the translator, checked against the interpreter. */
export type EngineName = "interp" | "jit" | "verify";

/** How many bytes of its own a hart needs that translates, by the size of RAM. */
export function hartSizeFor(ramSize: number): number {
  return JitLayout.sizeFor(ramSize);
}

const TWO_32 = 4294967296;
/** The interpreter counts in 32 bits. */
const LONGEST_RUN = 0x4000_0000;

export class Hart {
  /** Instructions retired by the last run. */
  retired = 0;
  private readonly core: Core;
  private readonly ramBase: number;
  private readonly jit: JitEngine | null = null;
  private lastContext: HartContext | null = null;

  constructor(options: HartOptions) {
    this.core = new Core(options, options.time ?? null, options.bus ?? null);
    this.ramBase = options.ramBase;
    const engine = options.engine ?? "interp";
    if (engine !== "interp") {
      const Engine = engine === "jit" ? JitEngine : VerifyEngine;
      this.jit = new Engine(this.core, options, options.hartSize ?? 0, options.isEager ?? false);
    }
  }

  /**
   * Runs `context` for at most `budget` instructions (Infinity: no end; below 1: none) and stops
   * before the exact one. Returns an exception code (CAUSE_*), TRAP_BUDGET or TRAP_INTERRUPT.
   */
  run(context: HartContext, budget: number): number {
    if (context !== this.lastContext) {
      // An LR's reservation does not outlive other threads.
      context.words[CTX_RESERVED] = 0;
      this.lastContext = context;
    }
    this.retired = 0;
    const limit = Math.floor(budget);
    while (this.retired < limit) {
      const slice = Math.min(limit - this.retired, LONGEST_RUN);
      const cause =
        this.jit === null ? this.interpret(context, slice) : this.jit.run(context, slice, this.retired);
      this.retired += this.core.retired;
      if (cause !== TRAP_BUDGET) return cause;
    }
    return TRAP_BUDGET;
  }

  private interpret(context: HartContext, budget: number): number {
    const cause = interpret(this.core, context, budget, this.retired);
    const low = (context.words[CTX_INSTRET] >>> 0) + this.core.retired;
    context.words[CTX_INSTRET] = low | 0;
    if (low >= TWO_32) context.words[CTX_INSTRET + 1] = (context.words[CTX_INSTRET + 1] + 1) | 0;
    return cause;
  }

  /** Makes `run` return TRAP_INTERRUPT before one of the next instructions. */
  requestInterrupt(): void {
    this.core.interrupt[0] = 1;
  }

  /**
   * sfence.vma: page tables have changed; all of them, those of one address space, or the entry
   * for one address (in one address space or, with `asid` undefined, in all).
   */
  flushTlb(asid?: number, va?: number): void {
    const { tlb } = this.core;
    if (va !== undefined) tlb.flushPage(asid ?? -1, va | 0, Math.floor(va / TWO_32) | 0);
    else if (asid !== undefined) tlb.flushAsid(asid);
    else tlb.flush();
  }

  /** fence.i: any byte of RAM may have changed. */
  flushCode(): void {
    this.core.code.flush();
  }

  /** Bytes of RAM that may hold code have been changed by someone else than this hart. */
  codeChanged(pa: number, length: number): void {
    this.core.code.invalidate(pa - this.ramBase, length);
  }
}
