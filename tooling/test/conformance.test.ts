// The BusyBox suite's material. The suite itself runs with `pnpm conformance`.

import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadBusyBoxCases } from "../conformance/busybox.ts";
import { findBusyBox } from "../conformance/fetch-busybox.ts";
import { writeSampleTree } from "../conformance/sample-tree.ts";

describe("loadBusyBoxCases", () => {
  const cases = loadBusyBoxCases();

  test("covers the shell, files, text and the system", () => {
    const groups = new Set(cases.map(({ name }) => name.split("-")[0]));
    expect([...groups].sort()).toEqual(["files", "shell", "system", "text"]);
    expect(cases.length).toBeGreaterThan(40);
  });

  test("starts every script in a copy of the sample tree and says what it is about", () => {
    for (const { name, script } of cases) {
      expect(script, name).toContain('cp -a "$TREE/." "$WORK"');
      expect(script, name).toMatch(/\n# .*\.\n/);
    }
  });
});

describe("findBusyBox", () => {
  test("refuses a path where nothing is", () => {
    expect(() => findBusyBox(join(tmpdir(), "no-such-busybox"))).toThrow("no BusyBox");
  });
});

describe("writeSampleTree", () => {
  test.skipIf(process.platform === "win32")("makes files, modes, times and a link", () => {
    const folder = mkdtempSync(join(tmpdir(), "keel-tree-"));
    try {
      writeSampleTree(folder);
      expect(readFileSync(join(folder, "sub/deep/bottom.txt"), "utf8")).toBe("the bottom line\n");
      expect(readlinkSync(join(folder, "link"))).toBe("sub/notes.txt");
      expect(statSync(join(folder, "script.sh")).mode & 0o777).toBe(0o755);
      expect(statSync(join(folder, "words.txt")).mtimeMs).toBe(Date.UTC(2001, 8, 9, 1, 46, 40));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
