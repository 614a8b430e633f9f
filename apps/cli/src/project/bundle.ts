// Builds an app: its configuration's components, its program and its files in one module. The same inputs give the
// same bytes: nothing of the host, the folder or the time goes in.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { type Selection, selectionOf } from "@keel/config";
import type { OutputChunk, Plugin } from "rolldown";
import { UsageError } from "../arguments.ts";
import type { App } from "./app.ts";
import { entryText, FILE_PREFIX, LOCK_MARK } from "./entry.ts";
import type { Model } from "./model.ts";
import { nodeBuiltins } from "./node-builtins.ts";
import { refuseFaults } from "./report.ts";
import { type RootfsFacts, rootfsFacts } from "./rootfs.ts";
import { resolvePackage, type Workspace } from "./workspace.ts";

const ENTRY = "\0keel-entry";

/** A module of a build, with what is left of it once what is not used is gone: perhaps nothing. */
export interface BundledModule {
  /** Path relative to the clone, or the name of what was generated: `keel:file/KEEL_ROOTFS`. */
  readonly id: string;
  /** Not minified. */
  readonly code: string;
  /** The modules that import it. */
  readonly importers: readonly string[];
}

export interface Bundle {
  readonly code: string;
  readonly selection: Selection;
  readonly modules: readonly BundledModule[];
}

/** Throws UsageError: faults in the .config, a missing package or file, a program that does not bundle. */
export async function bundleApp(workspace: Workspace, app: App, model: Model): Promise<Bundle> {
  refuseFaults(model, app.configPath);
  const selection = selectionOf(model.configuration, model.board, model.components);
  const packages = packagesOf(workspace, app, selection);
  const files = filesOf(app, selection);
  const rootfs = files.get("KEEL_ROOTFS");
  const facts = { rootfs: rootfs === undefined ? null : rootfs.facts };
  const { rolldown } = await import("rolldown");
  const importers = new Map<string, readonly string[]>();
  const collect: Plugin = {
    name: "keel-importers",
    buildEnd() {
      for (const id of this.getModuleIds()) importers.set(id, this.getModuleInfo(id)?.importers ?? []);
    },
  };
  const build = await rolldown({
    input: ENTRY,
    platform: "neutral",
    plugins: [
      sources(workspace, packages, entryText(app, model, selection, facts), files),
      nodeBuiltins(),
      collect,
    ],
    optimization: { inlineConst: { mode: "all", pass: 3 } },
    treeshake: { propertyReadSideEffects: false },
    logLevel: "silent",
  });
  try {
    const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: false });
    const chunk = output[0];
    const nameOf = (id: string): string => moduleName(workspace, id);
    const modules = [...importers]
      .map(([id, from]) => ({
        id: nameOf(id),
        code: chunk.modules[id]?.code ?? "",
        importers: from.map(nameOf),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return { code: withLock(chunk, workspace), selection, modules };
  } catch (error) {
    throw new UsageError(
      `the app ${app.name} cannot be built: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await build.close();
  }
}

/** Entry file by package name, for everything that can be imported. */
function packagesOf(workspace: Workspace, app: App, selection: Selection): ReadonlyMap<string, string> {
  const packages = new Map(workspace.packages);
  for (const { origin, descriptor } of selection.components) {
    const entry = resolvePackage(workspace, descriptor.package, app.folder);
    if (entry === null) {
      const off =
        descriptor.symbol === undefined ? "" : `, or switch it off: keel config set ${descriptor.symbol} n`;
      throw new UsageError(
        `${origin}: component ${descriptor.name} needs the package ${descriptor.package}, which is not installed. Install it: npm install ${descriptor.package}${off}`,
      );
    }
    packages.set(descriptor.package, entry);
  }
  return packages;
}

interface ChosenFile {
  readonly bytes: Uint8Array;
  readonly facts: RootfsFacts;
}

/** The files that options name, by their symbols. */
function filesOf(app: App, selection: Selection): Map<string, ChosenFile> {
  const files = new Map<string, ChosenFile>();
  for (const { origin, settings } of selection.components) {
    for (const value of Object.values(settings)) {
      if (typeof value !== "object" || value.path === null) continue;
      const path = resolve(app.folder, value.path);
      if (!existsSync(path)) {
        throw new UsageError(
          `${app.configPath}: ${value.symbol} names ${value.path}, but there is no file ${path}. Put it there, or correct the option (${origin}): keel config set ${value.symbol} PATH`,
        );
      }
      const bytes = readFileSync(path);
      files.set(value.symbol, { bytes, facts: rootfsFacts(bytes, path) });
    }
  }
  return files;
}

function sources(
  workspace: Workspace,
  packages: ReadonlyMap<string, string>,
  entry: string,
  files: ReadonlyMap<string, ChosenFile>,
): Plugin {
  return {
    name: "keel-sources",
    resolveId(id) {
      if (id === ENTRY) return { id, moduleSideEffects: true };
      if (id.startsWith(FILE_PREFIX)) return { id: `\0${id}`, moduleSideEffects: false };
      const path = packages.get(id);
      // A package of ours has no effects when it is imported: what is not used goes.
      return path === undefined ? null : { id: path, moduleSideEffects: !path.startsWith(workspace.root) };
    },
    load(id) {
      if (id === ENTRY) return { code: entry, moduleType: "js" };
      if (!id.startsWith(`\0${FILE_PREFIX}`)) return null;
      const file = files.get(id.slice(FILE_PREFIX.length + 1));
      const text = Buffer.from(file?.bytes ?? []).toString("base64");
      return `export default /* @__PURE__ */ Uint8Array.from(atob("${text}"), (c) => c.charCodeAt(0));`;
    },
  };
}

function moduleName(workspace: Workspace, id: string): string {
  if (id === ENTRY) return "entry";
  if (isAbsolute(id)) return relative(workspace.root, id).replaceAll("\\", "/");
  return id.replace(/^\0/, "");
}

/** The chunk's code with the lock filled in: the hash of what each package gave. */
function withLock(chunk: OutputChunk, workspace: Workspace): string {
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for (const id of Object.keys(chunk.modules).sort()) {
    if (!isAbsolute(id) || (chunk.modules[id]?.code ?? "") === "") continue;
    const name = packageOf(moduleName(workspace, id));
    const hash = hashes.get(name) ?? createHash("sha256");
    hashes.set(name, hash.update(readFileSync(id)));
  }
  const lock = Object.fromEntries([...hashes].map(([name, hash]) => [name, hash.digest("hex")]));
  return chunk.code.replace(new RegExp(`(["'\`])${LOCK_MARK}\\1`), JSON.stringify(lock));
}

/** The folder of the package a module belongs to: `packages/dfs`. */
export function packageOf(name: string): string {
  const own = /^(?:packages|apps)\/[^/]+/.exec(name);
  return own === null ? dirname(name) : own[0];
}
