// The quick part of the differential suite: a few C programs of each kind, built with musl, against
// their recorded transcripts. `pnpm conformance` runs all of it, with glibc and the oracle, too.

import { availableParallelism } from "node:os";
import { beforeAll, describe, expect, test } from "vitest";
import { checkUnderKeel } from "../programs/differential.ts";
import { prepareKeel } from "../programs/keel.ts";
import { mapParallel } from "../programs/process.ts";
import { buildProgram, loadPrograms, parseSettings, type Program } from "../programs/program.ts";
import { findZig } from "../programs/toolchain.ts";
import { describeDifference, readExpected, transcript } from "../programs/transcript.ts";

const programs = loadPrograms();
const quick = programs.filter(({ settings }) => settings.quick === true);
const zig = findZig();
if (zig === null) {
  console.warn("skipped: the C programs, since there is no zig here: npx -y pnpm@12 run install-zig");
}

/** The first program ever built waits for the compiler to build its C library. */
const BUILD_TIMEOUT_MS = 600_000;

describe.skipIf(zig === null)("keel run, beside the oracle's recordings", () => {
  const executables = new Map<Program, string>();

  beforeAll(async () => {
    if (zig === null) return;
    await prepareKeel();
    await mapParallel(quick, availableParallelism(), async (program) => {
      executables.set(program, await buildProgram(program, zig));
    });
  }, BUILD_TIMEOUT_MS);

  test.concurrent.each(quick)("$name shows the same", { timeout: 120_000 }, async (program) => {
    expect(await checkUnderKeel(program, executables.get(program) as string)).toEqual([]);
  });
});

describe("loadPrograms", () => {
  test("finds at least twenty programs, each with a recorded transcript", () => {
    expect(programs.length).toBeGreaterThan(20);
    expect(programs.filter((program) => readExpected(program) === null)).toEqual([]);
  });
});

describe("parseSettings", () => {
  test("reads the line of a source that says how it is run", () => {
    expect(parseSettings('// A program.\n// run: { "args": ["a b"] }\n', "x.c")).toEqual({ args: ["a b"] });
  });

  test("gives no settings for a source without such a line", () => {
    expect(parseSettings("int main(void) {}\n", "x.c")).toEqual({});
  });

  test("names the file whose line is not JSON", () => {
    expect(() => parseSettings("// run: quick\n", "x.c")).toThrow("x.c");
  });
});

describe("transcript", () => {
  const outcome = { stdout: Buffer.from("out"), stderr: Buffer.from("err\n"), status: 3, isTimedOut: false };

  test("ends the output's last line and names the status", () => {
    expect(transcript(outcome, false)).toBe("out\n[status 3]\n");
  });

  test("has standard error where it is asked for", () => {
    expect(transcript(outcome, true)).toBe("out\n[stderr]\nerr\n[status 3]\n");
  });

  test("writes bytes that are no text as numbers", () => {
    expect(transcript({ ...outcome, stdout: Buffer.from([0x41, 0, 0xff]) }, false)).toBe(
      "A\\x00\\xff\n[status 3]\n",
    );
  });
});

describe("describeDifference", () => {
  test("is empty for equal transcripts", () => {
    expect(describeDifference("a\nb\n", "a\nb\n")).toEqual([]);
  });

  test("starts at the first line that differs", () => {
    expect(describeDifference("a\nb\n", "a\nc\n").slice(0, 2)).toEqual(["from line 2:", "  - b"]);
  });
});
