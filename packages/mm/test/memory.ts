// A small machine's memory for the tests of this package: RAM without a hart, which only notes what it is told.

import { Aspace, MemorySystem } from "@keel/mm";

export const RAM_BASE = 0x8000_0000;

export class NotedHart {
  readonly flushes: { asid: number | undefined; va: number | undefined }[] = [];
  readonly codeChanges: { pa: number; length: number }[] = [];

  flushTlb(asid?: number, va?: number): void {
    this.flushes.push({ asid, va });
  }

  codeChanged(pa: number, length: number): void {
    this.codeChanges.push({ pa, length });
  }
}

export interface TestMemory {
  readonly mm: MemorySystem;
  readonly hart: NotedHart;
}

export function makeMemory(pageCount: number = 512): TestMemory {
  const hart = new NotedHart();
  const ramOffset = 65536;
  const memory = new WebAssembly.Memory({ initial: 1 + Math.ceil(pageCount / 16) });
  const hartMemory = { memory, ramOffset, ramBase: RAM_BASE, ramSize: pageCount * 4096 };
  return { mm: new MemorySystem({ hartMemory, hart }), hart };
}

export function makeAspace(mm: MemorySystem): Aspace {
  const space = Aspace.create(mm);
  if (typeof space === "number") throw new Error(`no address space: ${space}`);
  return space;
}

export function forked(space: Aspace): Aspace {
  const child = space.fork();
  if (typeof child === "number") throw new Error(`fork: ${child}`);
  return child;
}

/** A file of `pageCount` pages, page i filled with 0x40 + i, whose frames it keeps as a page cache does. */
export class TestFile {
  readonly name = "file";
  readonly mm: MemorySystem;
  readonly pageCount: number;
  readonly pages: Map<number, number> = new Map();
  readonly written: Set<number> = new Set();
  refs = 1;
  reads = 0;

  constructor(mm: MemorySystem, pageCount: number) {
    this.mm = mm;
    this.pageCount = pageCount;
  }

  page(index: number, isWrite: boolean): number {
    if (index >= this.pageCount) return -5;
    let pa = this.pages.get(index) ?? 0;
    if (pa === 0) {
      pa = this.mm.frames.alloc();
      if (pa === 0) return -12;
      this.reads++;
      this.mm.frameBytes(pa).fill(0x40 + index);
      this.pages.set(index, pa);
    }
    if (isWrite) this.written.add(index);
    this.mm.frames.ref(pa);
    return pa;
  }

  ref(): void {
    this.refs++;
  }

  unref(): void {
    this.refs--;
  }

  drop(): void {
    for (const pa of this.pages.values()) this.mm.frames.unref(pa);
    this.pages.clear();
  }
}

/** The byte at `va`, or -errno. */
export function peek(space: Aspace, va: number): number {
  const byte = new Uint8Array(1);
  const error = space.copyIn(va, byte);
  return error < 0 ? error : (byte[0] as number);
}

export function poke(space: Aspace, va: number, value: number): number {
  return space.copyOut(va, new Uint8Array([value]));
}

/** Small, seeded random numbers (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
