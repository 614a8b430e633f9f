// What is wrong with a configuration, for people: each line names the file, the option and what to do.

import { relative } from "node:path";
import { UsageError } from "../arguments.ts";
import type { Model } from "./model.ts";

/** What the user should know but need not act on. */
export function warningsOf(model: Model, configPath: string): string[] {
  const path = shown(configPath);
  const { unknown } = model.report;
  const lines = model.configuration.warnings().map(({ option, message }) => {
    const origin = model.configuration.tree.options.get(option)?.origin ?? "";
    return `${path}: ${message} (${option} is declared in ${origin})`;
  });
  if (unknown.length > 0) {
    lines.push(
      `${path}: ${unknown.length} symbols are not known here and have no effect: ${unknown.map(({ name }) => name).join(", ")}`,
    );
  }
  return lines;
}

/** Throws when the file says something that cannot be: a build from it would not be what the user wrote. */
export function refuseFaults(model: Model, configPath: string): void {
  const { faults } = model.report;
  if (faults.length === 0) return;
  const path = shown(configPath);
  const lines = faults.map(({ name, message }) => {
    const origin = model.configuration.tree.options.get(name)?.origin;
    const remedy =
      origin === undefined ? "Correct or remove the line" : `Correct it with: keel config set ${name} VALUE`;
    return `${path}: ${message}. ${remedy}`;
  });
  throw new UsageError(lines.join("\n"));
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
