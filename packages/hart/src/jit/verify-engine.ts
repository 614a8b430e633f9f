// The translator checked against the interpreter: what a region and those it leads to have done in
// one go is undone, the interpreter runs as many instructions from the same state, and registers
// and memory are compared. The first difference is a panic with a report.
//
// Regions store only into pages that the table for writing knows, so that these are all that has
// to be kept; the interpreter is made to ask for every page that it writes.

import { Panic } from "@keel/klib";
import { CTX_F, CTX_PC, CTX_SINK, CTX_TRAP_VALUE, HartContext } from "../context.ts";
import { Disassembler } from "../disassembler.ts";
import { isLong } from "../isa/decoder.ts";
import { PAGE_SIZE } from "../sv39.ts";
import { TLB_INVALID, TLB_WRITE, TLB_READ, TLB_EXECUTE } from "../tlb.ts";
import { TRAP_BUDGET } from "../trap.ts";
import { type Ending, JitEngine } from "./engine.ts";
import type { Region } from "./translated-code.ts";

const SECTION = TLB_WRITE - TLB_READ;
const BANK = TLB_EXECUTE + SECTION;
const WORDS = HartContext.SIZE / 4;
/** Beyond this many pages the table starts over, to have less to copy. */
const MAX_PAGES = 12;
const REPORT_LENGTH = 4096;

export class VerifyEngine extends JitEngine {
  /** Instructions compared so far. */
  verified = 0;
  protected override readonly quantum: number = 20_000;
  private readonly registersBefore = new Int32Array(WORDS);
  private readonly registersAfter = new Int32Array(WORDS);
  private pages: number[] = [];
  private before: Uint8Array[] = [];
  private after: Uint8Array[] = [];

  protected override enter(context: HartContext, region: Region): Ending {
    const { done } = this;
    this.keep(context);
    const ending = super.enter(context, region);
    const retired = this.done - done;
    this.registersAfter.set(context.words);
    this.after = this.pages.map((page) => this.bytesOf(page).slice());
    this.pages.forEach((page, i) => this.bytesOf(page).set(this.before[i]));
    context.words.set(this.registersBefore);
    this.done = done;
    this.counts.translated -= retired;
    this.replay(context, region, retired);
    this.compareRegisters(context, region, retired);
    this.compareMemory(region, retired);
    this.verified += retired;
    return ending;
  }

  private keep(context: HartContext): void {
    const { writes } = this.code.tables;
    let pages = new Set(writes.known());
    if (pages.size > MAX_PAGES) {
      writes.flush();
      pages = new Set();
    }
    this.pages = [...pages];
    this.before = this.pages.map((page) => this.bytesOf(page).slice());
    this.registersBefore.set(context.words);
  }

  private bytesOf(page: number): Uint8Array {
    const from = this.code.ramOffset + page;
    return this.core.bytes.subarray(from, from + PAGE_SIZE);
  }

  private replay(context: HartContext, region: Region, retired: number): void {
    const { entries } = this.core.tlb;
    for (let bank = 0; bank < entries.length; bank += BANK) {
      entries.fill(TLB_INVALID, bank + TLB_WRITE, bank + TLB_WRITE + SECTION);
    }
    const end = this.done + retired;
    while (this.done < end) {
      const cause = this.interpret(context, end - this.done);
      if (cause === TRAP_BUDGET) continue;
      const passes = this.isMark(context, cause) && this.step(context) === TRAP_BUDGET;
      if (!passes)
        this.report(region, retired, `the interpreter stops with cause ${cause} at ${hex(context.pc)}`);
    }
  }

  private compareRegisters(context: HartContext, region: Region, retired: number): void {
    const { words } = context;
    for (let i = 0; i < WORDS; i++) {
      const isScratch =
        i === CTX_SINK || i === CTX_SINK + 1 || i === CTX_TRAP_VALUE || i === CTX_TRAP_VALUE + 1;
      if (words[i] === this.registersAfter[i] || isScratch) continue;
      const low = i & ~1;
      const pair = (file: Int32Array): string =>
        (file[low + 1] >>> 0).toString(16).padStart(8, "0") + (file[low] >>> 0).toString(16).padStart(8, "0");
      const before = pair(this.registersBefore);
      const is = pair(this.registersAfter);
      this.report(region, retired, `${nameOf(low)}: was ${before}, is ${is}, should be ${pair(words)}`);
    }
  }

  private compareMemory(region: Region, retired: number): void {
    this.pages.forEach((page, i) => {
      const bytes = this.bytesOf(page);
      if (isSame(bytes, this.after[i])) return;
      for (let at = 0; at < PAGE_SIZE; at++) {
        if (bytes[at] === this.after[i][at]) continue;
        const where = hex(page + at);
        const is = `was ${this.before[i][at]}, is ${this.after[i][at]}, should be ${bytes[at]}`;
        this.report(region, retired, `byte ${where} of RAM: ${is}`);
      }
    });
    for (const page of this.code.tables.writes.known()) {
      if (!this.pages.includes(page))
        this.report(region, retired, `the page at ${hex(page)} of RAM is not written`);
    }
  }

  private report(region: Region, retired: number, what: string): never {
    const lines = [
      `translated code differs from the interpreter: ${what}`,
      `after ${retired} instructions from the region at ${hex(region.pc)} on; ${this.verified} were right before`,
      ...this.listing(region),
    ];
    throw new Panic(lines.join("\n").slice(0, REPORT_LENGTH));
  }

  private listing(region: Region): string[] {
    const disassembler = new Disassembler();
    const { halves } = this.core;
    const lines: string[] = [];
    for (const page of region.pages) {
      for (let at = page.from; at < page.to; ) {
        const low = halves[(page.byte + at) >>> 1];
        const bits = isLong(low) ? low | (halves[((page.byte + at) >>> 1) + 1] << 16) : low;
        lines.push(`${hex(page.va + at)}  ${disassembler.disassemble(bits, page.va + at)}`);
        at += isLong(low) ? 4 : 2;
      }
    }
    return lines;
  }
}

/** Compares pages by words. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  const x = new Int32Array(a.buffer, a.byteOffset, PAGE_SIZE / 4);
  const y = new Int32Array(b.buffer, b.byteOffset, PAGE_SIZE / 4);
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

function nameOf(word: number): string {
  if (word < CTX_F) return `x${word / 2}`;
  if (word < CTX_SINK) return `f${(word - CTX_F) / 2}`;
  return word === CTX_PC ? "pc" : `word ${word} of the register file`;
}
