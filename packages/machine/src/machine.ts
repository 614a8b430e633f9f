// A machine: one WebAssembly.Memory that holds guest RAM and the harts' private state, the parts on a bus, and
// the queue of what they will do next. The kernel and the hart are given views of it; it knows neither.
//
// Memory, byte offsets in the WebAssembly.Memory:
//   [0, hartSize)               the hart's own: TLBs, page tables of translated code
//   [hartSize, ramOffset)       register files, CONTEXT_SIZE bytes each
//   [ramOffset, + ramSize)      guest RAM, guest-physical ramBase
// Nothing is touched until it is used, so a 64 MiB machine that runs a shell is resident with what the shell uses.

import { ENOMEM } from "@keel/abi";
import { Bus } from "./bus.ts";
import { EventQueue, type TimeSource } from "./event-queue.ts";
import type { Part } from "./part.ts";

/** Bytes of one register file: the hart's registers, their floating-point kin, and its bookkeeping. */
export const CONTEXT_SIZE = 1024;

const WASM_PAGE = 0x1_0000;
const MIB = 0x10_0000;

export interface MachineOptions {
  readonly clock: TimeSource;
  /** Bytes; a multiple of 64 KiB. Default 64 MiB. */
  readonly ramSize?: number;
  /** Guest-physical address of RAM. */
  readonly ramBase?: number;
  /** Where the machine's randomness starts; equal seeds give equal runs. */
  readonly seed?: number;
  /** Bytes of the hart's own region (by default ample for tables over all of RAM), and the number of register files. */
  readonly hartSize?: number;
  readonly contexts?: number;
}

export class Machine {
  readonly memory: WebAssembly.Memory;
  readonly ramOffset: number;
  readonly ramBase: number;
  readonly ramSize: number;
  readonly hartSize: number;
  readonly seed: number;
  readonly events: EventQueue;
  readonly bus: Bus;
  readonly parts: Map<string, Part>;
  /** All of guest RAM; index 0 is guest-physical ramBase. */
  readonly ram: Uint8Array;
  readonly #freeContexts: number[];
  #nextContext: number;

  constructor(options: MachineOptions) {
    const ramSize = options.ramSize ?? 64 * MIB;
    if (ramSize <= 0 || ramSize % WASM_PAGE !== 0) {
      throw new Error(`RAM size must be a positive multiple of 64 KiB, not ${ramSize}`);
    }
    this.hartSize = options.hartSize ?? roundUp(2 * MIB + ramSize / 64, WASM_PAGE);
    this.ramOffset = roundUp(this.hartSize + (options.contexts ?? 2048) * CONTEXT_SIZE, WASM_PAGE);
    this.ramBase = options.ramBase ?? 0x8000_0000;
    this.ramSize = ramSize;
    this.seed = options.seed ?? 0;
    const pages = (this.ramOffset + ramSize) / WASM_PAGE;
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.ram = new Uint8Array(this.memory.buffer, this.ramOffset, ramSize);
    this.events = new EventQueue(options.clock);
    this.bus = new Bus();
    this.parts = new Map();
    this.#freeContexts = [];
    this.#nextContext = this.hartSize;
  }

  /** Puts a part on the machine. Throws on a name or an address that is taken. */
  add<P extends Part>(part: P): P {
    if (this.parts.has(part.name)) throw new Error(`two parts are called ${part.name}`);
    this.bus.attach(part);
    this.parts.set(part.name, part);
    return part;
  }

  /** Byte offset of a zeroed register file of CONTEXT_SIZE bytes, or -ENOMEM. The caller owns it. */
  allocateContext(): number {
    const reused = this.#freeContexts.pop();
    if (reused !== undefined) {
      new Uint8Array(this.memory.buffer, reused, CONTEXT_SIZE).fill(0);
      return reused;
    }
    const offset = this.#nextContext;
    if (offset + CONTEXT_SIZE > this.ramOffset) return -ENOMEM;
    this.#nextContext = offset + CONTEXT_SIZE;
    return offset;
  }

  freeContext(offset: number): void {
    this.#freeContexts.push(offset);
  }

  /** Register files in use. */
  get contextCount(): number {
    return (this.#nextContext - this.hartSize) / CONTEXT_SIZE - this.#freeContexts.length;
  }

  /** Every part back to its state after power-on. RAM keeps what it holds, as it does on a board. */
  reset(): void {
    for (const part of this.parts.values()) part.reset?.();
  }
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
