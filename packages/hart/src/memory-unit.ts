// Loads and stores off the fast path: pages not in the TLB, misaligned and page-crossing accesses
// (done as hardware does them: both pages are checked before a byte is written), stores into pages
// with decoded code, and devices on the bus. Also the atomic operations.

import { CTX_RESERVED, CTX_RESERVED_ADDRESS, CTX_RESERVED_VALUE } from "./context.ts";
import type { DecodedCode } from "./decoded-code.ts";
import type { AtomicOp } from "./isa/ir.ts";
import type { HartBus, HartMemory } from "./memory.ts";
import { ACCESS_READ, ACCESS_WRITE, type Mmu, NOT_RAM } from "./mmu.ts";
import { PAGE_SHIFT, PAGE_SIZE } from "./sv39.ts";
import { CAUSE_LOAD_MISALIGNED, CAUSE_STORE_MISALIGNED } from "./trap.ts";

const TWO_32 = 4294967296;
const MASKS = [0, 0xff, 0xffff, 0, -1] as const;

export class MemoryUnit {
  /** What the last load read, zero-extended. */
  lo = 0;
  hi = 0;
  private x: Int32Array = new Int32Array(0);
  private readonly memory: HartMemory;
  private readonly bytes: Uint8Array;
  private readonly mmu: Mmu;
  private readonly code: DecodedCode;
  private readonly bus: HartBus | null;

  constructor(memory: HartMemory, mmu: Mmu, code: DecodedCode, bus: HartBus | null) {
    this.memory = memory;
    this.bytes = new Uint8Array(memory.memory.buffer);
    this.mmu = mmu;
    this.code = code;
    this.bus = bus;
  }

  attach(words: Int32Array): void {
    this.x = words;
  }

  /** Reads `size` bytes into lo and hi. Returns 0 or the cause of a fault. */
  load(lo: number, hi: number, size: number): number {
    const inPage = PAGE_SIZE - (lo & (PAGE_SIZE - 1));
    const cause = this.mmu.translate(lo, hi, ACCESS_READ);
    if (cause !== 0) return cause;
    this.lo = 0;
    this.hi = 0;
    if (this.mmu.byte === NOT_RAM) return this.loadDevice(lo, hi, size);
    if (inPage >= size) {
      this.gather(this.mmu.byte, 0, size);
      return 0;
    }
    const first = this.mmu.byte;
    const nextCause = this.translateNext(lo, hi, ACCESS_READ);
    if (nextCause !== 0) return nextCause;
    this.gather(first, 0, inPage);
    this.gather(this.mmu.byte, inPage, size - inPage);
    return 0;
  }

  /** Writes the low `size` bytes of valueHi:valueLo. Returns 0 or the cause of a fault. */
  store(lo: number, hi: number, size: number, valueLo: number, valueHi: number): number {
    const inPage = PAGE_SIZE - (lo & (PAGE_SIZE - 1));
    const cause = this.mmu.translate(lo, hi, ACCESS_WRITE);
    if (cause !== 0) return cause;
    if (this.mmu.byte === NOT_RAM) return this.storeDevice(lo, hi, size, valueLo, valueHi);
    if (inPage >= size) {
      this.scatter(this.mmu.byte, 0, size, valueLo, valueHi);
      return 0;
    }
    const first = this.mmu.byte;
    const nextCause = this.translateNext(lo, hi, ACCESS_WRITE);
    if (nextCause !== 0) return nextCause;
    this.scatter(first, 0, inPage, valueLo, valueHi);
    this.scatter(this.mmu.byte, inPage, size - inPage, valueLo, valueHi);
    return 0;
  }

  /** rd = the word at rs1; the word becomes `op` of it with rs2. */
  atomic(op: AtomicOp, width: number, rd: number, rs1: number, rs2: number): number {
    const { x } = this;
    const lo = x[rs1];
    const hi = x[rs1 + 1];
    const operandLo = x[rs2];
    const operandHi = width === 4 ? operandLo >> 31 : x[rs2 + 1];
    const cause = this.locate(lo, hi, width, ACCESS_WRITE, CAUSE_STORE_MISALIGNED);
    if (cause !== 0) return cause;
    const { byte } = this.mmu;
    this.lo = 0;
    this.hi = 0;
    this.gather(byte, 0, width);
    const oldLo = this.lo;
    const oldHi = width === 4 ? oldLo >> 31 : this.hi;
    this.combine(op, oldLo, oldHi, operandLo, operandHi);
    this.scatter(byte, 0, width, this.lo, this.hi);
    x[rd] = oldLo;
    x[rd + 1] = oldHi;
    return 0;
  }

  /** rd = the word at rs1, and a reservation on it. */
  loadReserved(width: number, rd: number, rs1: number): number {
    const { x } = this;
    const lo = x[rs1];
    const hi = x[rs1 + 1];
    const cause = this.locate(lo, hi, width, ACCESS_READ, CAUSE_LOAD_MISALIGNED);
    if (cause !== 0) return cause;
    this.lo = 0;
    this.hi = 0;
    this.gather(this.mmu.byte, 0, width);
    const valueHi = width === 4 ? this.lo >> 31 : this.hi;
    x[CTX_RESERVED] = width;
    x[CTX_RESERVED_ADDRESS] = lo;
    x[CTX_RESERVED_ADDRESS + 1] = hi;
    x[CTX_RESERVED_VALUE] = this.lo;
    x[CTX_RESERVED_VALUE + 1] = valueHi;
    x[rd] = this.lo;
    x[rd + 1] = valueHi;
    return 0;
  }

  /**
   * Stores rs2 at rs1 and sets rd to 0 if the reservation stands, else sets rd to 1. It stands when
   * no other context ran since (Hart.run sees to that) and memory still has what LR read, so that
   * how a run is cut into slices makes no difference.
   */
  storeConditional(width: number, rd: number, rs1: number, rs2: number): number {
    const { x } = this;
    const lo = x[rs1];
    const hi = x[rs1 + 1];
    const cause = this.locate(lo, hi, width, ACCESS_WRITE, CAUSE_STORE_MISALIGNED);
    if (cause !== 0) return cause;
    const isReserved =
      x[CTX_RESERVED] === width && x[CTX_RESERVED_ADDRESS] === lo && x[CTX_RESERVED_ADDRESS + 1] === hi;
    x[CTX_RESERVED] = 0;
    const valueLo = x[rs2];
    const valueHi = x[rs2 + 1];
    let failed = 1;
    if (isReserved && this.holdsReservedValue(width)) {
      this.scatter(this.mmu.byte, 0, width, valueLo, valueHi);
      failed = 0;
    }
    x[rd] = failed;
    x[rd + 1] = 0;
    return 0;
  }

  private holdsReservedValue(width: number): boolean {
    this.lo = 0;
    this.hi = 0;
    this.gather(this.mmu.byte, 0, width);
    if (this.lo !== this.x[CTX_RESERVED_VALUE]) return false;
    return width === 4 || this.hi === this.x[CTX_RESERVED_VALUE + 1];
  }

  /** Translates for an atomic operation: aligned, and in RAM. */
  private locate(
    lo: number,
    hi: number,
    width: number,
    access: typeof ACCESS_READ | typeof ACCESS_WRITE,
    misaligned: number,
  ): number {
    if ((lo & (width - 1)) !== 0) return this.mmu.fault(misaligned, lo, hi);
    const cause = this.mmu.translate(lo, hi, access);
    if (cause === 0 && this.mmu.byte === NOT_RAM) return this.mmu.accessFault(lo, hi, access);
    return cause;
  }

  private combine(op: AtomicOp, aLo: number, aHi: number, bLo: number, bHi: number): void {
    this.lo = bLo;
    this.hi = bHi;
    switch (op) {
      case "swap":
        return;
      case "add":
        this.lo = (aLo + bLo) | 0;
        this.hi = (aHi + bHi + (this.lo >>> 0 < aLo >>> 0 ? 1 : 0)) | 0;
        return;
      case "xor":
        this.lo = aLo ^ bLo;
        this.hi = aHi ^ bHi;
        return;
      case "and":
        this.lo = aLo & bLo;
        this.hi = aHi & bHi;
        return;
      case "or":
        this.lo = aLo | bLo;
        this.hi = aHi | bHi;
        return;
    }
    const isUnsigned = op === "minu" || op === "maxu";
    const flip = isUnsigned ? 0x80000000 : 0;
    const high = (aHi ^ flip) - (bHi ^ flip);
    const aIsLess = high < 0 || (high === 0 && aLo >>> 0 < bLo >>> 0);
    const takesLess = op === "min" || op === "minu";
    if (aIsLess === takesLess) {
      this.lo = aLo;
      this.hi = aHi;
    }
  }

  /** Translates the start of the page after the one that `lo` is in. Nothing spans RAM and devices. */
  private translateNext(lo: number, hi: number, access: typeof ACCESS_READ | typeof ACCESS_WRITE): number {
    const nextLo = ((lo & -PAGE_SIZE) + PAGE_SIZE) | 0;
    const nextHi = nextLo === 0 ? (hi + 1) | 0 : hi;
    const cause = this.mmu.translate(nextLo, nextHi, access);
    if (cause === 0 && this.mmu.byte === NOT_RAM) return this.mmu.accessFault(nextLo, nextHi, access);
    return cause;
  }

  /** Puts `count` bytes from `byte` on into lo and hi, the first as byte `at` of the value. */
  private gather(byte: number, at: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const position = at + i;
      if (position < 4) this.lo |= this.bytes[byte + i] << (position * 8);
      else this.hi |= this.bytes[byte + i] << (position * 8 - 32);
    }
  }

  /** Writes bytes at.. of the value to `byte` on, and has decoded code there forgotten. */
  private scatter(byte: number, at: number, count: number, valueLo: number, valueHi: number): void {
    const offset = byte - this.memory.ramOffset;
    if (this.code.hasCode(offset >>> PAGE_SHIFT)) this.code.invalidate(offset, count);
    for (let i = 0; i < count; i++) {
      const position = at + i;
      this.bytes[byte + i] = position < 4 ? valueLo >>> (position * 8) : valueHi >>> (position * 8 - 32);
    }
  }

  private loadDevice(lo: number, hi: number, size: number): number {
    if (this.bus === null || (lo & (size - 1)) !== 0) return this.mmu.accessFault(lo, hi, ACCESS_READ);
    const value = this.bus.read(this.mmu.physical, size);
    if (value < 0) return this.mmu.accessFault(lo, hi, ACCESS_READ);
    this.lo = value | 0;
    this.hi = size === 8 ? Math.floor(value / TWO_32) | 0 : 0;
    return 0;
  }

  private storeDevice(lo: number, hi: number, size: number, valueLo: number, valueHi: number): number {
    if (this.bus === null || (lo & (size - 1)) !== 0) return this.mmu.accessFault(lo, hi, ACCESS_WRITE);
    const low = size === 8 ? valueLo : valueLo & MASKS[size as 1 | 2 | 4];
    const answer = this.bus.write(this.mmu.physical, size, low, size === 8 ? valueHi : 0);
    return answer !== undefined && answer < 0 ? this.mmu.accessFault(lo, hi, ACCESS_WRITE) : 0;
  }
}
