// Boards: which parts, drivers and defaults make a machine.

import type { Board } from "./board.ts";
import { virt64 } from "./boards/virt64.ts";

export type { Board, BoardPart, BoardSite } from "./board.ts";
export { virt64 } from "./boards/virt64.ts";
export { type BoardInstance, createBoard, createGuestBoard, GuestBoard } from "./create-board.ts";
export { boardDescriptors } from "./descriptor.ts";
export { createDeviceBoard, DeviceBoard } from "./device-board.ts";
export { clint } from "./parts/clint.ts";
export { power } from "./parts/power.ts";
export { uart, type UartPlace } from "./parts/uart.ts";
export type { BoardOptions, PoweredBoard } from "./powered-board.ts";
export { createSimulator, sim, type Simulator } from "./simulator.ts";

/** Every board there is. */
export const boards: readonly Board[] = [virt64];
