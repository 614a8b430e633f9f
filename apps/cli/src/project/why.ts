// Why something is in an image: by the configuration for components, by the imports for code.

import type { Configuration, Option } from "@keel/config";
import type { BuiltApp } from "./build-app.ts";
import type { BundledModule } from "./bundle.ts";
import { partOf } from "./sizes.ts";

/** Lines to print; null when nothing has that name. */
export function explainPresence({ model, bundle }: BuiltApp, name: string): string[] | null {
  const { configuration, components } = model;
  const component = components.find(({ descriptor: d }) => d.name === name || d.symbol === name);
  const symbol = component?.descriptor.symbol ?? name.replace(/^CONFIG_/, "");
  const option = configuration.tree.options.get(symbol);
  const lines: string[] = [];
  if (component !== undefined && component.descriptor.symbol === undefined)
    lines.push(`${name} is in every image (${component.origin}).`);
  else if (option !== undefined) lines.push(...explainOption(configuration, option, ""));
  const modules = bundle.modules.filter((module) => isPart(module, name));
  const used = modules.filter(({ code }) => code !== "");
  if (used.length > 0) lines.push(...importChain(bundle.modules, used));
  else if (modules.length > 0)
    lines.push(`No code of ${name} is in the image: nothing that was chosen uses it.`);
  return lines.length === 0 ? null : lines;
}

/** The option's value and reason, then the same for whatever selected it. */
function explainOption(configuration: Configuration, option: Option, indent: string): string[] {
  const { value, reason } = configuration.outcome(option);
  const lines = [`${indent}${option.name}=${value}: ${configuration.why(option)} (${option.origin})`];
  const causes =
    reason === "selected"
      ? configuration.selectors(option)
      : reason === "implied"
        ? configuration.impliers(option)
        : [];
  for (const cause of causes) lines.push(...explainOption(configuration, cause, `${indent}  `));
  if (indent === "") {
    const needed = [...configuration.tree.options.values()].filter(
      (other) => configuration.isOn(other.name) && dependsOn(other, option.name),
    );
    if (needed.length > 0) lines.push(`needed by: ${needed.map(({ name }) => name).join(", ")}`);
  }
  return lines;
}

function dependsOn(option: Option, name: string): boolean {
  return option.prompt !== null && JSON.stringify(option.dependsOn).includes(`"${name}"`);
}

/** The shortest way by imports from the entry to one of `targets`. */
function importChain(modules: readonly BundledModule[], targets: readonly BundledModule[]): string[] {
  const imports = new Map<string, string[]>();
  for (const { id, importers } of modules) {
    for (const importer of importers) imports.set(importer, [...(imports.get(importer) ?? []), id]);
  }
  const wanted = new Set(targets.map(({ id }) => id));
  const cameFrom = new Map<string, string | null>([["entry", null]]);
  for (const id of cameFrom.keys()) {
    if (wanted.has(id)) return chainTo(id, cameFrom);
    for (const next of imports.get(id) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, id);
  }
  return [];
}

function chainTo(id: string, cameFrom: ReadonlyMap<string, string | null>): string[] {
  const chain: string[] = [];
  for (let at: string | null = id; at !== null; at = cameFrom.get(at) ?? null) chain.unshift(at);
  return chain.map((one, depth) => `${"  ".repeat(depth)}${depth === 0 ? "" : "imports "}${one}`);
}

function isPart(module: BundledModule, name: string): boolean {
  const part = partOf(module);
  return part === name || part.split("/")[0] === name || module.id === name;
}
