// A 16550 UART on a board: the part, its driver, and the terminal over it.

import { RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import { SerialDevice, Tty } from "@keel/device";
import { type DriverContext, driverStep, ns16550 } from "@keel/drivers";
import { Ns16550 } from "@keel/machine";
import type { BoardPart } from "../board.ts";

const TTY_MAJOR = 4;
const TTYS_MINOR = 64;

export interface UartPlace {
  /** 0 makes uart0 and ttyS0. */
  readonly index: number;
  readonly base: number;
  readonly irq: number;
  readonly clockHz: number;
}

export function uart({ index, base, irq, clockHz }: UartPlace): BoardPart {
  const name = `uart${index}`;
  return {
    name,
    create: ({ machine, plic, isPaced }) =>
      new Ns16550({ name, base, events: machine.events, line: plic.line(irq), clockHz, paced: isPaced }),
    drivers: (context, { isPaced }) => [
      driverStep(ns16550, name, context, { base, irq, clockHz, device: name, hasInterruptTransmit: isPaced }),
      { level: "board", name: `ttyS${index}`, run: () => registerTty(context, name, index) },
    ],
  };
}

function registerTty({ kernel, devices }: DriverContext, serial: string, index: number): number {
  const port = devices.find(serial);
  // The driver has said why its port is not there.
  if (!(port instanceof SerialDevice)) return 0;
  const tty = new Tty(kernel, { port, major: TTY_MAJOR, minor: TTYS_MINOR + index });
  return devices.register(tty, `ttyS${index}`, RT_DEVICE_FLAG_RDWR);
}
