// The register file of one guest thread: a view on 1 KiB of the machine's memory, so that the
// interpreter, translated code and the kernel all see the same words. The layout is fixed: code
// that is generated uses the offsets as constants.

import type { HartMemory } from "./memory.ts";
import { SATP_MODE_SV39 } from "./sv39.ts";

// Offsets in 32-bit words from the start of the register file. Registers are pairs, low word first.
/** x0..x31. Word 0 and 1 stay zero: x0 as a destination is redirected to CTX_SINK. */
export const CTX_X = 0;
/** f0..f31, single precision NaN-boxed. */
export const CTX_F = 64;
/** Where writes to x0 go. */
export const CTX_SINK = 128;
export const CTX_PC = 130;
/** frm in bits 7..5, fflags in bits 4..0. */
export const CTX_FCSR = 132;
/** satp as the privileged manual has it; 0 is Bare. */
export const CTX_SATP = 134;
/** Instructions retired, 64 bits. */
export const CTX_INSTRET = 136;
/** stval of the last trap. */
export const CTX_TRAP_VALUE = 138;
/** 1 while an LR's reservation stands; then its address and the value it read. */
export const CTX_RESERVED = 140;
export const CTX_RESERVED_ADDRESS = 142;
export const CTX_RESERVED_VALUE = 144;

const TWO_32 = 4294967296;
/** x0..x31, f0..f31, pc, fcsr and 4 bytes of zeros. */
const SAVED_SIZE = 256 + 256 + 8 + 8;

export class HartContext {
  /** Bytes of one register file. */
  static readonly SIZE = 1024;
  /** Bytes that `save` returns. */
  static readonly SAVED_SIZE: number = SAVED_SIZE;

  /** Byte offset in the machine's memory. */
  readonly offset: number;
  /** The file as 32-bit words, CTX_* being the indices. For the hart. */
  readonly words: Int32Array;
  /** The file as doubles: index is word index / 2. For the hart. */
  readonly doubles: Float64Array;
  /** The file as singles: index is word index. For the hart. */
  readonly singles: Float32Array;

  /** `offset` is a multiple of 8; the caller owns the bytes until it stops using the context. */
  constructor(memory: HartMemory, offset: number) {
    this.offset = offset;
    this.words = new Int32Array(memory.memory.buffer, offset, HartContext.SIZE / 4);
    this.doubles = new Float64Array(memory.memory.buffer, offset, HartContext.SIZE / 8);
    this.singles = new Float32Array(memory.memory.buffer, offset, HartContext.SIZE / 4);
  }

  /** Integer register as a signed number; exact below 2^53 in magnitude. */
  x(i: number): number {
    return this.words[2 * i + 1] * TWO_32 + (this.words[2 * i] >>> 0);
  }

  /** Sets an integer register from a signed or unsigned number below 2^64. x0 stays 0. */
  setX(i: number, value: number): void {
    this.setX64(i, value | 0, Math.floor(value / TWO_32) | 0);
  }

  /** Low word, 0 to 2^32 - 1. */
  xLo(i: number): number {
    return this.words[2 * i] >>> 0;
  }

  /** High word, signed. */
  xHi(i: number): number {
    return this.words[2 * i + 1];
  }

  setX64(i: number, lo: number, hi: number): void {
    if (i === 0) return;
    this.words[2 * i] = lo;
    this.words[2 * i + 1] = hi;
  }

  /** Low word of a float register, 0 to 2^32 - 1. */
  fLo(i: number): number {
    return this.words[CTX_F + 2 * i] >>> 0;
  }

  /** High word of a float register, signed. */
  fHi(i: number): number {
    return this.words[CTX_F + 2 * i + 1];
  }

  setF64(i: number, lo: number, hi: number): void {
    this.words[CTX_F + 2 * i] = lo;
    this.words[CTX_F + 2 * i + 1] = hi;
  }

  /** Program counter, unsigned; exact below 2^53. */
  get pc(): number {
    return this.unsigned(CTX_PC);
  }
  set pc(va: number) {
    this.setPair(CTX_PC, va);
  }

  /** frm in bits 7..5, fflags in bits 4..0. */
  get fcsr(): number {
    return this.words[CTX_FCSR];
  }
  set fcsr(value: number) {
    this.words[CTX_FCSR] = value & 0xff;
  }

  /** Instructions retired so far. Whoever steps over an ecall adds the 1 for it. */
  get instret(): number {
    return this.unsigned(CTX_INSTRET);
  }
  set instret(count: number) {
    this.setPair(CTX_INSTRET, count);
  }

  /** stval of the last trap: the faulting address or the illegal instruction's bits. Unsigned. */
  get trapValue(): number {
    return this.unsigned(CTX_TRAP_VALUE);
  }
  set trapValue(value: number) {
    this.setPair(CTX_TRAP_VALUE, value);
  }

  /** Translate by Sv39 with the root table in physical page `rootPpn`. */
  setSatp(rootPpn: number, asid: number): void {
    const ppnHi = Math.floor(rootPpn / TWO_32);
    this.words[CTX_SATP] = rootPpn | 0;
    this.words[CTX_SATP + 1] = (SATP_MODE_SV39 << 28) | ((asid & 0xffff) << 12) | (ppnHi & 0xfff);
  }

  /** No translation: addresses are physical. A cleared context is so. */
  setBare(): void {
    this.words[CTX_SATP] = 0;
    this.words[CTX_SATP + 1] = 0;
  }

  /** Makes this the same as `other`, but for the LR reservation, which does not carry over. */
  copyFrom(other: HartContext): void {
    this.words.set(other.words);
    this.words[CTX_RESERVED] = 0;
  }

  /** Everything zero: all registers, Bare, round to nearest even. */
  clear(): void {
    this.words.fill(0);
  }

  /** What a signal frame keeps: x0..x31, f0..f31 (8 bytes each), pc (8), fcsr (4), 4 bytes of zeros. */
  save(): Uint8Array {
    const saved = new Int32Array(SAVED_SIZE / 4);
    saved.set(this.words.subarray(CTX_X, CTX_X + 128));
    saved[128] = this.words[CTX_PC];
    saved[129] = this.words[CTX_PC + 1];
    saved[130] = this.words[CTX_FCSR];
    return new Uint8Array(saved.buffer);
  }

  /** Takes back what `save` gave (the bytes may have been edited) and drops the reservation. */
  restore(bytes: Uint8Array): void {
    const saved = new Int32Array(bytes.slice(0, SAVED_SIZE).buffer);
    this.words.set(saved.subarray(2, 128), CTX_X + 2);
    this.words[CTX_PC] = saved[128];
    this.words[CTX_PC + 1] = saved[129];
    this.words[CTX_FCSR] = saved[130] & 0xff;
    this.words[CTX_RESERVED] = 0;
  }

  private unsigned(word: number): number {
    return (this.words[word + 1] >>> 0) * TWO_32 + (this.words[word] >>> 0);
  }

  private setPair(word: number, value: number): void {
    this.words[word] = value | 0;
    this.words[word + 1] = Math.floor(value / TWO_32) | 0;
  }
}
