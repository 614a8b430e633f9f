// What every board looks like once it is put together, to the program that hosts it and to the components on it.

import type { Tty } from "@keel/device";
import type { EngineName } from "@keel/hart";
import type { Clock, Component, Kernel, KernelConfig, TraceSink } from "@keel/kernel";

export interface BoardOptions {
  /** Virtual (kernel's VirtualClock) or paced to the host (machine's RealClock). */
  readonly clock: Clock;
  /** Bytes; the board's default otherwise. */
  readonly ramSize?: number;
  readonly seed?: number;
  readonly trace?: TraceSink | null;
  /** Overrides the board's own. */
  readonly config?: Partial<KernelConfig>;
  /** What runs guest code. Default: jit. */
  readonly engine?: EngineName;
  /** Serial lines take time. */
  readonly isPaced?: boolean;
}

export interface PoweredBoard {
  readonly kernel: Kernel;
  /** What startup needs for the board itself. */
  readonly components: readonly Component[];
  /** Sends what the board prints on its console to `listener`. */
  onConsole(listener: (bytes: Uint8Array) => void): void;
  /** Types on the board's console. */
  typeOnConsole(bytes: Uint8Array): void;
  /** The console's terminal; null when there is none, or none yet. */
  findTty(): Tty | null;
}
