// The actions of `keel config` on one app's configuration.

import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { jsonSchema, type Option } from "@keel/config";
import { UsageError } from "../arguments.ts";
import { fromCaller } from "../hosted-board.ts";
import { helpOf } from "../menuconfig/rows.ts";
import { type App, findApp } from "./app.ts";
import { saveConfiguration } from "./config-files.ts";
import { loadInto, loadModel, type Model } from "./model.ts";
import { refuseFaults, warningsOf } from "./report.ts";
import { findWorkspace } from "./workspace.ts";

const PROFILES = ["nano", "rtos", "smart"];

export class ConfigTool {
  private readonly app: App;
  private readonly model: Model;

  private constructor(app: App, model: Model) {
    this.app = app;
    this.model = model;
  }

  static open(name: string | null, board: string | null): ConfigTool {
    const app = findApp(findWorkspace(), name);
    return new ConfigTool(app, loadModel(app.configPath, board));
  }

  /** Replaces the .config by a profile's. Its files come along, so that it builds where it is. */
  static startAgain(name: string | null, profile: string): number {
    if (!PROFILES.includes(profile))
      throw new UsageError(`there is no profile '${profile}'; there are: ${PROFILES.join(", ")}`);
    const workspace = findWorkspace();
    const app = findApp(workspace, name);
    const source = join(workspace.root, "apps", profile);
    const model = loadModel(join(source, ".config"));
    const rootfs = model.configuration.value("KEEL_ROOTFS");
    if (model.configuration.tree.options.has("KEEL_ROOTFS") && rootfs !== "" && source !== app.folder) {
      const target = join(app.folder, rootfs);
      mkdirSync(dirname(target), { recursive: true });
      if (!existsSync(target)) copyFileSync(join(source, rootfs), target);
    }
    saveConfiguration(model.configuration, app.configPath);
    console.log(`wrote ${app.configPath}: ${profile}, board ${model.board.descriptor.name}`);
    return 0;
  }

  set(words: readonly string[]): number {
    if (words.length === 0 || words.length % 2 !== 0)
      throw new UsageError("usage: keel config set SYMBOL VALUE [SYMBOL VALUE ...]");
    const { configuration } = this.model;
    refuseFaults(this.model, this.app.configPath);
    for (let i = 0; i < words.length; i += 2) {
      const option = this.find(words[i] as string);
      const wanted = words[i + 1] as string;
      const fault = configuration.set(option.name, wanted);
      if (fault !== null) throw new UsageError(fault);
      if (configuration.value(option.name) !== wanted)
        throw new UsageError(
          `${option.name}=${wanted} has no effect: ${configuration.why(option)} (${option.origin})`,
        );
    }
    this.write();
    return 0;
  }

  get(name: string): number {
    console.log(this.model.configuration.value(this.find(name).name));
    return 0;
  }

  list(word: string): number {
    const { configuration } = this.model;
    const wanted = word.toLowerCase();
    for (const option of configuration.tree.options.values()) {
      const text = `${option.name} ${option.prompt ?? ""}`;
      if (!text.toLowerCase().includes(wanted)) continue;
      const { value, reason } = configuration.outcome(option);
      const shown = reason === "unavailable" ? "-" : value === "" ? '""' : value;
      console.log(`${option.name.padEnd(28)} ${shown.padEnd(12)} ${option.prompt ?? ""}`.trimEnd());
    }
    return 0;
  }

  explain(name: string): number {
    const { configuration } = this.model;
    const option = this.find(name);
    const node = option.nodes[0];
    if (node !== undefined) console.log(helpOf(configuration, node).join("\n"));
    console.log(`\nNow: ${option.name}=${configuration.value(option.name)}: ${configuration.why(option)}.`);
    return 0;
  }

  /** Exit status 1 when there is a difference, as diff(1). */
  diff(path: string): number {
    const other = loadModel(this.readable(path));
    const names = new Set([...this.values(this.model).keys(), ...this.values(other).keys()]);
    let differences = 0;
    for (const name of [...names].sort()) {
      const [own, theirs] = [this.values(this.model).get(name), this.values(other).get(name)];
      if (own === theirs) continue;
      differences++;
      console.log(`${name.padEnd(28)} ${own ?? "-"} -> ${theirs ?? "-"}`);
    }
    for (const { name } of other.report.unknown) console.log(`${name.padEnd(28)} is not known here`);
    return differences === 0 ? 0 : 1;
  }

  load(path: string): number {
    const file = this.readable(path);
    const report = loadInto(this.model.configuration, file, readFileSync(file, "utf8"));
    for (const { message } of report.faults) console.error(`keel: ${path}: ${message}`);
    if (report.unknown.length > 0) {
      console.log(`${report.unknown.length} symbols of ${path} are not known here and were left out:`);
      for (const { name, line } of report.unknown) console.log(`  line ${line}: ${name}`);
    }
    this.write();
    return report.faults.length === 0 ? 0 : 1;
  }

  save(path: string): number {
    saveConfiguration(this.model.configuration, fromCaller(path));
    console.log(`wrote ${fromCaller(path)}`);
    return 0;
  }

  schema(): number {
    console.log(JSON.stringify(jsonSchema(this.model.configuration.tree), null, 2));
    return 0;
  }

  private write(): void {
    saveConfiguration(this.model.configuration, this.app.configPath);
    console.log(`wrote ${this.app.configPath}`);
    for (const line of warningsOf(loadModel(this.app.configPath), this.app.configPath))
      console.error(`keel: warning: ${line}`);
  }

  private find(name: string): Option {
    const symbol = name.replace(/^CONFIG_/, "");
    const option = this.model.configuration.tree.options.get(symbol);
    if (option !== undefined) return option;
    throw new UsageError(
      `${this.model.configuration.set(symbol, "y") ?? symbol} (keel config list shows them all)`,
    );
  }

  private readable(path: string): string {
    const file = fromCaller(path);
    if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
    return file;
  }

  /** What holds, by symbol; options that are not available are left out. */
  private values({ configuration }: Model): Map<string, string> {
    const values = new Map<string, string>();
    for (const option of configuration.tree.options.values()) {
      const { value, reason } = configuration.outcome(option);
      if (reason !== "unavailable") values.set(option.name, value);
    }
    return values;
  }
}
