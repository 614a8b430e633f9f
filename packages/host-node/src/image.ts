// What `keel build` writes, seen from its host: a manifest, and a function that powers the board on. Runs it on this
// terminal, as `keel boot` and `node dist/name.mjs` do. In a browser the page calls `create` itself.

import { parseArgs } from "node:util";
import { type Clock, type Kernel, type TraceSink, VirtualClock } from "@keel/kernel";
import { RealClock } from "@keel/machine";
import type { Tty } from "@keel/device";
import { type ConsoleInput, runKernel } from "./run-loop.ts";
import { ScriptInput } from "./script-input.ts";
import { writeOutput } from "./stdio.ts";
import { Terminal } from "./terminal.ts";

/** Changes whenever an image and a host of another version could not work together. */
export const IMAGE_ABI = 1;

export interface ImageManifest {
  readonly abi: number;
  readonly name: string;
  readonly board: string;
  /** Keel's version. */
  readonly version: string;
  readonly components: readonly string[];
  /** What went in, exactly: package names with the SHA-256 of what was taken from each. */
  readonly lock: Readonly<Record<string, string>>;
  /** The root file system inside: its SHA-256, and the ABI of its programs ("" when it has none). */
  readonly rootfs: { readonly sha256: string; readonly abi: string } | null;
}

/** What runs guest code, for an image that has a hart. */
export type ImageEngine = "interp" | "jit" | "verify";

/** What the image gets from its host. */
export interface ImageHost {
  readonly clock: Clock;
  readonly seed: number;
  readonly ramSize?: number;
  readonly engine?: ImageEngine;
  readonly trace?: TraceSink | null;
  /** Gets what the board prints, from the first line on. */
  output(bytes: Uint8Array): void;
}

/** The board that an image has powered on. */
export interface ImageBoard {
  readonly kernel: Kernel;
  typeOnConsole(bytes: Uint8Array): void;
  findTty(): Tty | null;
}

export interface Image {
  readonly manifest: ImageManifest;
  create(host: ImageHost): ImageBoard;
}

export interface ImageOptions {
  readonly seed?: number;
  readonly ramSize?: number;
  readonly engine?: ImageEngine | null;
  /** null: paced to the host when a person sits at the terminal. */
  readonly clock?: "virtual" | "real" | null;
  readonly trace?: TraceSink | null;
  /** Board time in ns after which the run is stopped. */
  readonly timeoutNs?: number;
}

const STATUS_USAGE = 2;
/** As timeout(1) has it. */
const STATUS_TIMEOUT = 124;
/** Every thread waits for something that cannot happen. */
const STATUS_DEADLOCK = 125;
const STATUS_BROKEN = 70;
const STDIN = 0;
const STDOUT = 1;

/** Null, or why this host cannot run that image. */
export function refusal(manifest: ImageManifest, path: string): string | null {
  if (manifest.abi === IMAGE_ABI) return null;
  return `${path} was built for image ABI ${manifest.abi} (Keel ${manifest.version}), but this is ABI ${IMAGE_ABI}. Build it again: keel build ${manifest.name}`;
}

/** Runs an image with its console on this terminal; resolves to the exit status. */
export async function runImage(image: Image, options: ImageOptions = {}): Promise<number> {
  const isPerson = process.stdin.isTTY === true;
  const isReal = (options.clock ?? (isPerson ? "real" : "virtual")) === "real";
  const realClock = isReal ? new RealClock(() => performance.now() * 1e6) : null;
  let board: ImageBoard;
  try {
    board = image.create({
      clock: realClock ?? new VirtualClock(),
      seed: options.seed ?? 1,
      ...(options.ramSize === undefined ? {} : { ramSize: options.ramSize }),
      ...(options.engine == null ? {} : { engine: options.engine }),
      trace: options.trace ?? null,
      output: (bytes) => void writeOutput(STDOUT, bytes),
    });
  } catch (error) {
    return complain(`the system does not start: ${error instanceof Error ? error.message : String(error)}`);
  }
  const input = consoleInput(board);
  try {
    const limitNs = options.timeoutNs ?? Infinity;
    const end = await runKernel({ kernel: board.kernel, pacedClock: realClock, input, limitNs });
    if (end.reason === "halted") return end.status;
    if (end.reason === "limit") {
      complain(`stopped: ${limitNs / 1e9} s of board time are over`);
      return STATUS_TIMEOUT;
    }
    if (input?.isEnded) return 0;
    complain("stopped: every thread waits for something that can no longer happen");
    return STATUS_DEADLOCK;
  } finally {
    if (input instanceof Terminal) input.close();
  }
}

/** `node dist/name.mjs [--seed N] [--clock virtual|real] [--timeout SECONDS] [--manifest]` */
export async function imageMain(image: Image, args: readonly string[]): Promise<number> {
  let values: { seed?: string; clock?: string; timeout?: string; manifest?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: "string" },
        clock: { type: "string" },
        timeout: { type: "string" },
        manifest: { type: "boolean" },
      },
    }));
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}`);
    return STATUS_USAGE;
  }
  if (values.manifest === true) {
    process.stdout.write(`${JSON.stringify(image.manifest, null, 2)}\n`);
    return 0;
  }
  return runImage(image, {
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) >>> 0 }),
    clock: values.clock === "real" || values.clock === "virtual" ? values.clock : null,
    ...(values.timeout === undefined ? {} : { timeoutNs: Number.parseFloat(values.timeout) * 1e9 }),
  });
}

function consoleInput(board: ImageBoard): ConsoleInput | null {
  const tty = board.findTty();
  if (tty === null) return null;
  const feed = (bytes: Uint8Array): void => board.typeOnConsole(bytes);
  if (process.stdin.isTTY !== true) return new ScriptInput(STDIN, { hasReader: () => tty.hasReader, feed });
  return new Terminal(process.stdin, process.stdout, {
    feed,
    leave: () => board.kernel.halt(0),
    resize: (rows, columns) => tty.resize(rows, columns),
  });
}

function complain(message: string): number {
  process.stderr.write(`keel: ${message}\n`);
  return STATUS_BROKEN;
}
