// A program of the differential suite: its source, how it wants to be run, its built executables.
//
// A source says how it is run in one line, `// run: {JSON}`, with the members of RunSettings.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../repository.ts";
import { type Compiler, compile } from "./toolchain.ts";

const SOURCES: string = join(ROOT, "tooling/programs/src");
const CACHE: string = join(ROOT, "node_modules/.cache/keel-programs");

/** Optimisation of the programs; another level makes other instructions of them. */
const LEVEL = process.env["KEEL_TEST_OPTIMISATION"] ?? "-O1";

// Unfused and without extras, so that both compilers compute the same doubles.
const FLAGS =
  `-std=gnu17 ${LEVEL} -s -ffp-contract=off -fno-sanitize=undefined -Wall -Wextra -Werror -pthread`.split(
    " ",
  );
const CLANG_ONLY = new Set(["-fno-sanitize=undefined"]);

export interface RunSettings {
  /** Belongs to the quick subset that every test run includes. */
  readonly quick?: boolean;
  /** Built as a static position-independent executable, with musl only. */
  readonly pie?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Standard error is compared too; otherwise it is the system's to write its log to. */
  readonly stderr?: boolean;
}

export interface Program {
  readonly name: string;
  readonly source: string;
  readonly settings: RunSettings;
}

/** All programs, by name. */
export function loadPrograms(): Program[] {
  return readdirSync(SOURCES)
    .filter((file) => file.endsWith(".c"))
    .sort()
    .map((file) => {
      const source = join(SOURCES, file);
      return {
        name: file.slice(0, -".c".length),
        source,
        settings: parseSettings(readFileSync(source, "utf8"), file),
      };
    });
}

export function parseSettings(text: string, file: string): RunSettings {
  const line = /^\/\/ run: (.*)$/m.exec(text)?.[1];
  if (line === undefined) return {};
  try {
    return JSON.parse(line) as RunSettings;
  } catch (error) {
    throw new Error(`${file}: the line "// run:" does not hold JSON`, { cause: error });
  }
}

/** Path of the executable, built unless an equal one (by sources, flags and compiler) is there. */
export async function buildProgram(program: Program, compiler: Compiler): Promise<string> {
  const folder = join(CACHE, contentHash(program, compiler));
  const executable = join(folder, program.name);
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${executable}.${process.pid}`;
  const flags = FLAGS.filter((flag) => compiler.libc === "musl" || !CLANG_ONLY.has(flag));
  flags.push("-static", ...(program.settings.pie === true ? ["-fPIE", "-pie"] : []));
  await compile(compiler, [...flags, program.source, "-lm", "-o", unfinished]);
  // Another process may be building the same: whoever comes last puts down the same bytes.
  renameSync(unfinished, executable);
  return executable;
}

/** Whether a compiler can build a program: glibc for riscv64 comes without static PIE. */
export function canBuild(program: Program, compiler: Compiler): boolean {
  return program.settings.pie !== true || compiler.libc === "musl";
}

function contentHash(program: Program, compiler: Compiler): string {
  const hash = createHash("sha256").update(compiler.version).update(FLAGS.join(" ")).update(program.name);
  const headers = readdirSync(SOURCES)
    .filter((file) => file.endsWith(".h"))
    .sort();
  for (const header of headers) hash.update(readFileSync(join(SOURCES, header)));
  return hash.update(readFileSync(program.source)).digest("hex").slice(0, 16);
}
