// The simulator: no machine at all, as RT-Thread's bsp/simulator. The kernel runs on the host's clock and prints to
// the host; there are no registers, no devices and no input. The smallest thing that Keel boots on: for Nano.

import { Kernel, NoHardware } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import type { BoardOptions, PoweredBoard } from "./powered-board.ts";

export interface Simulator {
  readonly name: string;
  readonly title: string;
}

export const sim: Simulator = { name: "sim", title: "Simulator without devices" };

export function createSimulator(_board: Simulator, options: BoardOptions): PoweredBoard {
  let write = (_bytes: Uint8Array): void => {};
  const kernel = new Kernel({
    clock: options.clock,
    hardware: new NoHardware(),
    config: options.config ?? {},
    trace: options.trace ?? null,
    seed: options.seed ?? 0,
    write: (text) => write(utf8Encode(text)),
  });
  return {
    kernel,
    components: [],
    onConsole(listener) {
      write = listener;
    },
    typeOnConsole() {},
    findTty: () => null,
  };
}
