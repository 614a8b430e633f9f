// What the test kit needs of a system under test. Keel's apps (`createSmart` and its kin) have this shape; so may
// anything else that a Kernel runs.

import type { Board } from "@keel/bsp";
import type { Tty } from "@keel/device";
import type { Command } from "@keel/finsh";
import type { Kernel, TraceSink, VirtualClock } from "@keel/kernel";
import { Machine } from "@keel/machine";
import type { HartNotifications } from "@keel/mm";
import type { HostMount } from "@keel/smart";

export interface Firmware {
  readonly kernel: Kernel;
  /** The hardware, for faults in memory and on interrupt lines. */
  readonly board?: object;
  /** The console's terminal, which `TestBoard.run` needs, under one of these names. May throw until it is up. */
  readonly tty?: Tty | null;
  findTty?(): Tty | null;
  /** The shell's commands where they are not all of finsh's. */
  readonly commands?: readonly Command[];
  /** Sends what the board prints on its console to `listener`. */
  onConsole(listener: (bytes: Uint8Array) => void): void;
  /** Types on the board's console. */
  typeOnConsole(bytes: Uint8Array): void;
  /** Powers on; nothing runs until the kernel is run. Without it `boot` has to be told how (`start`). */
  bootShell?(): void;
}

/** What `boot` hands to an app's function, `createSmart` for one. */
export interface FirmwareOptions {
  readonly board: Board;
  readonly clock: VirtualClock;
  readonly seed: number;
  /** The root file system: tar. */
  readonly image: Uint8Array;
  readonly trace: TraceSink;
  readonly mounts: readonly HostMount[];
  /** Bytes; the board's default otherwise. */
  readonly ramSize?: number;
}

/** The machine of a firmware's board, if it has one to get at. */
export function machineOf(firmware: Firmware): Machine | null {
  const { board } = firmware;
  return board !== undefined && "machine" in board && board.machine instanceof Machine ? board.machine : null;
}

/** What has to be told when memory changes under the board's hart; null for a board without one. */
export function hartOf(firmware: Firmware): HartNotifications | null {
  const { board } = firmware;
  return board !== undefined && "hart" in board ? (board.hart as HartNotifications) : null;
}
