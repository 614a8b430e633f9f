import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ComponentDescriptor } from "@keel/kernel";
import { afterAll, describe, expect, test } from "vitest";
import type { App } from "../src/project/app.ts";
import { type Bundle, bundleApp } from "../src/project/bundle.ts";
import { loadModel } from "../src/project/model.ts";
import { treemap } from "../src/project/treemap.ts";
import { findWorkspace } from "../src/project/workspace.ts";

const folder = mkdtempSync(join(tmpdir(), "keel-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

const app: App = { name: "app", folder, configPath: join(folder, ".config"), main: null };

/** Nano with one more component. */
function bundleWith(descriptor: ComponentDescriptor): Promise<Bundle> {
  const model = loadModel(null, "sim");
  const components = [...model.components, { origin: "node_modules/gone/descriptor.ts", descriptor }];
  return bundleApp(findWorkspace(), app, { ...model, components });
}

describe("bundleApp", () => {
  test("a component whose package is not installed is named, with its file and what to do", async () => {
    const gone = { name: "gone", title: "Gone", menu: [], package: "@nobody/gone", create: "gone" };
    await expect(bundleWith(gone)).rejects.toThrow(
      "node_modules/gone/descriptor.ts: component gone needs the package @nobody/gone, which is not installed. Install it: npm install @nobody/gone",
    );
  });

  test("a component whose package has no such export is named too", async () => {
    const gone = { name: "gone", title: "Gone", menu: [], package: "@keel/kernel", create: "createGone" };
    await expect(bundleWith(gone)).rejects.toThrow(/the app app cannot be built: [^]*createGone/);
  });
});

describe("treemap", () => {
  test("fills its area exactly, each part as large as its code", () => {
    const part = (name: string, minified: number) => ({ part: name, raw: 0, minified, gzip: 0, brotli: 0 });
    const areas = treemap(
      [part("a", 600), part("b", 300), part("c", 80), part("d", 20), part("e", 0)],
      200,
      100,
    );
    expect(areas.map(({ part: { part: name } }) => name)).toEqual(["a", "b", "c", "d"]);
    for (const { part: own, width, height } of areas) expect(width * height).toBeCloseTo(own.minified * 20);
    for (const { x, y, width, height } of areas) {
      expect(x + width).toBeLessThanOrEqual(200 + 1e-9);
      expect(y + height).toBeLessThanOrEqual(100 + 1e-9);
    }
  });
});
