// The differential suite: C programs that must show the same under Keel as under the oracle.
//
//   node tooling/programs/differential.ts [--record] [--oracle-only] [--libc musl|glibc] [NAME…]
//
// Each program is built with every compiler at hand (zig with musl, gcc with glibc), run, and
// compared with its recorded transcript in expected/. With qemu-riscv64 present the recording
// itself is checked, too; --record renews it.

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { prepareKeel, runKeel } from "./keel.ts";
import { findQemu, runOracle } from "./oracle.ts";
import { mapParallel } from "./process.ts";
import { buildProgram, canBuild, loadPrograms, type Program } from "./program.ts";
import { type Compiler, findGcc, findZig } from "./toolchain.ts";
import { describeDifference, readExpected, transcript, writeExpected } from "./transcript.ts";

/** Host time for one run; far above what any program needs. */
const TIMEOUT_MS = Number(process.env["KEEL_TEST_TIMEOUT_MS"] ?? 120_000);

export interface Verdict {
  readonly program: string;
  readonly libc: string;
  /** Lines for a person; empty when all is well. */
  readonly differences: readonly string[];
}

export function compilersAtHand(): Compiler[] {
  return [findZig(), findGcc()].filter((compiler) => compiler !== null);
}

/** Runs a built program under Keel and compares it with the recording. */
export async function checkUnderKeel(program: Program, executable: string): Promise<string[]> {
  const expected = readExpected(program);
  if (expected === null) return ["no recorded transcript: run with --record where qemu-riscv64 is"];
  const { args = [], env = {}, stdin = "", stderr = false } = program.settings;
  const outcome = await runKeel(executable, args, { env, stdin, timeoutMs: TIMEOUT_MS });
  const differences = describeDifference(expected, transcript(outcome, stderr));
  const log = outcome.stderr.toString().trim();
  return differences.length === 0 || stderr || log === "" ? differences : [...differences, ...logLines(log)];
}

/** What the oracle shows for a built program. */
export async function oracleTranscript(qemu: string, program: Program, executable: string): Promise<string> {
  const { args = [], env = {}, stdin = "", stderr = false } = program.settings;
  return transcript(await runOracle(qemu, executable, args, { env, stdin, timeoutMs: TIMEOUT_MS }), stderr);
}

async function checkUnderOracle(qemu: string, program: Program, executable: string): Promise<string[]> {
  const expected = readExpected(program) ?? "";
  const shown = await oracleTranscript(qemu, program, executable);
  return describeDifference(expected, shown).map((line) => `oracle and recording: ${line}`);
}

function logLines(log: string): string[] {
  return [
    "log of the system:",
    ...log
      .split("\n")
      .slice(0, 8)
      .map((line) => `  ${line}`),
  ];
}

export interface SuiteOptions {
  readonly names: readonly string[];
  readonly compilers: readonly Compiler[];
  readonly isOracleOnly: boolean;
}

/** All programs (or those named) with all compilers, oracle first. */
export async function runSuite(options: SuiteOptions): Promise<Verdict[]> {
  const qemu = findQemu();
  const programs = loadPrograms().filter(
    ({ name }) => options.names.length === 0 || options.names.includes(name),
  );
  const jobs = programs
    .flatMap((program) => options.compilers.map((compiler) => ({ program, compiler })))
    .filter(({ program, compiler }) => canBuild(program, compiler));
  if (!options.isOracleOnly) await prepareKeel();
  return mapParallel(jobs, availableParallelism(), async ({ program, compiler }) => ({
    program: program.name,
    libc: compiler.libc,
    differences: await checkProgram(program, compiler, qemu, options.isOracleOnly),
  }));
}

async function checkProgram(
  program: Program,
  compiler: Compiler,
  qemu: string | null,
  isOracleOnly: boolean,
): Promise<string[]> {
  let executable: string;
  try {
    executable = await buildProgram(program, compiler);
  } catch (error) {
    return String(error).split("\n");
  }
  const differences = qemu === null ? [] : await checkUnderOracle(qemu, program, executable);
  if (!isOracleOnly) differences.push(...(await checkUnderKeel(program, executable)));
  return differences;
}

/** Records what the oracle shows, with the first compiler at hand. */
async function record(names: readonly string[]): Promise<number> {
  const qemu = findQemu();
  const [compiler] = compilersAtHand();
  if (qemu === null || compiler === undefined) throw new Error("recording needs qemu-riscv64 and a compiler");
  const programs = loadPrograms().filter(({ name }) => names.length === 0 || names.includes(name));
  await mapParallel(programs, availableParallelism(), async (program) => {
    writeExpected(program, await oracleTranscript(qemu, program, await buildProgram(program, compiler)));
  });
  console.log(`recorded ${programs.length} programs`);
  return 0;
}

/** Prints verdicts; returns how many programs differ. */
export function report(verdicts: readonly Verdict[]): number {
  const failed = verdicts.filter(({ differences }) => differences.length > 0);
  for (const { program, libc, differences } of failed) {
    console.log(`${program} (${libc})\n${differences.map((line) => `    ${line}`).join("\n")}`);
  }
  console.log(`${verdicts.length - failed.length} of ${verdicts.length} runs agree`);
  return failed.length;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      record: { type: "boolean", default: false },
      "oracle-only": { type: "boolean", default: false },
      libc: { type: "string" },
    },
  });
  if (values.record) return record(positionals);
  const compilers = compilersAtHand().filter(({ libc }) => values.libc === undefined || values.libc === libc);
  if (compilers.length === 0)
    throw new Error("no compiler for riscv64: neither zig nor riscv64-linux-gnu-gcc");
  return report(await runSuite({ names: positionals, compilers, isOracleOnly: values["oracle-only"] })) > 0
    ? 1
    : 0;
}

if (import.meta.main) process.exitCode = await main();
