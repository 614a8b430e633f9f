// A board with a hart for guest code, for Smart. What runs on it (file systems, processes, a shell) is added by the
// application, which then calls startup with all components.

import { miscDevicesComponent } from "@keel/device";
import { Hart } from "@keel/hart";
import type { Component } from "@keel/kernel";
import { ContextPool, GuestRunner, timeCounter } from "@keel/libcpu";
import type { Board } from "./board.ts";
import { DeviceBoard } from "./device-board.ts";
import type { BoardOptions } from "./powered-board.ts";

export class GuestBoard extends DeviceBoard {
  readonly hart: Hart;
  /** Runs guest code against the clock; the register files it runs on. */
  readonly runner: GuestRunner;
  readonly contexts: ContextPool;

  constructor(board: Board, options: BoardOptions, moreComponents: readonly Component[] = []) {
    super(board, options, moreComponents);
    const { clock } = options;
    const nsPerInstruction = 1e9 / board.hartHz;
    const { memory, ramOffset, ramBase, ramSize, hartSize, bus } = this.machine;
    const time = timeCounter(clock, nsPerInstruction, board.timebaseHz);
    this.hart = new Hart({
      memory,
      ramOffset,
      ramBase,
      ramSize,
      hartSize,
      bus,
      time,
      engine: options.engine ?? "jit",
    });
    this.runner = new GuestRunner({ hart: this.hart, clock, nsPerInstruction });
    this.contexts = new ContextPool(this.machine);
  }

  protected override interruptHart(): void {
    this.hart.requestInterrupt();
  }
}

/** Puts a board with a hart together. Throws on a description or a RAM size that cannot be. Nothing runs yet. */
export function createGuestBoard(board: Board, options: BoardOptions): GuestBoard {
  return new GuestBoard(board, options);
}

export type BoardInstance = GuestBoard;

/** A guest board with the devices that need no hardware among its components. */
export function createBoard(board: Board, options: BoardOptions): BoardInstance {
  return new GuestBoard(board, options, [miscDevicesComponent]);
}
