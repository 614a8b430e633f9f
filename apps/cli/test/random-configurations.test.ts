// Random valid configurations build and boot. A few each time; KEEL_RANDOM_CONFIGURATIONS=200 for many. The seed of
// a failing one is in its name: KEEL_SEED repeats it.

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeDotConfig } from "@keel/config";
import { Random } from "@keel/kernel";
import { afterAll, describe, expect, test } from "vitest";
import { bundleApp } from "../src/project/bundle.ts";
import { loadModel, type Model } from "../src/project/model.ts";
import { findWorkspace } from "../src/project/workspace.ts";

const COUNT = Number(process.env["KEEL_RANDOM_CONFIGURATIONS"] ?? 4);
const FIRST_SEED = Number(process.env["KEEL_SEED"] ?? Date.now() % 1_000_000);
const BOARDS = ["sim", "virt64"];
const MAIN = `export default (kernel) => {
  kernel.print("the configuration is up\\n");
  kernel.halt(0);
};`;

const workspace = findWorkspace();
const top = mkdtempSync(join(tmpdir(), "keel-random-"));
afterAll(() => rmSync(top, { recursive: true }));

/** Sets each option that can be set to something that it may be, or leaves it alone. */
function randomize({ configuration }: Model, random: Random): void {
  const below = (bound: number): number => random.below(bound);
  for (const option of configuration.tree.options.values()) {
    if (!configuration.isEditable(option) || below(3) === 0) continue;
    if (option.type === "bool") configuration.set(option.name, below(2) === 0 ? "y" : "n");
    const range = configuration.range(option);
    if (option.type === "int" && range !== null) {
      expect(
        configuration.set(option.name, String(range.low + below(range.high - range.low + 1))),
      ).toBeNull();
    }
  }
  // The image that it would carry is not here.
  configuration.set("KEEL_USING_ROOTFS", "n");
}

function run(file: string): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file], { timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
    child.stdin?.end();
  });
}

describe("a random configuration", () => {
  const seeds = Array.from({ length: COUNT }, (_, i) => FIRST_SEED + i);

  test.each(seeds)("with seed %i builds, boots and starts all it has", async (seed) => {
    const folder = join(top, String(seed));
    mkdirSync(folder);
    const random = new Random(seed);
    const model = loadModel(null, BOARDS[random.below(BOARDS.length)] ?? null);
    randomize(model, random);
    const configPath = join(folder, ".config");
    writeFileSync(configPath, writeDotConfig(model.configuration));
    writeFileSync(join(folder, "main.js"), MAIN);
    const app = { name: "random", folder, configPath, main: join(folder, "main.js") };
    // From the file, as a build does; what was written must say the same.
    const loaded = loadModel(configPath);
    expect(loaded.report).toEqual({ unknown: [], faults: [] });
    expect(writeDotConfig(loaded.configuration)).toBe(writeDotConfig(model.configuration));
    expect(loaded.configuration.warnings()).toEqual([]);
    const { code } = await bundleApp(workspace, app, loaded);
    writeFileSync(join(folder, "image.mjs"), code);
    const { status, output } = await run(join(folder, "image.mjs"));
    expect(output).toContain("the configuration is up");
    expect(output).not.toMatch(/failed|threw|panic/);
    expect(status).toBe(0);
  });
});
