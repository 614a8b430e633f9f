// MemorySystem: guest RAM as the kernel sees it: bytes, frames, address-space identifiers, and the hart that must
// hear when translations or code change. One per machine, found through the MM service.

import { PAGE_SIZE } from "@keel/abi";
import type { HartMemory } from "@keel/hart";
import { defineService, type Service } from "@keel/kernel";
import { AsidAllocator } from "./asid.ts";
import { FrameAllocator } from "./frame-allocator.ts";

/** What the hart caches and has to forget. Hart is one. */
export interface HartNotifications {
  /** Translations changed: of one page, of one address space, or of all. */
  flushTlb(asid?: number, va?: number): void;
  /** The kernel wrote bytes that may have been decoded as instructions. */
  codeChanged(pa: number, length: number): void;
}

export interface MemorySystemOptions {
  readonly hartMemory: HartMemory;
  readonly hart: HartNotifications;
}

export class MemorySystem {
  readonly frames: FrameAllocator;
  readonly asids: AsidAllocator = new AsidAllocator();
  readonly hart: HartNotifications;
  readonly ramBase: number;
  /** Guest RAM; index 0 is physical address ramBase. */
  readonly bytes: Uint8Array;
  /** The same as little-endian words, for page tables. */
  readonly words: Int32Array;
  /** By frame: 1 when it has been mapped executable, so that the hart may hold decoded code of it. */
  readonly codeFrames: Uint8Array;

  constructor(options: MemorySystemOptions) {
    const { memory, ramOffset, ramBase, ramSize } = options.hartMemory;
    this.hart = options.hart;
    this.ramBase = ramBase;
    this.bytes = new Uint8Array(memory.buffer, ramOffset, ramSize);
    this.words = new Int32Array(memory.buffer, ramOffset, ramSize / 4);
    this.codeFrames = new Uint8Array(ramSize / PAGE_SIZE);
    this.frames = new FrameAllocator(ramBase, ramSize);
    this.frames.onFree = (pa) => this.forgetCode(pa);
  }

  /** Frames that are free or can be made free: what `free` shows as available. */
  get availablePages(): number {
    return this.frames.freePages + this.frames.reclaimablePages;
  }

  /** A frame of zeros with one reference: its physical address, or 0. */
  allocZeroed(): number {
    const pa = this.frames.alloc(0);
    if (pa !== 0) {
      const offset = pa - this.ramBase;
      this.bytes.fill(0, offset, offset + PAGE_SIZE);
    }
    return pa;
  }

  /** A frame with the contents of `from`, one reference: its physical address, or 0. */
  allocCopy(from: number): number {
    const pa = this.frames.alloc(0);
    if (pa !== 0) {
      const source = from - this.ramBase;
      this.bytes.copyWithin(pa - this.ramBase, source, source + PAGE_SIZE);
    }
    return pa;
  }

  /** The bytes of one frame. A view: it stays right as long as the frame is held. */
  frameBytes(pa: number): Uint8Array {
    const offset = pa - this.ramBase;
    return this.bytes.subarray(offset, offset + PAGE_SIZE);
  }

  /** The frame is being mapped executable. */
  markCode(pa: number): void {
    this.codeFrames[(pa - this.ramBase) / PAGE_SIZE] = 1;
  }

  /** The kernel wrote `length` bytes at RAM offset `offset`, within one page. */
  wrote(offset: number, length: number): void {
    if (this.codeFrames[Math.floor(offset / PAGE_SIZE)] === 1) {
      this.hart.codeChanged(this.ramBase + offset, length);
    }
  }

  private forgetCode(pa: number): void {
    const frame = (pa - this.ramBase) / PAGE_SIZE;
    if (this.codeFrames[frame] === 0) return;
    this.codeFrames[frame] = 0;
    this.hart.codeChanged(pa, PAGE_SIZE);
  }
}

export const MM: Service<MemorySystem> = defineService<MemorySystem>("mm");
