// What the user typed, checked: options before the program belong to keel, everything after it to the program.

import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

/** A mistake on the command line; the message says how to mend it. */
export class UsageError extends Error {}

export interface MountOption {
  readonly host: string;
  readonly guest: string;
  readonly isReadOnly: boolean;
}

const ENGINES = ["interp", "jit", "verify"] as const;
export type Engine = (typeof ENGINES)[number];

export interface MachineOptions {
  readonly board: string;
  /** RAM in bytes; null: the board's default. */
  readonly memory: number | null;
  readonly clock: "virtual" | "real" | null;
  /** What runs guest code; null: the default. */
  readonly engine: Engine | null;
  readonly seed: number;
  readonly mounts: readonly MountOption[];
  /** Board time in ns after which the run is stopped. */
  readonly timeoutNs: number;
  readonly strace: boolean;
  /** File that gets the scheduler's events. */
  readonly trace: string | null;
}

export const MACHINE_OPTIONS: ParseArgsOptionsConfig = {
  board: { type: "string", default: "virt64" },
  mem: { type: "string" },
  clock: { type: "string" },
  engine: { type: "string" },
  seed: { type: "string", default: "1" },
  mount: { type: "string", multiple: true, default: [] },
  timeout: { type: "string" },
  strace: { type: "boolean", default: false },
  trace: { type: "string" },
};

type Values = Record<string, string | boolean | readonly (string | boolean)[] | undefined>;

/** Splits `args` at the first word that is not an option of `config` (or its value). */
export function parseOptions(
  args: readonly string[],
  config: ParseArgsOptionsConfig,
): { values: Values; rest: string[] } {
  const end = optionsEnd(args, config);
  try {
    const { values } = parseArgs({ args: args.slice(0, end), options: config, strict: true });
    const rest = args.slice(args[end] === "--" ? end + 1 : end);
    return { values: values as Values, rest: [...rest] };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split(". ")[0] : String(error));
  }
}

function optionsEnd(args: readonly string[], config: ParseArgsOptionsConfig): number {
  let i = 0;
  while (i < args.length) {
    const word = args[i] as string;
    if (word === "--" || !word.startsWith("-") || word === "-") return i;
    const name = word.replace(/^--?/, "");
    const option = Object.entries(config).find(([long, o]) => long === name || o.short === name)?.[1];
    i += option?.type === "string" ? 2 : 1;
  }
  return Math.min(i, args.length);
}

export function machineOptions(values: Values): MachineOptions {
  const clock = values["clock"] ?? null;
  if (clock !== null && clock !== "virtual" && clock !== "real")
    throw new UsageError(`--clock takes virtual or real, not '${String(clock)}'`);
  const engine = values["engine"] ?? null;
  const known = ENGINES.find((name) => name === engine) ?? null;
  if (known !== engine) throw new UsageError(`--engine takes interp, jit or verify, not '${String(engine)}'`);
  return {
    board: String(values["board"]),
    memory: values["mem"] === undefined ? null : parseSize(String(values["mem"])),
    clock,
    engine: known,
    seed: parseSeed(String(values["seed"])),
    mounts: (values["mount"] as readonly string[]).map(parseMount),
    timeoutNs: values["timeout"] === undefined ? Infinity : parseDuration(String(values["timeout"])),
    strace: values["strace"] === true,
    trace: values["trace"] === undefined ? null : String(values["trace"]),
  };
}

const SIZE_UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `64M`, `65536k`, `1G` or plain bytes, in bytes. */
export function parseSize(text: string): number {
  const match = /^(\d+)([kmg]?)(i?b)?$/i.exec(text);
  if (!match) throw new UsageError(`--mem takes a size such as 64M, not '${text}'`);
  return Number(match[1]) * (SIZE_UNITS[(match[2] ?? "").toLowerCase()] ?? 1);
}

const TIME_UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  "": 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
  d: 86400e9,
};

/** `10s`, `250ms`, `1h`, or plain seconds, in ns. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  const unit = match ? TIME_UNITS[(match[2] ?? "").toLowerCase()] : undefined;
  if (!match || unit === undefined)
    throw new UsageError(`--timeout takes a time such as 10s, 250ms or 1h, not '${text}'`);
  return Math.round(Number(match[1]) * unit);
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (text === "" || !Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new UsageError(`--seed takes a whole number from 0 to 4294967295, not '${text}'`);
  return seed;
}

/** `host:guest[:ro]`; a Windows drive letter in front of the host path is understood. */
export function parseMount(text: string): MountOption {
  const match = /^((?:[A-Za-z]:[\\/])?[^:]+):(\/[^:]*)(?::(ro|rw))?$/.exec(text);
  if (!match)
    throw new UsageError(
      `--mount takes host-folder:/guest/folder or host-folder:/guest/folder:ro, not '${text}'`,
    );
  return { host: match[1] as string, guest: match[2] as string, isReadOnly: match[3] === "ro" };
}
