// What a test scenario is: how to boot a board, and what to do and see on it, step by step. The shapes are zod's, for
// checking what a file says; `load-scenario.ts` reads files. The guide with all steps is docs/testing.md.

import { parseDuration } from "@keel/testkit";
import { z } from "zod";
import { parseSize } from "../arguments.ts";

/** What is wrong according to `parse`, whose messages end in the remedy; null when nothing is. */
function problemOf(parse: () => unknown): string | null {
  try {
    parse();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Text that `parse` takes; `what` says what that is. */
function checked(what: string, parse: (text: string) => unknown): z.ZodString {
  return z.string(`needs ${what}`).superRefine((text, context) => {
    const message = problemOf(() => parse(text));
    if (message !== null) context.addIssue({ code: "custom", message });
  });
}

const duration = checked("a span of time such as 10 s", parseDuration);
const pattern = checked("text (in quotes if it looks like something else) or /an expression/", parsePattern);
const status = z.int().min(0).max(65535);
const nth = z.int().min(1, "counting starts at 1");
const guestPath = z.string().startsWith("/", "must be an absolute path on the board, such as /tmp/file");
const direction = z.enum(["input", "output"]).default("input");

const size = checked("a size such as 64M", (text) => {
  // parseSize speaks of the option of the command line.
  if (problemOf(() => parseSize(text)) !== null)
    throw new Error(`'${text}' is no size: write one such as 64M`);
});

const mount = z.strictObject({ host: z.string(), guest: guestPath, readOnly: z.boolean().default(false) });

export interface ScenarioBoot {
  /** An image that `keel build` wrote; Keel Smart otherwise. */
  readonly app?: string;
  readonly board?: string;
  readonly seed: number;
  /** Size of RAM, such as 64M. */
  readonly memory?: string;
  /** Paths of this host are relative to the scenario's file. */
  readonly mounts: readonly { readonly host: string; readonly guest: string; readonly readOnly: boolean }[];
}

const bootShape: z.ZodType<ScenarioBoot> = z.strictObject({
  app: z.string().exactOptional(),
  board: z.string().exactOptional(),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  memory: size.exactOptional(),
  mounts: z.array(mount).default([]),
});

type LineDirection = "input" | "output";

/** The steps, by what they do: the first key of each. Patterns and durations are as written. */
export interface Steps {
  /** Types text as it is; "\n" is the Enter key. */
  readonly send: { readonly send: string };
  /** Runs the board until the console shows it. */
  readonly expect: { readonly expect: string; readonly timeout?: string };
  /** The console does not show it, now and for a while. */
  readonly expectNot: { readonly expectNot: string; readonly for?: string };
  readonly advance: { readonly advance: string };
  /** Runs a command line apart from the console; its status has to be `status`, 0 unless said otherwise. */
  readonly run: {
    readonly run: string;
    readonly status: number;
    readonly stdout?: string;
    readonly stderr?: string;
    readonly stdin?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly timeout?: string;
  };
  readonly write: { readonly write: string; readonly contents: string; readonly mode?: number };
  /** The file's contents match. */
  readonly read: { readonly read: string; readonly contents: string };
  readonly failAllocation: { readonly failAllocation: number };
  readonly loseInterrupt: { readonly loseInterrupt: number; readonly irq?: number };
  readonly loseByte: { readonly loseByte: number; readonly direction: LineDirection };
  readonly corruptByte: {
    readonly corruptByte: number;
    readonly direction: LineDirection;
    readonly mask: number;
  };
  /** At a physical address. */
  readonly flipBit: { readonly flipBit: number; readonly bit: number };
  readonly poweroff: { readonly poweroff: null };
  /** The board goes off with this status. */
  readonly exitStatus: { readonly exitStatus: number; readonly timeout?: string };
}

export type StepName = keyof Steps;
export type Step = { readonly [N in StepName]: { readonly name: N; readonly step: Steps[N] } }[StepName];

export const STEPS: { readonly [N in StepName]: z.ZodType<Steps[N]> } = {
  send: z.strictObject({ send: z.string() }),
  expect: z.strictObject({ expect: pattern, timeout: duration.exactOptional() }),
  expectNot: z.strictObject({ expectNot: pattern, for: duration.exactOptional() }),
  advance: z.strictObject({ advance: duration }),
  run: z.strictObject({
    run: z.string(),
    status: status.default(0),
    stdout: pattern.exactOptional(),
    stderr: pattern.exactOptional(),
    stdin: z.string().exactOptional(),
    environment: z.record(z.string(), z.string()).exactOptional(),
    timeout: duration.exactOptional(),
  }),
  write: z.strictObject({
    write: guestPath,
    contents: z.string(),
    mode: z.int().min(0).max(0o7777).exactOptional(),
  }),
  read: z.strictObject({ read: guestPath, contents: pattern }),
  failAllocation: z.strictObject({ failAllocation: nth }),
  loseInterrupt: z.strictObject({ loseInterrupt: nth, irq: z.int().min(1).exactOptional() }),
  loseByte: z.strictObject({ loseByte: nth, direction }),
  corruptByte: z.strictObject({ corruptByte: nth, direction, mask: z.int().min(1).max(255).default(1) }),
  flipBit: z.strictObject({ flipBit: z.int().min(0), bit: z.int().min(0).max(7).default(0) }),
  poweroff: z.strictObject({ poweroff: z.null() }),
  exitStatus: z.strictObject({ exitStatus: status, timeout: duration.exactOptional() }),
};

/** A scenario as a file has it; each step is checked by itself. */
export interface ScenarioDocument {
  readonly name?: string;
  readonly boot: ScenarioBoot;
  /** How long `expect` waits when it does not say. */
  readonly timeout: string;
  readonly steps: readonly unknown[];
}

export const scenarioShape: z.ZodType<ScenarioDocument> = z.strictObject({
  name: z.string().min(1).exactOptional(),
  boot: bootShape.default({ seed: 1, mounts: [] }),
  timeout: duration.default("10 s"),
  steps: z.array(z.unknown()).min(1, "must hold at least one step, such as: - expect: msh />"),
});

export interface Scenario {
  /** The file it stands in, as given on the command line, and its folder's absolute path. */
  readonly file: string;
  readonly folder: string;
  readonly name: string;
  readonly boot: ScenarioBoot;
  readonly timeout: string;
  readonly steps: readonly (Step & { readonly line: number })[];
}

/** `/…/flags` is a regular expression, anything else is text to be found as it is. */
export function parsePattern(text: string): RegExp | string {
  if (text === "") throw new Error("must not be empty: an empty text is found everywhere");
  const match = /^\/(.+)\/([a-z]*)$/s.exec(text);
  if (match === null) return text;
  try {
    return new RegExp(match[1] as string, match[2]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why}. To find this text as it is, write it without the slashes`, { cause: error });
  }
}
