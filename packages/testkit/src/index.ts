// Tests of firmware on virtual boards: boot one, talk to its console, let its time pass, break it. See README.md.

export { type App, boot, type BootOptions, type FirmwareMaker, type Mount } from "./boot.ts";
export type { RunOptions, RunResult } from "./command-run.ts";
export { BoardConsole, DEFAULT_TIMEOUT, type ExpectOptions, type Pattern } from "./console.ts";
export { type Duration, parseDuration } from "./duration.ts";
export { ExpectationError } from "./expectation-error.ts";
export { type BitFlip, Faults, type LineDirection } from "./faults.ts";
export { BoardFiles } from "./files.ts";
export type { Firmware, FirmwareOptions } from "./firmware.ts";
export { type FirmwareImage, isImage } from "./image-firmware.ts";
export { TestBoard } from "./test-board.ts";
