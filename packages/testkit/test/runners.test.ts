// The kit outside of vitest: as a plain script, and under node:test.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));

function node(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    // What vitest sets for its own workers would make node:test report to it.
    const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...env } = process.env;
    execFile(process.execPath, args, { cwd: folder, env, timeout: 25_000 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe("boot", () => {
  test("works in a plain script: the README's example", async () => {
    const example = /```ts\n(.*?)```/s.exec(readFileSync(`${folder}/README.md`, "utf8"))?.[1] ?? "";
    const { status, stdout, stderr } = await node(["--input-type=module-typescript", "--eval", example]);
    expect(stderr).toBe("");
    expect(stdout).toContain("status: ");
    expect(status).toBe(0);
  });

  test("works under node:test, whose report shows what the console showed", async () => {
    const { status, stdout } = await node([
      "--test",
      "--test-reporter=tap",
      "test/runners/under-node-test.ts",
    ]);
    expect(stdout).toContain("ok 1 - hello greets");
    expect(stdout).toContain("not ok 2 - a prompt that never comes");
    expect(stdout).toMatch(/expected "login:" on the console, but at [\d.]+ s every thread waits/);
    expect(stdout).toContain("KEEL");
    expect(status).toBe(1);
  });
});
