// What the hart is given to work on: one WebAssembly.Memory with the guest's RAM inside it.

/** Where guest RAM starts on boards that follow the usual RISC-V virtual machines. */
export const RAM_BASE_DEFAULT = 0x8000_0000;

/**
 * A machine's memory. Bytes [0, ramOffset) are private to the machine (register files); guest
 * physical address `ramBase + i` is byte `ramOffset + i`. Both ends are multiples of a page.
 */
export interface HartMemory {
  readonly memory: WebAssembly.Memory;
  /** Byte offset of guest RAM in `memory`. */
  readonly ramOffset: number;
  /** Guest physical address of the first byte of RAM. */
  readonly ramBase: number;
  /** Bytes of guest RAM. */
  readonly ramSize: number;
}

/** What answers at physical addresses outside RAM. */
export interface HartBus {
  /** Reads `size` bytes (1, 2, 4, 8) at `pa`; negative when nothing answers there (an access fault). */
  read(pa: number, size: number): number;
  /** Writes `size` bytes; `lo` and `hi` are the halves of the value. Negative when nothing answers. */
  write(pa: number, size: number, lo: number, hi: number): number | void;
}
