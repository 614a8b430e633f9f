// The module that a build starts from: it imports what was chosen, nothing else, and puts it together.

import type { SelectedComponent, Selection, Setting } from "@keel/config";
import { KEEL_VERSION } from "@keel/kernel";
import type { App } from "./app.ts";
import type { Model } from "./model.ts";

/** Stands in the bundle where the lock goes: what went in is known only afterwards. */
export const LOCK_MARK = "@@KEEL_LOCK@@";
/** Prefix of the modules that carry a file's bytes. */
export const FILE_PREFIX = "keel:file/";

export interface EntryFacts {
  readonly rootfs: { readonly sha256: string; readonly abi: string } | null;
}

export function entryText(app: App, model: Model, selection: Selection, facts: EntryFacts): string {
  const { board } = model;
  const running = selection.components.filter(({ descriptor }) => descriptor.create !== undefined);
  const imports = [
    'import { IMAGE_ABI, imageMain, runImage } from "@keel/host-node";',
    'import { startup } from "@keel/kernel";',
    importLine(board.descriptor.package, board.descriptor.value, "board"),
    importLine(board.descriptor.package, selection.createBoard, "createBoard"),
    ...running.map(({ descriptor }, i) =>
      importLine(descriptor.package, descriptor.create as string, `component${i}`),
    ),
    ...(app.main === null ? [] : [`import main from ${JSON.stringify(app.main)};`]),
  ];
  const files: string[] = [];
  const components = running.map((component, i) => {
    const settings = settingsText(component, files);
    return `    from(component${i}(${settings}, on), ${JSON.stringify(originOf(component))}),`;
  });
  const manifest = JSON.stringify({
    name: app.name,
    board: board.descriptor.name,
    version: KEEL_VERSION,
    components: selection.components.map(({ descriptor }) => descriptor.name),
    rootfs: facts.rootfs,
  });
  const edition = editionOf(model);
  return `${imports.join("\n")}
${files.join("\n")}
export const manifest = { abi: IMAGE_ABI, ...${manifest}, lock: ${JSON.stringify(LOCK_MARK)} };

function from(component, origin) {
  return { ...component, origin };
}

export function create(host) {
  const on = createBoard(board, { ...host, config: ${kernelConfigText(selection)} });
  on.onConsole(host.output);
  startup(on.kernel, [
    ...on.components,
${components.join("\n")}
  ], { edition: ${JSON.stringify(edition)}${app.main === null ? "" : ", main"} });
  return on;
}

export function boot(options) {
  return runImage({ manifest, create }, options);
}

if (import.meta.main) process.exitCode = await imageMain({ manifest, create }, process.argv.slice(2));
`;
}

/** As RT-Thread's banner has it: Nano has no devices, Smart has processes. */
export function editionOf({ configuration }: Model): string {
  if (configuration.isOn("RT_USING_SMART")) return "Smart";
  return configuration.isOn("RT_USING_DEVICE") ? "" : "Nano";
}

function importLine(from: string, name: string, as: string): string {
  return `import { ${name} as ${as} } from ${JSON.stringify(from)};`;
}

function originOf({ origin, descriptor }: SelectedComponent): string {
  return descriptor.symbol === undefined ? origin : `${origin}, ${descriptor.symbol}`;
}

/** Settings of components that have nothing to bring up are the kernel's. */
function kernelConfigText(selection: Selection): string {
  const config: Record<string, Setting> = {};
  for (const { descriptor, settings } of selection.components) {
    if (descriptor.create === undefined) Object.assign(config, settings);
  }
  return JSON.stringify(config);
}

function settingsText({ settings }: SelectedComponent, files: string[]): string {
  const parts = Object.entries(settings).map(([name, value]) => {
    if (typeof value !== "object") return `${name}: ${JSON.stringify(value)}`;
    if (value.path === null) return `${name}: null`;
    files.push(`import ${value.symbol} from "${FILE_PREFIX}${value.symbol}";`);
    return `${name}: ${value.symbol}`;
  });
  return `{ ${parts.join(", ")} }`;
}
