// Runs one scenario on a board of its own, in virtual time.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ImageManifest, refusal } from "@keel/host-node";
import { boot, ExpectationError, isImage, type TestBoard, type FirmwareImage } from "@keel/testkit";
import { parseSize } from "../arguments.ts";
import { parsePattern, type Scenario, type Step } from "./scenario.ts";

export interface ScenarioResult {
  readonly scenario: Scenario;
  /** Why it failed; null when it passed. */
  readonly failure: { readonly line: number; readonly message: string } | null;
  /** Board time at its end, ns. */
  readonly boardNs: number;
  readonly console: string;
}

/** `image`: the root file system for Keel Smart. */
export async function runScenario(scenario: Scenario, image: Uint8Array | URL): Promise<ScenarioResult> {
  let board: TestBoard;
  try {
    board = await bootScenario(scenario, image);
  } catch (error) {
    const failure = { line: 1, message: `the board does not boot: ${messageOf(error)}` };
    return { scenario, failure, boardNs: 0, console: "" };
  }
  const end = (failure: ScenarioResult["failure"]): ScenarioResult => ({
    scenario,
    failure,
    boardNs: board.now,
    console: board.console.text,
  });
  for (const step of scenario.steps) {
    try {
      doStep(board, step, scenario.timeout);
    } catch (error) {
      return end({ line: step.line, message: messageOf(error) });
    }
  }
  return end(null);
}

async function bootScenario(scenario: Scenario, image: Uint8Array | URL): Promise<TestBoard> {
  const { app, board, seed, memory, mounts } = scenario.boot;
  const fromFile = (path: string): string => resolve(scenario.folder, path);
  return boot({
    ...(app === undefined ? { image } : { app: await loadImage(fromFile(app)) }),
    ...(board === undefined ? {} : { board }),
    ...(memory === undefined ? {} : { ramSize: parseSize(memory) }),
    seed,
    mounts: mounts.map(({ host, guest, readOnly }) => ({
      host: fromFile(host),
      guest,
      isReadOnly: readOnly,
    })),
  });
}

/** The module that `keel build` wrote to `path`. */
async function loadImage(path: string): Promise<FirmwareImage> {
  if (!existsSync(path)) throw new Error(`there is no ${path}; write it with: keel build`);
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  if (!isImage(module)) throw new Error(`${path} is no image; write one with: keel build`);
  const reason = refusal(module["manifest"] as ImageManifest, path);
  if (reason !== null) throw new Error(reason);
  return module;
}

function doStep(board: TestBoard, { name, step }: Step, timeout: string): void {
  const { console, faults, files } = board;
  switch (name) {
    case "send":
      return console.send(step.send);
    case "expect":
      return void console.expect(parsePattern(step.expect), { timeout: step.timeout ?? timeout });
    case "expectNot":
      return console.expectNot(parsePattern(step.expectNot), { for: step.for ?? 0 });
    case "advance":
      return board.advance(step.advance);
    case "run":
      return runCommand(board, step);
    case "write":
      return files.write(step.write, step.contents, step.mode === undefined ? {} : { mode: step.mode });
    case "read":
      return mustMatch(step.read, files.readText(step.read), step.contents);
    case "failAllocation":
      return faults.failAllocation(step.failAllocation);
    case "loseInterrupt":
      return faults.loseInterrupt(step.loseInterrupt, step.irq ?? null);
    case "loseByte":
      return faults.loseByte(step.loseByte, step.direction);
    case "corruptByte":
      return faults.corruptByte(step.corruptByte, step.direction, step.mask);
    case "flipBit":
      return void faults.flipBit({ address: step.flipBit, bit: step.bit });
    case "poweroff":
      return board.poweroff();
    case "exitStatus":
      return expectOff(board, step.exitStatus, step.timeout ?? timeout);
  }
}

function runCommand(board: TestBoard, step: Extract<Step, { name: "run" }>["step"]): void {
  const { stdin, environment, timeout } = step;
  const result = board.run(step.run, {
    ...(stdin === undefined ? {} : { stdin }),
    ...(environment === undefined ? {} : { environment }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  if (result.status !== step.status) {
    const message = `'${step.run}' ended with status ${result.status}, expected ${step.status}.`;
    throw new Error(`${message}\n${quoted("It wrote", result.output)}`);
  }
  if (step.stdout !== undefined) mustMatch(`standard output of '${step.run}'`, result.stdout, step.stdout);
  if (step.stderr !== undefined) mustMatch(`standard error of '${step.run}'`, result.stderr, step.stderr);
}

function mustMatch(what: string, text: string, pattern: string): void {
  const wanted = parsePattern(pattern);
  if (typeof wanted === "string" ? text.includes(wanted) : wanted.test(text)) return;
  throw new Error(
    `${what}: expected ${typeof wanted === "string" ? `"${wanted}"` : wanted}.\n${quoted("It is", text)}`,
  );
}

function expectOff(board: TestBoard, status: number, timeout: string): void {
  if (!board.isOff) board.advance(timeout);
  if (!board.isOff) throw new Error(`the board is still on after ${timeout}.\n${board.console.excerpt()}`);
  if (board.exitStatus === status) return;
  const message = `the board went off with status ${board.exitStatus}, expected ${status}.`;
  throw new Error(`${message}\n${board.console.excerpt()}`);
}

function quoted(head: string, text: string): string {
  if (text === "") return `${head}: nothing`;
  const lines = text.replace(/\n$/, "").split("\n");
  return [`${head}:`, ...lines.map((line) => `  | ${line}`)].join("\n");
}

/** What the user can act on; of a fault in the kit itself, everything. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected =
    error instanceof ExpectationError || error.constructor === Error || error instanceof RangeError;
  return isExpected ? error.message : (error.stack ?? error.message);
}
