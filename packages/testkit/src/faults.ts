// Faults that a test puts into a board. "The n-th" counts from the call on, 1 for the next. Each one strikes once, is
// noted in the board's trace as an event `fault`, and repeats with the seed.

import { MM } from "@keel/mm";
import type { Machine, Plic } from "@keel/machine";
import { Random } from "@keel/kernel";
import type { BoardConsole } from "./console.ts";
import { type Firmware, hartOf, machineOf } from "./firmware.ts";

/** Input: what the test types. Output: what the board prints. */
export type LineDirection = "input" | "output";

export interface BitFlip {
  /** Physical address. */
  readonly address: number;
  /** 0 to 7. */
  readonly bit: number;
}

export class Faults {
  readonly #firmware: Firmware;
  readonly #console: BoardConsole;
  readonly #random: Random;
  readonly #report: (text: string) => void;
  /** Those that struck stay, with `left` below 1. */
  readonly #lostInterrupts: { readonly irq: number | null; left: number }[] = [];

  constructor(
    firmware: Firmware,
    console: BoardConsole,
    options: { readonly seed: number; readonly report: (text: string) => void },
  ) {
    this.#firmware = firmware;
    this.#console = console;
    this.#random = new Random(options.seed);
    this.#report = options.report;
  }

  /** The n-th allocation of page frames finds no memory. */
  failAllocation(nth: number): void {
    checkNth(nth);
    const mm = this.#firmware.kernel.findService(MM);
    if (mm === null) throw new Error("failAllocation: this board has no page frames that a test can reach");
    mm.frames.failAfter(nth - 1);
    this.#report(`frame allocation ${nth} from here will fail`);
  }

  /**
   * The n-th time that `irq` (null: any line) goes up, nobody notices. The part asks again when it next has something
   * to say, as one whose request was not latched.
   */
  loseInterrupt(nth: number, irq: number | null = null): void {
    checkNth(nth);
    if (this.#lostInterrupts.length === 0) this.#watchInterrupts();
    this.#lostInterrupts.push({ irq, left: nth });
  }

  /** Turns one bit of RAM: at `flip`, or where the seed says. Returns where. */
  flipBit(flip: BitFlip | null = null): BitFlip {
    const { ram, ramBase, ramSize } = this.#machine("flipBit");
    const { address, bit } = flip ?? {
      address: ramBase + this.#random.below(ramSize),
      bit: this.#random.below(8),
    };
    const offset = address - ramBase;
    if (!(Number.isInteger(offset) && offset >= 0 && offset < ramSize)) {
      throw new RangeError(`flipBit: there is no RAM at 0x${address.toString(16)}`);
    }
    if (!(Number.isInteger(bit) && bit >= 0 && bit < 8))
      throw new RangeError(`flipBit: bit ${bit} of a byte`);
    ram[offset] = (ram[offset] as number) ^ (1 << bit);
    // The hart may hold this code decoded, or this page-table entry looked up.
    const hart = hartOf(this.#firmware);
    hart?.codeChanged(address, 1);
    hart?.flushTlb();
    this.#report(`bit ${bit} at 0x${address.toString(16)} flipped`);
    return { address, bit };
  }

  /** The n-th byte on the console's line does not arrive. */
  loseByte(nth: number, direction: LineDirection = "input"): void {
    checkNth(nth);
    this.#line(direction).add({ nth, mask: null });
  }

  /** The n-th byte on the console's line arrives with the bits of `mask` turned (default: the lowest). */
  corruptByte(nth: number, direction: LineDirection = "input", mask: number = 1): void {
    checkNth(nth);
    if (!(Number.isInteger(mask) && mask > 0 && mask < 256))
      throw new RangeError(`corruptByte: mask ${mask}`);
    this.#line(direction).add({ nth, mask });
  }

  /** Stands between the parts' interrupt lines and the interrupt controller, from the first such fault on. */
  #watchInterrupts(): void {
    const plic = this.#machine("loseInterrupt").parts.get("plic");
    if (!isPlic(plic)) throw new Error("loseInterrupt: this board has no interrupt controller 'plic'");
    const raise = plic.raise.bind(plic);
    plic.raise = (irq) => {
      const isEdge = !plic.isRaised(irq);
      if (isEdge && this.#losesInterrupt(irq)) this.#report(`interrupt ${irq} lost`);
      else raise(irq);
    };
  }

  #losesInterrupt(irq: number): boolean {
    let isLost = false;
    for (const fault of this.#lostInterrupts) {
      if (fault.irq !== null && fault.irq !== irq) continue;
      fault.left -= 1;
      if (fault.left === 0) isLost = true;
    }
    return isLost;
  }

  #line(direction: LineDirection): BoardConsole["toBoard"] {
    return direction === "input" ? this.#console.toBoard : this.#console.fromBoard;
  }

  #machine(what: string): Machine {
    const machine = machineOf(this.#firmware);
    if (machine === null) throw new Error(`${what}: this firmware shows no machine`);
    return machine;
  }
}

/** By its shape: an image has a class of its own. */
function isPlic(part: object | undefined): part is Plic {
  return part !== undefined && "raise" in part && "isRaised" in part;
}

function checkNth(nth: number): void {
  if (!(Number.isInteger(nth) && nth >= 1)) throw new RangeError(`counting starts at 1, not at ${nth}`);
}
