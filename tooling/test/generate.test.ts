import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generateAll, staleFiles } from "../generate.ts";
import { ROOT } from "../repository.ts";

describe("generateAll", () => {
  test("agrees with what is checked in", async () => {
    const stale = staleFiles(await generateAll(), ROOT);
    expect(stale.map((file) => file.path)).toEqual([]);
  });

  test("lists every command of the shell, none of them under a reserved word", async () => {
    const files = await generateAll();
    const index = files.find((file) => file.path === "packages/finsh/src/commands/index.gen.ts");
    expect(index?.text).toContain('import exportCommand from "./export.ts";');
    expect(index?.text).toContain("  exportCommand,\n");
  });
});

describe("staleFiles", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "keel-generate-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("names files that are missing or differ, line ends aside", () => {
    writeFileSync(join(folder, "same.ts"), "a\r\nb\r\n");
    writeFileSync(join(folder, "other.ts"), "a\n");
    const files = ["same.ts", "other.ts", "missing.ts"].map((path) => ({ path, text: "a\nb\n" }));
    expect(staleFiles(files, folder).map((file) => file.path)).toEqual(["other.ts", "missing.ts"]);
  });
});
