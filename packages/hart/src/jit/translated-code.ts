// The regions there are: made from hot code, found by pc, and forgotten when their code changes.
//
// A region belongs to physical code at a virtual address, so that processes which map the same
// text at the same place share it. The entry map in the machine's memory, which translated code
// itself looks at, holds what has been found valid in the address space at hand. In the decoded
// code the slot of a region's first instruction is replaced by a mark, an illegal instruction
// without length, at which the interpreter stops.

import { CTX_TRAP_VALUE } from "../context.ts";
import type { Core } from "../core.ts";
import type { CodeWatcher } from "../decoded-code.ts";
import { OP_ILLEGAL } from "../isa/operations.ts";
import type { HartMemory } from "../memory.ts";
import { ACCESS_EXECUTE, NOT_RAM } from "../mmu.ts";
import { PAGE_SHIFT, PAGE_SIZE } from "../sv39.ts";
import { AddressTables } from "./address-tables.ts";
import { JitLayout, MAP_ENTRIES, MAP_MASK, MAP_SHIFT, MAP_SLOT } from "./layout.ts";
import { hostIsFused } from "./host-fused-add.ts";
import { exportName, IMPORTS, MEMORY, type ModulePlan, TABLE, writeModule } from "./module.ts";
import type { CodePage, Site, SiteAccess } from "./region.ts";
import { RegionFormer } from "./region-former.ts";
import { WasmWriter } from "./wasm-writer.ts";

/** Regions at a time; when there are as many, all are dropped and the hot ones made anew. */
const MAX_REGIONS = 2048;
/** Regions of one page that may be lost to stores before the page is left to the interpreter. */
const MAX_LOSSES = 16;
const MARK = OP_ILLEGAL;
const LENGTH_SHIFT = 28;
const TWO_32 = 4294967296;
const NO_PC = -1;

/** Runs a region: register file's byte offset and budget in, what is left of the budget out. */
export type RegionFunction = (context: number, budget: number) => number;

export interface Region {
  readonly id: number;
  readonly pc: number;
  readonly pages: readonly CodePage[];
  readonly sites: readonly Site[];
  readonly run: RegionFunction;
  isAlive: boolean;
  /** What the mark in the decoded code replaced. */
  word: number;
  immediate: number;
}

export interface TranslationCounts {
  regions: number;
  instructions: number;
  bytes: number;
  losses: number;
  resets: number;
}

export class TranslatedCode implements CodeWatcher {
  readonly layout: JitLayout;
  readonly tables: AddressTables;
  readonly counts: TranslationCounts = { regions: 0, instructions: 0, bytes: 0, losses: 0, resets: 0 };
  private readonly core: Core;
  private readonly memory: HartMemory;
  private readonly words: Int32Array;
  private readonly writer = new WasmWriter();
  private readonly former: RegionFormer;
  private readonly plan: ModulePlan;
  private table: WebAssembly.Table;
  private regions: Region[] = [];
  /** By byte of the machine's memory at which they are entered. */
  private byEntry = new Map<number, Region[]>();
  private byPage = new Map<number, Region[]>();
  private readonly losses = new Map<number, number>();
  /** Entries by the byte of code that turned out to have nothing to translate. */
  private hopeless = new Set<number>();
  /** Bytes in the map of entries in use, and the pages of the regions they stand for. */
  private mapped: number[] = [];
  private readonly mappedPages = new Set<number>();
  private context: Int32Array = new Int32Array(0);

  constructor(core: Core, memory: HartMemory, hartSize: number) {
    const needed = JitLayout.sizeFor(memory.ramSize);
    if (hartSize < needed) {
      throw new Error(`translated code needs ${needed} bytes of the machine's memory, there are ${hartSize}`);
    }
    this.core = core;
    this.memory = memory;
    this.layout = new JitLayout(0, memory.ramSize);
    this.words = new Int32Array(memory.memory.buffer);
    this.tables = new AddressTables(memory, this.layout);
    this.tables.onFlush = () => this.forgetEntries();
    this.tables.onFlushPage = (lo, hi) => {
      if (this.mappedPages.has(hi * TWO_32 + (lo >>> 0) - (lo & (PAGE_SIZE - 1)))) this.forgetEntries();
    };
    this.former = new RegionFormer(core.halves, (va) => this.codePage(va));
    const memoryPages = memory.memory.buffer.byteLength / 65536;
    this.plan = {
      layout: this.layout,
      ramOffset: memory.ramOffset,
      memoryPages,
      tableSize: MAX_REGIONS,
      isFused: hostIsFused(this.writer),
    };
    this.table = newTable();
    this.mapped = Array.from({ length: MAP_ENTRIES }, (_, i) => (i << (MAP_SHIFT + 1)) & MAP_MASK);
    this.forgetEntries();
  }

  /** Works for this register file from now on; its address space is the TLB's current one. */
  attach(words: Int32Array): void {
    this.context = words;
  }

  get ramOffset(): number {
    return this.memory.ramOffset;
  }

  /** The region entered at `pc` in the address space at hand, or null. */
  find(pc: number): Region | null {
    const { words, layout } = this;
    const at = ((pc << MAP_SHIFT) & MAP_MASK) + layout.map;
    if (words[at >> 2] === (pc | 0) && words[(at >> 2) + 1] === Math.floor(pc / TWO_32)) {
      return this.regions[words[(at + MAP_SLOT) >> 2]];
    }
    if (this.regions.length === 0) return null;
    const byte = this.byteOf(pc);
    if (byte < 0) return null;
    const candidates = this.byEntry.get(byte);
    if (candidates === undefined) return null;
    for (const region of candidates) {
      if (region.pc !== pc || !this.isValid(region)) continue;
      this.enter(region);
      return region;
    }
    return null;
  }

  /** A site of a region that has just given up. */
  site(region: number, site: number): Site {
    return this.regions[region].sites[site];
  }

  /** Whether all pages of the region may be run and are where they were. */
  private isValid(region: Region): boolean {
    for (const page of region.pages) if (this.byteOf(page.va) !== page.byte) return false;
    return true;
  }

  private enter(region: Region): void {
    const { pc, id } = region;
    const offset = (pc << MAP_SHIFT) & MAP_MASK;
    const at = (this.layout.map + offset) >> 2;
    this.words[at] = pc | 0;
    this.words[at + 1] = Math.floor(pc / TWO_32);
    this.words[at + (MAP_SLOT >> 2)] = id;
    this.mapped.push(offset);
    for (const page of region.pages) this.mappedPages.add(page.va);
  }

  private forgetEntries(): void {
    for (const offset of this.mapped) {
      const at = (this.layout.map + offset) >> 2;
      this.words[at] = NO_PC;
      this.words[at + 1] = NO_PC;
    }
    this.mapped.length = 0;
    this.mappedPages.clear();
  }

  /** Makes the region entered at `pc`, or returns null: there is nothing to translate. */
  translate(pc: number): Region | null {
    const byte = this.byteOf(pc);
    if (byte < 0 || this.hopeless.has(byte)) return null;
    if ((this.losses.get((byte - this.memory.ramOffset) >>> PAGE_SHIFT) ?? 0) >= MAX_LOSSES) return null;
    if (this.regions.length === MAX_REGIONS) this.reset();
    const code = this.former.form(pc);
    if (code === null || !code.pages.every((page) => this.core.code.hasCode(this.pageOf(page)))) {
      this.hopeless.add(byte);
      return null;
    }
    const id = this.regions.length;
    const [sites] = writeModule(this.writer, this.plan, [code], id);
    const module = new WebAssembly.Module(this.writer.written);
    const imports = { [IMPORTS]: { [MEMORY]: this.memory.memory, [TABLE]: this.table } };
    const run = new WebAssembly.Instance(module, imports).exports[exportName(0)] as RegionFunction;
    this.counts.regions++;
    this.counts.instructions += code.instructions;
    this.counts.bytes += this.writer.written.length;
    const region: Region = { id, pc, pages: code.pages, sites, run, isAlive: true, word: 0, immediate: 0 };
    this.regions.push(region);
    this.table.set(id, run);
    push(this.byEntry, byte, region);
    for (const page of code.pages) push(this.byPage, this.pageOf(page), region);
    this.enter(region);
    this.mark(region);
    return region;
  }

  /** Index of a page in RAM. */
  private pageOf(page: CodePage): number {
    return (page.byte - this.memory.ramOffset) >>> PAGE_SHIFT;
  }

  /** Where code at `va` is in the machine's memory, with the page watched for stores; -1 if it cannot be run. */
  private codePage(va: number): number {
    const cause = this.core.enterPage(va | 0, Math.floor(va / TWO_32));
    if (cause === 0) return this.byteOf(va);
    this.clearTrapValue();
    return -1;
  }

  /** The byte of the machine's memory that is run at `pc`, or -1. */
  private byteOf(pc: number): number {
    const { mmu } = this.core;
    if (mmu.translate(pc | 0, Math.floor(pc / TWO_32) | 0, ACCESS_EXECUTE) !== 0) {
      this.clearTrapValue();
      return -1;
    }
    return mmu.byte === NOT_RAM ? -1 : mmu.byte;
  }

  /**
   * Has the page of an access entered in the address tables, if it may be: the interpreter, which
   * runs the access, does not look further than its own TLB.
   */
  makeKnown({ kind, rs1, offset }: SiteAccess): void {
    const base = this.context[2 * rs1];
    const lo = (base + offset) | 0;
    const carry = lo >>> 0 < base >>> 0 ? 1 : 0;
    const hi = (this.context[2 * rs1 + 1] + (offset >> 31) + carry) | 0;
    if (this.core.mmu.translate(lo, hi, kind) !== 0) this.clearTrapValue();
  }

  private clearTrapValue(): void {
    this.context[CTX_TRAP_VALUE] = 0;
    this.context[CTX_TRAP_VALUE + 1] = 0;
  }

  /** Word index of the decoded record of the code at this byte, or -1. */
  private slotOf(byte: number): number {
    const offset = byte - this.memory.ramOffset;
    const base = this.core.code.baseOf(offset >>> PAGE_SHIFT);
    return base === 0 ? -1 : base + (offset & (PAGE_SIZE - 1));
  }

  /** Puts the mark at the region's entry, unless another region's is there. */
  private mark(region: Region): void {
    const slot = this.entrySlot(region);
    const { records } = this.core.code;
    if (slot < 0 || records[slot] === MARK) return;
    region.word = records[slot];
    region.immediate = records[slot + 1];
    records[slot] = MARK;
    records[slot + 1] = region.id;
  }

  private unmark(region: Region): void {
    const slot = this.entrySlot(region);
    const { records } = this.core.code;
    if (slot < 0 || records[slot] !== MARK || records[slot + 1] !== region.id) return;
    records[slot] = region.word;
    records[slot + 1] = region.immediate;
  }

  private entrySlot(region: Region): number {
    const page = Math.floor(region.pc / PAGE_SIZE) * PAGE_SIZE;
    const found = region.pages.find(({ va }) => va === page) as CodePage;
    return this.slotOf(found.byte + region.pc - page);
  }

  /** The region whose mark stands at `pc`, or null: an illegal instruction there is the guest's own. */
  markedAt(pc: number): Region | null {
    const byte = this.byteOf(pc);
    const slot = byte < 0 ? -1 : this.slotOf(byte);
    if (slot < 0) return null;
    const { records } = this.core.code;
    return records[slot] === MARK && records[slot] >>> LENGTH_SHIFT === 0
      ? this.regions[records[slot + 1]]
      : null;
  }

  /** Runs `step` with no mark at `pc`. */
  withoutMark<T>(pc: number, step: () => T): T {
    const region = this.markedAt(pc);
    if (region === null) return step();
    this.unmark(region);
    const result = step();
    if (region.isAlive) this.mark(region);
    return result;
  }

  changed(page: number, first: number, end: number): void {
    const regions = this.byPage.get(page);
    this.hopeless.clear();
    if (regions === undefined) return;
    const start = page * PAGE_SIZE + this.memory.ramOffset;
    const from = first + this.memory.ramOffset;
    const to = end + this.memory.ramOffset;
    for (const region of regions.slice()) {
      const isHit = region.pages.some(
        ({ byte, from: a, to: b }) => (byte & -PAGE_SIZE) === start && from < start + b && to > start + a,
      );
      if (!isHit) continue;
      this.drop(region);
      this.counts.losses++;
      this.losses.set(page, (this.losses.get(page) ?? 0) + 1);
    }
  }

  private drop(region: Region): void {
    this.unmark(region);
    region.isAlive = false;
    this.table.set(region.id, null);
    for (const page of region.pages) remove(this.byPage, this.pageOf(page), region);
    for (const [byte, regions] of this.byEntry)
      if (regions.includes(region)) remove(this.byEntry, byte, region);
    this.forgetEntries();
  }

  /** Decoded code has been forgotten, and with it that its pages are watched. */
  flushed(): void {
    if (this.regions.length > 0) this.reset();
    this.hopeless.clear();
    this.losses.clear();
  }

  private reset(): void {
    for (const region of this.regions) {
      if (!region.isAlive) continue;
      this.unmark(region);
      region.isAlive = false;
    }
    this.counts.resets++;
    this.regions = [];
    this.byEntry = new Map();
    this.byPage = new Map();
    this.table = newTable();
    this.forgetEntries();
  }
}

function newTable(): WebAssembly.Table {
  return new WebAssembly.Table({ element: "anyfunc", initial: MAX_REGIONS, maximum: MAX_REGIONS });
}

function push(map: Map<number, Region[]>, key: number, region: Region): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [region]);
  else known.push(region);
}

function remove(map: Map<number, Region[]>, key: number, region: Region): void {
  const left = (map.get(key) ?? []).filter((other) => other !== region);
  if (left.length === 0) map.delete(key);
  else map.set(key, left);
}
