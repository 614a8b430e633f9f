// The platform-level interrupt controller: collects the interrupt lines of the parts, holds priorities and
// enables, and hands the most urgent pending one to whoever claims it.
// RISC-V PLIC specification 1.0.0, memory map as on QEMU's virt machine: context 0 is the hart's machine mode,
// context 1 its supervisor mode.

import type { InterruptLine, Part } from "./part.ts";

export const PLIC_CONTEXT_MACHINE = 0;
export const PLIC_CONTEXT_SUPERVISOR = 1;

const PENDING = 0x1000;
const ENABLE = 0x2000;
const ENABLE_STRIDE = 0x80;
const CONTEXT = 0x20_0000;
const CONTEXT_STRIDE = 0x1000;
const THRESHOLD = 0;
const CLAIM = 4;
const PRIORITY_MASK = 7;

export interface PlicOptions {
  readonly name?: string;
  readonly base: number;
  /** Interrupt sources 1..sources; at most 1023. */
  readonly sources?: number;
  readonly contexts?: number;
}

export class Plic implements Part {
  readonly name: string;
  readonly base: number;
  readonly size: number;
  readonly sources: number;
  /** Called when something becomes claimable that was not: the wire into the hart. Set by the board. */
  onPending: (() => void) | null;
  readonly #contexts: number;
  readonly #priority: Uint8Array;
  /** Per source: the level of its line, whether it waits for a claim, and whether it is being served. */
  readonly #level: Uint8Array;
  readonly #pending: Uint8Array;
  readonly #inService: Uint8Array;
  /** [context * (sources + 1) + source] */
  readonly #enabled: Uint8Array;
  readonly #threshold: Uint8Array;
  #pendingCount: number;

  constructor(options: PlicOptions) {
    this.name = options.name ?? "plic";
    this.base = options.base;
    this.size = 0x400_0000;
    this.sources = options.sources ?? 96;
    this.onPending = null;
    this.#contexts = options.contexts ?? 2;
    this.#priority = new Uint8Array(this.sources + 1);
    this.#level = new Uint8Array(this.sources + 1);
    this.#pending = new Uint8Array(this.sources + 1);
    this.#inService = new Uint8Array(this.sources + 1);
    this.#enabled = new Uint8Array(this.#contexts * (this.sources + 1));
    this.#threshold = new Uint8Array(this.#contexts);
    this.#pendingCount = 0;
  }

  /** The wire of source `irq`, to be given to a part. */
  line(irq: number): InterruptLine {
    return { raise: () => this.raise(irq), lower: () => this.lower(irq) };
  }

  /** A part asserts its line. */
  raise(irq: number): void {
    if (this.#level[irq] !== 0) return;
    this.#level[irq] = 1;
    this.#gate(irq);
  }

  /** A part releases its line. A request that is already pending stays, as the gateway has latched it. */
  lower(irq: number): void {
    this.#level[irq] = 0;
  }

  isRaised(irq: number): boolean {
    return this.#level[irq] !== 0;
  }

  setPriority(irq: number, priority: number): void {
    if (irq > 0 && irq <= this.sources) this.#priority[irq] = priority & PRIORITY_MASK;
  }

  setThreshold(context: number, threshold: number): void {
    this.#threshold[context] = threshold & PRIORITY_MASK;
  }

  enable(irq: number, context: number = PLIC_CONTEXT_SUPERVISOR): void {
    if (irq <= 0 || irq > this.sources) return;
    this.#enabled[context * (this.sources + 1) + irq] = 1;
    if (this.#pending[irq] !== 0) this.#notify();
  }

  disable(irq: number, context: number = PLIC_CONTEXT_SUPERVISOR): void {
    if (irq > 0 && irq <= this.sources) this.#enabled[context * (this.sources + 1) + irq] = 0;
  }

  /** Whether a claim by `context` would return a source. */
  hasPending(context: number = PLIC_CONTEXT_SUPERVISOR): boolean {
    return this.#pendingCount !== 0 && this.#best(context) !== 0;
  }

  /** Takes the most urgent pending source (the lowest number among equals), 0 if there is none. */
  claim(context: number = PLIC_CONTEXT_SUPERVISOR): number {
    const irq = this.#pendingCount === 0 ? 0 : this.#best(context);
    if (irq !== 0) {
      this.#pending[irq] = 0;
      this.#pendingCount -= 1;
      this.#inService[irq] = 1;
    }
    return irq;
  }

  /** Ends the service of a claimed source; a line that is still asserted makes it pending again. */
  complete(irq: number, context: number = PLIC_CONTEXT_SUPERVISOR): void {
    // The specification ignores a completion for a source that the context has not enabled.
    if (irq <= 0 || irq > this.sources || !this.#isEnabled(context, irq)) return;
    this.#inService[irq] = 0;
    if (this.#level[irq] !== 0) this.#gate(irq);
  }

  read(offset: number, size: number): number {
    if (size !== 4) return 0;
    if (offset < PENDING) return offset >> 2 <= this.sources ? this.#priority[offset >> 2] : 0;
    if (offset < ENABLE) return this.#gather(this.#pending, 0, (offset - PENDING) * 8);
    if (offset < CONTEXT) {
      const context = Math.floor((offset - ENABLE) / ENABLE_STRIDE);
      if (context >= this.#contexts) return 0;
      return this.#gather(
        this.#enabled,
        context * (this.sources + 1),
        ((offset - ENABLE) % ENABLE_STRIDE) * 8,
      );
    }
    const context = Math.floor((offset - CONTEXT) / CONTEXT_STRIDE);
    if (context >= this.#contexts) return 0;
    const register = (offset - CONTEXT) % CONTEXT_STRIDE;
    if (register === THRESHOLD) return this.#threshold[context];
    return register === CLAIM ? this.claim(context) : 0;
  }

  write(offset: number, size: number, value: number): void {
    if (size !== 4) return;
    if (offset < PENDING) {
      this.setPriority(offset >> 2, value);
    } else if (offset >= CONTEXT) {
      const context = Math.floor((offset - CONTEXT) / CONTEXT_STRIDE);
      if (context >= this.#contexts) return;
      const register = (offset - CONTEXT) % CONTEXT_STRIDE;
      if (register === THRESHOLD) this.setThreshold(context, value);
      else if (register === CLAIM) this.complete(value, context);
    } else if (offset >= ENABLE) {
      this.#writeEnable(offset - ENABLE, value);
    }
    if (this.#pendingCount !== 0) this.#notify();
  }

  reset(): void {
    for (const state of [this.#priority, this.#pending, this.#inService, this.#enabled, this.#threshold]) {
      state.fill(0);
    }
    this.#pendingCount = 0;
    for (let irq = 1; irq <= this.sources; irq++) if (this.#level[irq] !== 0) this.#gate(irq);
  }

  /** The gateway of a source: one request at a time, the next only after completion. */
  #gate(irq: number): void {
    if (this.#pending[irq] !== 0 || this.#inService[irq] !== 0) return;
    this.#pending[irq] = 1;
    this.#pendingCount += 1;
    this.#notify();
  }

  #notify(): void {
    if (this.onPending !== null && this.hasPending()) this.onPending();
  }

  #isEnabled(context: number, irq: number): boolean {
    return this.#enabled[context * (this.sources + 1) + irq] !== 0;
  }

  #best(context: number): number {
    let best = 0;
    let bestPriority = this.#threshold[context];
    for (let irq = 1; irq <= this.sources; irq++) {
      if (this.#pending[irq] === 0 || !this.#isEnabled(context, irq)) continue;
      if (this.#priority[irq] > bestPriority) {
        best = irq;
        bestPriority = this.#priority[irq];
      }
    }
    return best;
  }

  #writeEnable(offset: number, value: number): void {
    const context = Math.floor(offset / ENABLE_STRIDE);
    if (context >= this.#contexts) return;
    const first = (offset % ENABLE_STRIDE) * 8;
    for (let bit = 0; bit < 32; bit++) {
      if ((value >>> bit) & 1) this.enable(first + bit, context);
      else this.disable(first + bit, context);
    }
  }

  /** 32 bits of a byte-per-source table, from source `first`. */
  #gather(table: Uint8Array, start: number, first: number): number {
    let word = 0;
    for (let bit = 0; bit < 32 && first + bit <= this.sources; bit++) {
      if (table[start + first + bit] !== 0) word |= 1 << bit;
    }
    return word >>> 0;
  }
}
