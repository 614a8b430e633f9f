// What the hart keeps for translated code in the machine's memory, below the register files:
//
//   exit words      why translated code came back: the region, and the site in it
//   entry map       direct-mapped, pc to slot of the function table: pc (8 bytes), slot (4), unused (4)
//   address tables  for reading and for writing, 8 bytes an entry (address-tables.ts)
//
// A RAM offset is below `window`, a power of two. The tables have as many entries as twice the
// window has pages, so that the entry of an address fixes one bit of the sum beyond the window.

import { PAGE_SHIFT } from "../sv39.ts";

/** Byte offsets from the start. */
const EXIT_SITE = 0;
const EXIT_REGION = 4;
const MAP = 64;
const MAP_ENTRY = 16;
const MAP_BITS = 13;
const TABLE_ENTRY = 8;

/** Byte of the map entry for a pc: (pc << MAP_SHIFT) & MAP_MASK. Instructions are 2 bytes apart. */
export const MAP_SHIFT = 3;
export const MAP_MASK: number = ((1 << MAP_BITS) - 1) * MAP_ENTRY;
export const MAP_ENTRIES: number = 1 << MAP_BITS;
/** Where the slot is in an entry. */
export const MAP_SLOT = 8;

export class JitLayout {
  readonly exitSite: number;
  readonly exitRegion: number;
  readonly map: number;
  readonly readTable: number;
  readonly writeTable: number;
  /** Least power of two that RAM fits in, bytes. */
  readonly window: number;
  /** Entries of one address table. */
  readonly entries: number;

  constructor(base: number, ramSize: number) {
    this.window = windowOf(ramSize);
    this.entries = (2 * this.window) >>> PAGE_SHIFT;
    this.exitSite = base + EXIT_SITE;
    this.exitRegion = base + EXIT_REGION;
    this.map = base + MAP;
    this.readTable = this.map + MAP_ENTRIES * MAP_ENTRY;
    this.writeTable = this.readTable + this.entries * TABLE_ENTRY;
  }

  /** Bytes that a hart with this much RAM needs. */
  static sizeFor(ramSize: number): number {
    const entries = (2 * windowOf(ramSize)) >>> PAGE_SHIFT;
    return MAP + MAP_ENTRIES * MAP_ENTRY + 2 * entries * TABLE_ENTRY;
  }
}

function windowOf(ramSize: number): number {
  let window = 1 << PAGE_SHIFT;
  while (window < ramSize) window *= 2;
  return window;
}
