// A hart with some RAM for tests: assembles code into it, builds Sv39 tables by hand, runs.

import { assemble } from "../../src/assembler.ts";
import {
  type EngineName,
  Hart,
  type HartBus,
  HartContext,
  hartSizeFor,
  type HartMemory,
  PAGE_SIZE,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  RAM_BASE_DEFAULT,
} from "../../src/index.ts";

export const RAM = RAM_BASE_DEFAULT;
const RAM_SIZE = 0x40_0000;
const CONTEXTS = 0x1_0000;
/** Leaf bits for all a user may do. */
export const USER_RWX: number = PTE_V | PTE_U | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D;
export const USER_RX: number = PTE_V | PTE_U | PTE_R | PTE_X | PTE_A;
export const USER_RW: number = PTE_V | PTE_U | PTE_R | PTE_W | PTE_A | PTE_D;

export interface GuestOptions {
  readonly time?: (retired: number) => number;
  readonly bus?: HartBus;
  readonly ramSize?: number;
  readonly engine?: EngineName;
  readonly isEager?: boolean;
}

/** The engine of tests that do not ask for one. */
export const engine: EngineName = (process.env["KEEL_ENGINE"] as EngineName | undefined) ?? "interp";
export const isEager: boolean = process.env["KEEL_EAGER"] === "1";

export class Guest {
  readonly hart: Hart;
  readonly context: HartContext;
  readonly memory: HartMemory;
  readonly ram: DataView;
  /** Tables are taken from the end of RAM downward. */
  private nextTable: number;
  private contexts = 0;
  private readonly hartSize: number;

  constructor(options: GuestOptions = {}) {
    const ramSize = options.ramSize ?? RAM_SIZE;
    this.nextTable = RAM + ramSize;
    this.hartSize = hartSizeFor(ramSize);
    const ramOffset = Math.ceil((this.hartSize + CONTEXTS) / 65536) * 65536;
    const pages = (ramOffset + ramSize) / 65536;
    this.memory = {
      memory: new WebAssembly.Memory({ initial: pages, maximum: pages }),
      ramOffset,
      ramBase: RAM,
      ramSize,
    };
    this.hart = new Hart({ ...this.memory, hartSize: this.hartSize, engine, isEager, ...options });
    this.ram = new DataView(this.memory.memory.buffer, ramOffset, ramSize);
    this.context = this.newContext();
    this.context.pc = RAM;
  }

  newContext(): HartContext {
    return new HartContext(this.memory, this.hartSize + HartContext.SIZE * this.contexts++);
  }

  /** Assembles to physical address `pa`, as code that will run at `va`. */
  load(source: string, pa: number = RAM, va: number = pa): void {
    const bytes = assemble(source, va);
    new Uint8Array(this.ram.buffer, this.ram.byteOffset + pa - RAM, bytes.length).set(bytes);
    this.hart.codeChanged(pa, bytes.length);
  }

  run(budget = 10_000): number {
    return this.hart.run(this.context, budget);
  }

  /** Loads at the start of RAM and runs from there, Bare. */
  runSource(source: string, budget?: number): number {
    this.load(source);
    this.context.pc = RAM;
    return this.run(budget);
  }

  newTable(): number {
    this.nextTable -= PAGE_SIZE;
    return this.nextTable;
  }

  /** Makes a root table and translates by it. */
  translate(asid = 1, context: HartContext = this.context): number {
    const root = this.newTable();
    context.setSatp(root / PAGE_SIZE, asid);
    return root;
  }

  /** Maps the page (or at level 1 and 2 the superpage) of `va`; returns the entry's physical address. */
  map(root: number, va: number, pa: number, flags: number, level = 0): number {
    let table = root;
    for (let at = 2; at > level; at--) {
      const entry = table + index(va, at) * 8;
      if (this.ram.getUint32(entry - RAM, true) === 0) this.setEntry(entry, this.newTable(), PTE_V);
      table = (this.entry(entry) / 2 ** PTE_PPN_SHIFT) * PAGE_SIZE;
    }
    const entry = table + index(va, level) * 8;
    this.setEntry(entry, pa, flags);
    return entry;
  }

  setEntry(entry: number, pa: number, flags: number): void {
    const value = (pa / PAGE_SIZE) * 2 ** PTE_PPN_SHIFT + flags;
    this.ram.setUint32(entry - RAM, value >>> 0, true);
    this.ram.setUint32(entry - RAM + 4, Math.floor(value / 2 ** 32), true);
  }

  /** An entry without its flags. */
  private entry(at: number): number {
    const value = this.ram.getUint32(at - RAM + 4, true) * 2 ** 32 + this.ram.getUint32(at - RAM, true);
    return value - (value % 2 ** PTE_PPN_SHIFT);
  }
}

const index = (va: number, level: number): number => Math.floor(va / 2 ** (12 + 9 * level)) % 512;
