// `boot`: a board, powered on, for a test to talk to.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { type Board, boards, virt64 } from "@keel/bsp";
import { isGzip } from "@keel/dfs";
import { HostDirectory } from "@keel/host-node";
import { TraceBuffer, VirtualClock } from "@keel/kernel";
import type { HostMount, Smart } from "@keel/smart";
import type { Firmware, FirmwareOptions } from "./firmware.ts";
import { type FirmwareImage, imageFirmware, isImage } from "./image-firmware.ts";
import { TestBoard } from "./test-board.ts";

/** A host folder on the board. */
export interface Mount {
  /** Path on this host. */
  readonly host: string;
  /** Absolute path on the board; made when it is missing. */
  readonly guest: string;
  /** Default: the board may write. */
  readonly isReadOnly?: boolean;
}

export type FirmwareMaker<F extends Firmware> = (options: FirmwareOptions) => F;

/** A function such as `createSmart`, an image that `keel build` wrote, or firmware that was made already. */
export type App<F extends Firmware> = FirmwareMaker<F> | FirmwareImage | F;

export interface BootOptions<F extends Firmware> {
  /** What runs on the board: Keel Smart unless said otherwise. */
  readonly app?: App<F>;
  /** The board or its name; virt64 otherwise. */
  readonly board?: Board | string;
  /** Equal seeds give equal runs. Default 1. */
  readonly seed?: number;
  /** RAM in bytes; the board's default otherwise. */
  readonly ramSize?: number;
  /** The root file system, tar or tar.gz: its bytes or its path on this host. Smart's own otherwise. */
  readonly image?: Uint8Array | string | URL;
  readonly mounts?: readonly Mount[];
  /** Scheduler events that `trace()` keeps, the last ones. Default: all. */
  readonly traceCapacity?: number;
  /** How to power on; `app.bootShell()` otherwise. */
  readonly start?: (app: F) => void;
}

/** Boots Keel Smart, or `options.app`. The board is on and its time is 0: `expect`, `run` or `advance` moves it. */
export async function boot<F extends Firmware = Smart>(options: BootOptions<F> = {}): Promise<TestBoard<F>> {
  const { seed = 1, start = powerOn } = options;
  const { app } = options.app === undefined ? { app: await smart<F>() } : { app: options.app };
  const trace = isFirmware(app) ? null : new TraceBuffer(options.traceCapacity);
  const firmware = makeFirmware(app, options, seed, trace);
  const board = new TestBoard(firmware, { seed, trace });
  start(firmware);
  return board;
}

function powerOn(app: Firmware): void {
  if (app.bootShell === undefined)
    throw new Error("boot: this app has no bootShell(): power it on with `start`");
  app.bootShell();
}

/** Loaded when asked for: tests of smaller firmware do without processes and their system calls. */
async function smart<F extends Firmware>(): Promise<FirmwareMaker<F>> {
  const { createSmart } = await import("@keel/smart");
  // `boot` without an app: F is Smart.
  return createSmart as unknown as FirmwareMaker<F>;
}

function isFirmware<F extends Firmware>(app: App<F>): app is F {
  return typeof app === "object" && !isImage(app);
}

function makeFirmware<F extends Firmware>(
  app: App<F>,
  options: BootOptions<F>,
  seed: number,
  trace: TraceBuffer | null,
): F {
  if (trace === null || isFirmware(app)) return app as F;
  const made: FirmwareOptions = {
    board: findBoard(options.board ?? virt64),
    clock: new VirtualClock(),
    seed,
    // Only what wants files reads it.
    get image() {
      return readImage(options.image ?? defaultImage());
    },
    trace,
    mounts: (options.mounts ?? []).map(hostMount),
    ...(options.ramSize === undefined ? {} : { ramSize: options.ramSize }),
  };
  if (!isImage(app)) return (app as FirmwareMaker<F>)(made);
  for (const name of ["board", "image", "mounts"] as const) {
    const isAsked = name === "mounts" ? made.mounts.length > 0 : options[name] !== undefined;
    if (isAsked) throw new Error(`boot: '${name}' has no effect on what keel build wrote: leave it out`);
  }
  // `boot` with an image: F is Firmware.
  return imageFirmware(app, made) as F;
}

function findBoard(board: Board | string): Board {
  if (typeof board !== "string") return board;
  const found = boards.find(({ name }) => name === board);
  if (found !== undefined) return found;
  const names = boards.map(({ name }) => name).join(", ");
  throw new Error(`boot: there is no board '${board}'; there are: ${names}`);
}

function defaultImage(): string {
  return createRequire(import.meta.url).resolve("@keel/smart/rootfs.tar.gz");
}

function readImage(image: Uint8Array | string | URL): Uint8Array {
  const bytes = image instanceof Uint8Array ? image : readFileSync(image);
  // The host unpacks faster than the board would.
  return isGzip(bytes) ? gunzipSync(bytes) : bytes;
}

function hostMount({ host, guest, isReadOnly = false }: Mount): HostMount {
  return { directory: new HostDirectory(host, { isReadOnly }), source: host, target: guest, isReadOnly };
}
