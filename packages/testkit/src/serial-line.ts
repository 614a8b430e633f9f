// One direction of a board's console line, with the faults that a test puts on it: the n-th byte from now is lost,
// or arrives with some bits turned.

export interface LineFault {
  /** Which byte from now on, 1 for the next. */
  readonly nth: number;
  /** Bits that are turned; null: the byte is lost. */
  readonly mask: number | null;
}

export class SerialLine {
  readonly #report: (text: string) => void;
  readonly #faults: Map<number, LineFault> = new Map();
  #count = 0;

  /** `report` is told of every fault when it strikes. */
  constructor(report: (text: string) => void) {
    this.#report = report;
  }

  add(fault: LineFault): void {
    this.#faults.set(this.#count + fault.nth, fault);
  }

  /** What arrives of `bytes`. */
  carry(bytes: Uint8Array): Uint8Array {
    const first = this.#count + 1;
    this.#count += bytes.length;
    if (this.#faults.size === 0) return bytes;
    const arrived: number[] = [];
    for (const [i, byte] of bytes.entries()) {
      const fault = this.#faults.get(first + i);
      this.#faults.delete(first + i);
      if (fault === undefined) arrived.push(byte);
      else if (fault.mask === null) this.#report(`lost byte ${hex(byte)}`);
      else {
        this.#report(`byte ${hex(byte)} became ${hex(byte ^ fault.mask)}`);
        arrived.push(byte ^ fault.mask);
      }
    }
    return Uint8Array.from(arrived);
  }
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
