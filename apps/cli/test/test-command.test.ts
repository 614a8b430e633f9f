// `keel test` as users run it: a process of its own, on the built bundle.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildIfStale } from "../build.ts";

const KEEL = fileURLToPath(new URL("../bin/keel.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keel-test-command-"));

beforeAll(async () => {
  await buildIfStale();
  writeFileSync(join(folder, "good.yaml"), "name: greets\nsteps: [{ run: hello, stdout: /^Hello/ }]\n");
  writeFileSync(join(folder, "bad.yaml"), 'name: lies\nsteps:\n  - run: "false"\n');
  writeFileSync(join(folder, "wrong.yaml"), "steps:\n  - expct: x\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

function keel(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout: 25_000 };
    execFile(process.execPath, [KEEL, ...args], options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe("keel test", () => {
  test("ends with 0 when all scenarios pass", async () => {
    const { status, stdout } = await keel("test", "good.yaml");
    expect(stdout).toMatch(/^ok {3}greets \(0\.\d{6} s of board time\)\n1 scenario, all passed\n$/);
    expect(status).toBe(0);
  });

  test("ends with 1 when one fails, and writes TAP and JUnit", async () => {
    const { status, stdout } = await keel("test", "--tap", "--junit", "report.xml", "good.yaml", "bad.yaml");
    expect(stdout).toContain("TAP version 14\n1..2\nok 1 - greets\nnot ok 2 - lies\n");
    expect(stdout).toContain('at: "bad.yaml:3"');
    const report = readFileSync(join(folder, "report.xml"), "utf8");
    expect(report).toContain('<testsuites name="keel test" tests="2" failures="1"');
    expect(report).toContain("KEEL");
    expect(status).toBe(1);
  });

  test("ends with 2 and runs nothing when a scenario is not understood", async () => {
    const { status, stdout, stderr } = await keel("test", "good.yaml", "wrong.yaml");
    expect(stderr).toBe("wrong.yaml:2: steps[1]: there is no step 'expct'; did you mean 'expect'?\n");
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("says what is missing on the command line", async () => {
    expect((await keel("test")).stderr).toContain("which scenarios?");
    expect((await keel("test", "nix.yaml")).stderr).toContain("cannot read nix.yaml");
    expect((await keel("test", "--junit", "no/such/folder.xml", "good.yaml")).stderr).toContain(
      "cannot write",
    );
  });

  test("boots what keel build wrote, with and without a shell", async () => {
    for (const app of ["nano", "rtos"]) await keel("build", app, "-o", join(folder, `${app}.mjs`));
    writeFileSync(
      join(folder, "images.yaml"),
      `boot: { app: nano.mjs }
steps:
  - expect: got 5
  - exitStatus: 0
---
boot: { app: rtos.mjs }
steps:
  - run: ls /dev
    stdout: /^null/m
  - run: nosuch
    status: 127
`,
    );
    const { status, stdout } = await keel("test", "images.yaml");
    expect(stdout).toContain("2 scenarios, all passed");
    expect(status).toBe(0);
  });
});
