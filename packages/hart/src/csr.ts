// The control and status registers that a user program may see: the float state (F) and the
// counters (Zicntr). cycle and instret are both the instructions retired, so that a run repeats.

import { CTX_FCSR, CTX_INSTRET } from "./context.ts";
import { CAUSE_ILLEGAL_INSTRUCTION } from "./trap.ts";

export const CSR_FFLAGS = 0x001;
export const CSR_FRM = 0x002;
export const CSR_FCSR = 0x003;
export const CSR_CYCLE = 0xc00;
export const CSR_TIME = 0xc01;
export const CSR_INSTRET = 0xc02;

const TWO_32 = 4294967296;

export const CSR_WRITE = 0;
export const CSR_SET = 1;
export const CSR_CLEAR = 2;

export class CsrUnit {
  /** Instructions retired before the one at hand but not counted in the context's instret yet. */
  retired = 0;
  /** Instructions of this run that are counted there. */
  before = 0;
  private x: Int32Array = new Int32Array(0);
  private lo = 0;
  private hi = 0;
  private readonly time: ((retiredInThisRun: number) => number) | null;

  constructor(time: ((retiredInThisRun: number) => number) | null) {
    this.time = time;
  }

  attach(words: Int32Array): void {
    this.x = words;
  }

  /**
   * Reads CSR `number` into the register at word `rd`, then writes, sets or clears it by `value`.
   * No bit of the writable ones is above 31. Returns 0 or the cause of a trap.
   */
  access(op: number, number: number, rd: number, value: number, writes: boolean): number {
    if (!this.read(number)) return CAUSE_ILLEGAL_INSTRUCTION;
    const old = this.lo;
    if (writes) {
      const next = op === CSR_WRITE ? value : op === CSR_SET ? old | value : old & ~value;
      if (!this.write(number, next)) return CAUSE_ILLEGAL_INSTRUCTION;
    }
    this.x[rd] = old;
    this.x[rd + 1] = this.hi;
    return 0;
  }

  private read(number: number): boolean {
    this.hi = 0;
    const fcsr = this.x[CTX_FCSR];
    switch (number) {
      case CSR_FFLAGS:
        this.lo = fcsr & 0x1f;
        return true;
      case CSR_FRM:
        this.lo = fcsr >> 5;
        return true;
      case CSR_FCSR:
        this.lo = fcsr;
        return true;
      case CSR_CYCLE:
      case CSR_INSTRET:
        return this.count(this.instret());
      case CSR_TIME:
        return this.count(this.time === null ? this.instret() : this.time(this.before + this.retired));
      default:
        return false;
    }
  }

  private write(number: number, value: number): boolean {
    const fcsr = this.x[CTX_FCSR];
    switch (number) {
      case CSR_FFLAGS:
        this.x[CTX_FCSR] = (fcsr & 0xe0) | (value & 0x1f);
        return true;
      case CSR_FRM:
        this.x[CTX_FCSR] = ((value & 7) << 5) | (fcsr & 0x1f);
        return true;
      case CSR_FCSR:
        this.x[CTX_FCSR] = value & 0xff;
        return true;
      default:
        return false;
    }
  }

  private instret(): number {
    return (this.x[CTX_INSTRET + 1] >>> 0) * TWO_32 + (this.x[CTX_INSTRET] >>> 0) + this.retired;
  }

  private count(value: number): boolean {
    this.lo = value | 0;
    this.hi = Math.floor(value / TWO_32) | 0;
    return true;
  }
}
