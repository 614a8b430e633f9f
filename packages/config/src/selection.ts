// What a configuration comes to: the components that are in, each with the settings it is given, and the export
// that powers the board on.

import type { ComponentDescriptor, EntryDescriptor, OptionDescriptor, OptionValue } from "@keel/kernel";
import type { DeclaredBoard, DeclaredComponent } from "./component-tree.ts";
import type { Configuration } from "./configuration.ts";
import { parseExpression } from "./expression.ts";
import { ConfigTreeError } from "./tree.ts";

/** A file of the app's folder, whose bytes are the setting; null: none. */
export interface FileSetting {
  readonly symbol: string;
  readonly path: string | null;
}

export type Setting = OptionValue | FileSetting;
export type Settings = Readonly<Record<string, Setting>>;

export interface SelectedComponent {
  readonly origin: string;
  readonly descriptor: ComponentDescriptor;
  readonly settings: Settings;
}

export interface Selection {
  readonly components: readonly SelectedComponent[];
  /** The board package's export that powers it on. */
  readonly createBoard: string;
}

export function selectionOf(
  configuration: Configuration,
  board: DeclaredBoard,
  components: readonly DeclaredComponent[],
): Selection {
  const system = board.descriptor.systems.find(({ when }) => configuration.holds(parseExpression(when)));
  if (system === undefined) {
    throw new ConfigTreeError(
      `${board.origin}: board ${board.descriptor.name} has no system for this configuration. Add one whose condition holds.`,
    );
  }
  return {
    createBoard: system.create,
    components: components
      .filter(({ descriptor: { symbol } }) => symbol === undefined || configuration.isOn(symbol))
      .map(({ origin, descriptor }) => ({
        origin,
        descriptor,
        settings: settingsOf(configuration, descriptor),
      })),
  };
}

function settingsOf(configuration: Configuration, descriptor: ComponentDescriptor): Settings {
  const settings: Record<string, Setting> = {};
  for (const o of optionsIn(descriptor.options ?? [])) {
    if (o.setting === undefined) continue;
    const option = configuration.tree.options.get(o.symbol);
    if (option === undefined) continue;
    const { value, reason } = configuration.outcome(option);
    if (reason === "unavailable" && o.type !== "bool") continue;
    settings[o.setting] = valueOf(o, value);
  }
  return settings;
}

function valueOf(o: OptionDescriptor, text: string): Setting {
  if (o.isFile === true) return { symbol: o.symbol, path: text === "" ? null : text };
  if (o.type === "bool") return text === "y";
  return o.type === "string" ? text : Number(text);
}

function* optionsIn(entries: readonly EntryDescriptor[]): Generator<OptionDescriptor> {
  for (const entry of entries) {
    if (entry.type === "menu") yield* optionsIn(entry.options);
    else if (entry.type !== "choice") yield entry;
  }
}
