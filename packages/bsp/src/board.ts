// What a board is: a value that names its parts, where they sit, and its defaults. One file per board in boards/.

import type { DriverContext } from "@keel/drivers";
import type { InitStep, KernelConfig } from "@keel/kernel";
import type { Machine, Part, Plic } from "@keel/machine";

/** Where a part is put: the machine under construction. */
export interface BoardSite {
  readonly machine: Machine;
  readonly plic: Plic;
  /** Serial lines take the time their baud rate says. */
  readonly isPaced: boolean;
}

/** One part of a board, and what the kernel does about it. */
export interface BoardPart {
  /** Unique on the board: `uart0`. */
  readonly name: string;
  /** Makes the part; it is then put on the machine's bus. */
  create(site: BoardSite): Part;
  /** The steps that bring its driver up, if it has one. */
  readonly drivers?: (context: DriverContext, site: BoardSite) => InitStep[];
}

export interface Board {
  /** As in `--board virt64`. */
  readonly name: string;
  readonly title: string;
  /** Guest-physical address and default size of RAM, bytes. */
  readonly ramBase: number;
  readonly ramSize: number;
  /** Instructions per second of the hart. */
  readonly hartHz: number;
  /** Rate of mtime and rdtime. */
  readonly timebaseHz: number;
  readonly plic: { readonly base: number; readonly sources: number };
  readonly parts: readonly BoardPart[];
  /** Name of the UART that carries the console, and of the terminal over it. */
  readonly console: { readonly part: string; readonly tty: string };
  /** What the board sets in the kernel's configuration. */
  readonly config: Partial<KernelConfig>;
}
