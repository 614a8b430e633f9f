// Address translation off the fast path: the Sv39 walk over page tables in guest RAM (RISC-V
// Privileged 4.3.2 and 4.4), at user level, or none (Bare). What it finds goes into the TLB.
//
// Stricter than need be in nothing, and in the manner called Svade: an access with A clear, or a
// store with D clear, is a page fault; the hart never writes a page table.

import { CTX_SATP, CTX_TRAP_VALUE } from "./context.ts";
import type { DecodedCode } from "./decoded-code.ts";
import type { HartMemory } from "./memory.ts";
import {
  PAGE_SHIFT,
  PAGE_SIZE,
  PTE_A,
  PTE_D,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  SATP_MODE_SV39,
  SV39_INDEX_BITS,
  SV39_LEVELS,
} from "./sv39.ts";
import { TLB_EXECUTE, TLB_READ, TLB_WRITE, type Tlb } from "./tlb.ts";
import {
  CAUSE_FETCH_ACCESS,
  CAUSE_FETCH_PAGE_FAULT,
  CAUSE_LOAD_ACCESS,
  CAUSE_LOAD_PAGE_FAULT,
  CAUSE_STORE_ACCESS,
  CAUSE_STORE_PAGE_FAULT,
} from "./trap.ts";

export const ACCESS_READ = 0;
export const ACCESS_WRITE = 1;
export const ACCESS_EXECUTE = 2;
export type Access = typeof ACCESS_READ | typeof ACCESS_WRITE | typeof ACCESS_EXECUTE;

const TWO_32 = 4294967296;
const sections = [TLB_READ, TLB_WRITE, TLB_EXECUTE] as const;
/** What a leaf must have for each kind of access. */
const wanted = [PTE_U | PTE_A | PTE_R, PTE_U | PTE_A | PTE_W | PTE_D, PTE_U | PTE_A | PTE_X] as const;
const pageFaults = [CAUSE_LOAD_PAGE_FAULT, CAUSE_STORE_PAGE_FAULT, CAUSE_FETCH_PAGE_FAULT] as const;
const accessFaults = [CAUSE_LOAD_ACCESS, CAUSE_STORE_ACCESS, CAUSE_FETCH_ACCESS] as const;

/** `Mmu.byte` of an address that is not in RAM. */
export const NOT_RAM = -1;

export class Mmu {
  /** Where the last translation led: the byte in the machine's memory, or NOT_RAM. */
  byte = 0;
  /** The same as guest physical address. */
  physical = 0;
  private readonly memory: HartMemory;
  private readonly words: Int32Array;
  private readonly tlb: Tlb;
  private readonly code: DecodedCode;
  private context: Int32Array = new Int32Array(0);

  constructor(memory: HartMemory, tlb: Tlb, code: DecodedCode) {
    this.memory = memory;
    this.words = new Int32Array(memory.memory.buffer);
    this.tlb = tlb;
    this.code = code;
  }

  /** Translates for this register file from now on. */
  attach(words: Int32Array): void {
    this.context = words;
  }

  /** Returns 0, or the cause of a fault whose address is then in the context's trap value. */
  translate(lo: number, hi: number, access: Access): number {
    const isSv39 = this.context[CTX_SATP + 1] >>> 28 === SATP_MODE_SV39;
    const cause = isSv39 ? this.walk(lo, hi, access) : this.bare(lo, hi);
    if (cause !== 0) return this.fault(cause, lo, hi);
    const { ramBase, ramSize, ramOffset } = this.memory;
    const offset = this.physical - ramBase;
    if (offset < 0 || offset >= ramSize) {
      this.byte = NOT_RAM;
      return 0;
    }
    this.byte = ramOffset + offset;
    const mayWrite = access !== ACCESS_WRITE || !this.code.hasCode(offset >>> PAGE_SHIFT);
    if (access !== ACCESS_EXECUTE && mayWrite) this.tlb.insert(sections[access], lo, hi, this.byte, 0);
    return 0;
  }

  /** An access to an address that leads nowhere. */
  accessFault(lo: number, hi: number, access: Access): number {
    return this.fault(accessFaults[access], lo, hi);
  }

  fault(cause: number, lo: number, hi: number): number {
    this.context[CTX_TRAP_VALUE] = lo;
    this.context[CTX_TRAP_VALUE + 1] = hi;
    return cause;
  }

  private bare(lo: number, hi: number): number {
    this.physical = (hi >>> 0) * TWO_32 + (lo >>> 0);
    return 0;
  }

  private walk(lo: number, hi: number, access: Access): number {
    const pageFault = pageFaults[access];
    // Bits 63..39 equal bit 38.
    if (hi !== (hi << 25) >> 25) return pageFault;
    const vpn = ((hi & 0x7f) << 20) | (lo >>> PAGE_SHIFT);
    const { context, words } = this;
    let ppn = (context[CTX_SATP + 1] & 0xfff) * TWO_32 + (context[CTX_SATP] >>> 0);
    for (let level = SV39_LEVELS - 1; level >= 0; level--) {
      const shift = level * SV39_INDEX_BITS;
      const entry = this.tableWord(ppn, (vpn >>> shift) & 0x1ff);
      if (entry < 0) return accessFaults[access];
      const low = words[entry];
      const high = words[entry + 1];
      const isReserved = (low & (PTE_R | PTE_W)) === PTE_W || high >>> 22 !== 0;
      if ((low & PTE_V) === 0 || isReserved) return pageFault;
      ppn = (high & 0x3fffff) * 4194304 + (low >>> 10);
      if ((low & (PTE_R | PTE_X)) === 0) {
        if ((low & (PTE_D | PTE_A | PTE_U)) !== 0) return pageFault;
        continue;
      }
      if ((low & wanted[access]) !== wanted[access]) return pageFault;
      return this.leaf(ppn, vpn & ((1 << shift) - 1), level, lo) ? 0 : pageFault;
    }
    return pageFault;
  }

  /** Sets `physical`; false for a superpage that does not start at a multiple of its size. */
  private leaf(ppn: number, within: number, level: number, lo: number): boolean {
    if (level > 0) {
      if (ppn % (1 << (level * SV39_INDEX_BITS)) !== 0) return false;
      this.tlb.noteSuperpage();
    }
    this.physical = (ppn + within) * PAGE_SIZE + (lo & (PAGE_SIZE - 1));
    return true;
  }

  /** Word index of a table's entry, or -1 when the table is not in RAM. */
  private tableWord(ppn: number, index: number): number {
    const offset = ppn * PAGE_SIZE - this.memory.ramBase;
    if (offset < 0 || offset >= this.memory.ramSize) return -1;
    return (this.memory.ramOffset + offset + index * 8) / 4;
  }
}
