// Boards: which parts, drivers and defaults make a machine.

import type { Board } from "./board.ts";
import { virt64 } from "./boards/virt64.ts";

export type { Board, BoardPart, BoardSite } from "./board.ts";
export { virt64 } from "./boards/virt64.ts";
export { type BoardInstance, type BoardOptions, createBoard } from "./create-board.ts";
export { clint } from "./parts/clint.ts";
export { power } from "./parts/power.ts";
export { uart, type UartPlace } from "./parts/uart.ts";

/** Every board there is. */
export const boards: readonly Board[] = [virt64];
