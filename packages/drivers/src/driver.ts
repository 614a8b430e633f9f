// What a driver is: kernel code that speaks to one kind of part through its registers. A board says which
// driver serves which of its parts, and hands over the part's resources.

import type { DeviceTable } from "@keel/device";
import type { InitLevel, InitStep, Kernel } from "@keel/kernel";
import type { RiscvHardware } from "@keel/libcpu";
import type { Bus } from "@keel/machine";

/** What a driver may use beside its own part. */
export interface DriverContext {
  readonly kernel: Kernel;
  readonly bus: Bus;
  readonly irq: RiscvHardware;
  readonly devices: DeviceTable;
}

/** `Resources`: where the part is and how it is connected, as the board describes it. */
export interface Driver<Resources> {
  /** As in a board's description: `ns16550a`. */
  readonly name: string;
  /** One line for listings. */
  readonly title: string;
  /** When it is brought up. */
  readonly level: InitLevel;
  /** Finds the part, sets it up and registers what it offers. 0 or -errno. */
  probe(context: DriverContext, resources: Resources): number;
}

/** The start-up step that brings one part of a board up. `part` is its name: `uart0`. */
export function driverStep<Resources>(
  driver: Driver<Resources>,
  part: string,
  context: DriverContext,
  resources: Resources,
): InitStep {
  return {
    level: driver.level,
    name: `${driver.name} ${part}`,
    run: () => driver.probe(context, resources),
  };
}
