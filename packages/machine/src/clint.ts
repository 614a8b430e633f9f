// The core-local interruptor: mtime counts at a fixed rate since power-on, mtimecmp asks for an interrupt when
// it is reached, msip is the software interrupt. SiFive CLINT memory map, as on QEMU's virt machine.
// Keel's own kernel is tickless and gets its deadlines from the event queue; firmware that pokes registers,
// and anyone who reads mtime, uses this.

import type { EventHandle, EventQueue } from "./event-queue.ts";
import { type InterruptLine, type Part, UNCONNECTED } from "./part.ts";

const MSIP = 0;
const MTIMECMP = 0x4000;
const MTIME = 0xbff8;
const WORD = 0x1_0000_0000;

export interface ClintOptions {
  readonly name?: string;
  readonly base: number;
  readonly events: EventQueue;
  /** Rate of mtime, Hz. */
  readonly timebaseHz?: number;
  readonly timerLine?: InterruptLine;
  readonly softwareLine?: InterruptLine;
}

export class Clint implements Part {
  readonly name: string;
  readonly base: number;
  readonly size: number;
  readonly timebaseHz: number;
  readonly #events: EventQueue;
  readonly #timerLine: InterruptLine;
  readonly #softwareLine: InterruptLine;
  readonly #nsPerTick: number;
  /** What was added to mtime by writing it, ticks. */
  #offset: number;
  #msip: number;
  #compareLo: number;
  #compareHi: number;
  #event: EventHandle | null;

  constructor(options: ClintOptions) {
    this.name = options.name ?? "clint";
    this.base = options.base;
    this.size = 0x1_0000;
    this.timebaseHz = options.timebaseHz ?? 10_000_000;
    this.#events = options.events;
    this.#timerLine = options.timerLine ?? UNCONNECTED;
    this.#softwareLine = options.softwareLine ?? UNCONNECTED;
    this.#nsPerTick = 1e9 / this.timebaseHz;
    this.#offset = 0;
    this.#msip = 0;
    this.#compareLo = 0xffff_ffff;
    this.#compareHi = 0xffff_ffff;
    this.#event = null;
  }

  /** mtime, ticks. */
  time(): number {
    return Math.floor(this.#events.now() / this.#nsPerTick) + this.#offset;
  }

  read(offset: number, size: number): number {
    if (size !== 4) return 0;
    switch (offset) {
      case MSIP:
        return this.#msip;
      case MTIMECMP:
        return this.#compareLo;
      case MTIMECMP + 4:
        return this.#compareHi;
      case MTIME:
        return this.time() % WORD;
      case MTIME + 4:
        return Math.floor(this.time() / WORD);
      default:
        return 0;
    }
  }

  write(offset: number, size: number, value: number): void {
    if (size !== 4) return;
    const time = this.time();
    switch (offset) {
      case MSIP:
        this.#msip = value & 1;
        if (this.#msip !== 0) this.#softwareLine.raise();
        else this.#softwareLine.lower();
        return;
      case MTIMECMP:
        this.#compareLo = value;
        break;
      case MTIMECMP + 4:
        this.#compareHi = value;
        break;
      case MTIME:
        this.#offset += value - (time % WORD);
        break;
      case MTIME + 4:
        this.#offset += (value - Math.floor(time / WORD)) * WORD;
        break;
      default:
        return;
    }
    this.#arm();
  }

  reset(): void {
    this.#offset = -Math.floor(this.#events.now() / this.#nsPerTick);
    this.#msip = 0;
    this.#softwareLine.lower();
    this.#compareLo = 0xffff_ffff;
    this.#compareHi = 0xffff_ffff;
    this.#arm();
  }

  /** Sets the timer line to what mtime and mtimecmp say, and plans the moment when that changes. */
  #arm(): void {
    if (this.#event !== null) this.#events.cancel(this.#event);
    this.#event = null;
    const compare = this.#compareHi * WORD + this.#compareLo;
    if (this.time() >= compare) {
      this.#timerLine.raise();
      return;
    }
    this.#timerLine.lower();
    // Far values (all ones is how software says "never") are beyond what a double holds exactly.
    if (compare >= Number.MAX_SAFE_INTEGER) return;
    const matchNs = Math.ceil((compare - this.#offset) * this.#nsPerTick);
    // Not reached yet, so never at once: rounding must not make the event run in circles.
    this.#event = this.#events.at(Math.max(matchNs, this.#events.now() + 1), () => this.#arm());
  }
}
