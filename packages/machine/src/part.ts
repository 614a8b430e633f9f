// A piece of hardware with registers at an address: what the bus knows of UARTs, timers and the rest.

export interface Part {
  /** Unique on its machine: `uart0`. */
  readonly name: string;
  /** Physical address and length of its registers, bytes. */
  readonly base: number;
  readonly size: number;
  /** Reads a register: `offset` from base, `size` 1, 2 or 4 bytes. Returns the value, unsigned. */
  read(offset: number, size: number): number;
  /** Writes a register; `value` is unsigned, below 2^(8 * size). */
  write(offset: number, size: number, value: number): void;
  /** Back to the state after power-on; the host's side of the part (queues, callbacks) stays. */
  reset?(): void;
}

/** A wire from a part to an interrupt controller. Level-triggered: raising twice is raising once. */
export interface InterruptLine {
  raise(): void;
  lower(): void;
}

/** The wire of a part whose interrupt goes nowhere. */
export const UNCONNECTED: InterruptLine = { raise() {}, lower() {} };
