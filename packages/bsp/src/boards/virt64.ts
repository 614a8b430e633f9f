// virt64: a 64-bit RISC-V machine with the addresses of QEMU's `virt`, so that what is known of that one holds.

import type { Board } from "../board.ts";
import { clint } from "../parts/clint.ts";
import { power } from "../parts/power.ts";
import { uart } from "../parts/uart.ts";

const TIMEBASE_HZ = 10_000_000;

export const virt64: Board = {
  name: "virt64",
  title: "RISC-V 64 virtual board",
  ramBase: 0x8000_0000,
  ramSize: 64 << 20,
  hartHz: 100_000_000,
  timebaseHz: TIMEBASE_HZ,
  plic: { base: 0x0c00_0000, sources: 96 },
  parts: [
    power({ base: 0x0010_0000 }),
    clint({ base: 0x0200_0000, timebaseHz: TIMEBASE_HZ }),
    uart({ index: 0, base: 0x1000_0000, irq: 10, clockHz: 3_686_400 }),
  ],
  console: { part: "uart0", tty: "ttyS0" },
  config: { priorityMax: 32, tickPerSecond: 1000, nameMax: 24 },
};

export default virt64;
