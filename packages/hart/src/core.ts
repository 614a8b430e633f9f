// The parts of a hart as the interpreter sees them: memory, TLB, decoded code and the units for
// what is too rare or too big for its loop.

import { Arithmetic } from "./arithmetic.ts";
import type { HartContext } from "./context.ts";
import { CROSSING_BASE, DecodedCode } from "./decoded-code.ts";
import { CsrUnit } from "./csr.ts";
import { FloatUnit } from "./float/float-unit.ts";
import { isLong } from "./isa/decoder.ts";
import { OP_CROSSING } from "./isa/operations.ts";
import type { HartBus, HartMemory } from "./memory.ts";
import { MemoryUnit } from "./memory-unit.ts";
import { ACCESS_EXECUTE, Mmu, NOT_RAM } from "./mmu.ts";
import { RecordMaker } from "./record.ts";
import { PAGE_SIZE } from "./sv39.ts";
import { Tlb, TLB_EXECUTE, TLB_INDEX_MASK, TLB_INDEX_SHIFT } from "./tlb.ts";

/** Offset in a page at which an instruction of 4 bytes crosses into the next. */
const LAST_SLOT: number = PAGE_SIZE - 2;

export class Core {
  /** All of the machine's memory. */
  readonly words: Int32Array;
  readonly halves: Uint16Array;
  readonly bytes: Uint8Array;
  readonly tlb: Tlb = new Tlb();
  readonly code: DecodedCode;
  readonly mmu: Mmu;
  readonly memory: MemoryUnit;
  readonly csrs: CsrUnit;
  readonly floats: FloatUnit = new FloatUnit();
  readonly arithmetic: Arithmetic = new Arithmetic();
  /** Word 0 is not 0 while somebody wants the run to end. */
  readonly interrupt: Int32Array = new Int32Array(1);
  /** Instructions retired by the last run. */
  retired = 0;
  private readonly hartMemory: HartMemory;
  private readonly records = new RecordMaker();
  /** The bits of the instruction that stands in the crossing page. */
  private crossing = 0;
  /** The TLB bank of the address space that runs. */
  private bank = 0;

  constructor(memory: HartMemory, time: ((retired: number) => number) | null, bus: HartBus | null) {
    const { buffer } = memory.memory;
    this.hartMemory = memory;
    this.words = new Int32Array(buffer);
    this.halves = new Uint16Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.code = new DecodedCode(memory.ramSize / PAGE_SIZE, () => {
      this.tlb.dropExecutes();
      this.crossing = 0;
    });
    this.mmu = new Mmu(memory, this.tlb, this.code);
    this.memory = new MemoryUnit(memory, this.mmu, this.code, bus);
    this.csrs = new CsrUnit(time);
  }

  /** Makes all units work on this register file; returns the TLB bank of its address space. */
  attach(context: HartContext, satpLo: number, satpHi: number): number {
    const { words } = context;
    this.mmu.attach(words);
    this.memory.attach(words);
    this.csrs.attach(words);
    this.floats.attach(context);
    this.bank = this.tlb.select(satpLo, satpHi);
    return this.bank;
  }

  /** Puts the page of this address into the TLB for executing. Returns 0 or the cause of a fault. */
  enterPage(lo: number, hi: number): number {
    const cause = this.mmu.translate(lo, hi, ACCESS_EXECUTE);
    if (cause !== 0) return cause;
    if (this.mmu.byte === NOT_RAM) return this.mmu.accessFault(lo, hi, ACCESS_EXECUTE);
    const byte = this.mmu.byte & -PAGE_SIZE;
    const page = (byte - this.hartMemory.ramOffset) / PAGE_SIZE;
    let base = this.code.baseOf(page);
    if (base === 0) {
      base = this.code.add(page);
      this.tlb.dropWrites(byte);
    }
    this.tlb.insert(TLB_EXECUTE, lo & -PAGE_SIZE, hi, byte, base);
    return 0;
  }

  /** Fills the slot at offset `at` of the page whose slots start at `base`. */
  decode(base: number, at: number): void {
    const byte = this.byteOf(base) + at;
    const low = this.halves[byte >> 1];
    const { records } = this.code;
    if (at === LAST_SLOT && isLong(low)) {
      records[base + at] = OP_CROSSING;
      return;
    }
    this.records.make(isLong(low) ? low | (this.halves[(byte >> 1) + 1] << 16) : low);
    records[base + at] = this.records.word;
    records[base + at + 1] = this.records.immediate;
  }

  /**
   * Readies the crossing page for the instruction whose first half ends the page at `lo`, `hi` with
   * slots at `base`. Returns 0 or the cause of a fault on the second half.
   */
  enterCrossing(base: number, lo: number, hi: number): number {
    const low = this.halves[(this.byteOf(base) + LAST_SLOT) >> 1];
    const nextLo = (lo + PAGE_SIZE) | 0;
    const nextHi = nextLo === 0 ? (hi + 1) | 0 : hi;
    let nextBase = this.recordsOf(nextLo, nextHi);
    if (nextBase === 0) {
      const cause = this.enterPage(nextLo, nextHi);
      if (cause !== 0) return cause;
      nextBase = this.recordsOf(nextLo, nextHi);
    }
    const bits = low | (this.halves[this.byteOf(nextBase) >> 1] << 16);
    if (bits === this.crossing) return 0;
    this.crossing = bits;
    this.records.make(bits);
    this.code.records[CROSSING_BASE + LAST_SLOT] = this.records.word;
    this.code.records[CROSSING_BASE + LAST_SLOT + 1] = this.records.immediate;
    return 0;
  }

  /** Where the TLB says that the records of this page are, or 0. */
  private recordsOf(lo: number, hi: number): number {
    const { entries } = this.tlb;
    const e = this.bank + TLB_EXECUTE + ((lo >>> TLB_INDEX_SHIFT) & TLB_INDEX_MASK);
    return entries[e] === (lo & -PAGE_SIZE) && entries[e + 1] === hi ? entries[e + 3] : 0;
  }

  private byteOf(base: number): number {
    return this.hartMemory.ramOffset + this.code.pageOf(base) * PAGE_SIZE;
  }
}
