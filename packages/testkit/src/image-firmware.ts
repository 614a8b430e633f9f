// An image that `keel build` wrote, as firmware: it powers on while it is made, so that what it prints at once is
// kept until someone listens.

import type { Tty } from "@keel/device";
import type { Clock, Kernel, TraceSink } from "@keel/kernel";
import type { Machine } from "@keel/machine";
import type { HartNotifications } from "@keel/mm";
import type { Firmware, FirmwareOptions } from "./firmware.ts";

/** The part of an image's interface that a test needs (host-node's Image). */
export interface FirmwareImage {
  create(host: {
    readonly clock: Clock;
    readonly seed: number;
    readonly ramSize?: number;
    readonly trace?: TraceSink | null;
    output(bytes: Uint8Array): void;
  }): {
    readonly kernel: Kernel;
    /** Where the board has them. */
    readonly machine?: Machine;
    readonly hart?: HartNotifications;
    typeOnConsole(bytes: Uint8Array): void;
    findTty(): Tty | null;
  };
}

export function isImage(app: object): app is FirmwareImage {
  return "create" in app && typeof app.create === "function";
}

export function imageFirmware(image: FirmwareImage, options: FirmwareOptions): Firmware {
  const early: Uint8Array[] = [];
  let listener = (bytes: Uint8Array): void => void early.push(bytes);
  const { clock, seed, ramSize, trace } = options;
  const board = image.create({
    clock,
    seed,
    trace,
    ...(ramSize === undefined ? {} : { ramSize }),
    output: (bytes) => listener(bytes),
  });
  return {
    kernel: board.kernel,
    board,
    findTty: () => board.findTty(),
    typeOnConsole: (bytes) => board.typeOnConsole(bytes),
    onConsole(newListener) {
      listener = newListener;
      for (const bytes of early.splice(0)) listener(bytes);
    },
    // It is on already.
    bootShell() {},
  };
}
