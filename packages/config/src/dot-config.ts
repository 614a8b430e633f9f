// .config files: `CONFIG_X=y`, `# CONFIG_X is not set`, and the menus as comments, as Kconfig's tools write them.

import type { Configuration } from "./configuration.ts";
import type { MenuNode, Option, OptionNode } from "./tree.ts";

/** What a .config said that the tree could not take. Nothing is dropped silently. */
export interface LoadReport {
  /** Names without a declaration, with their lines. */
  readonly unknown: readonly { readonly name: string; readonly line: number }[];
  readonly faults: readonly { readonly name: string; readonly line: number; readonly message: string }[];
}

/** Replaces the user's wishes by those in a .config. */
export function loadDotConfig(configuration: Configuration, text: string): LoadReport {
  const unknown: { name: string; line: number }[] = [];
  const faults: { name: string; line: number; message: string }[] = [];
  configuration.clear();
  text.split(/\r?\n/).forEach((content, index) => {
    const line = index + 1;
    const entry = parseLine(content);
    if (entry === null) {
      if (content.trim() !== "" && !content.trimStart().startsWith("#")) {
        faults.push({
          name: "",
          line,
          message: `line ${line} is neither CONFIG_NAME=value nor a comment: ${content.trim()}`,
        });
      }
      return;
    }
    const option = configuration.tree.options.get(entry.name);
    if (option === undefined) {
      unknown.push({ name: entry.name, line });
      return;
    }
    const message = configuration.set(entry.name, entry.value);
    if (message !== null) faults.push({ name: entry.name, line, message: `line ${line}: ${message}` });
  });
  return { unknown, faults };
}

function parseLine(content: string): { name: string; value: string } | null {
  const unset = /^\s*#\s*CONFIG_(\w+) is not set\s*$/.exec(content);
  if (unset) return { name: unset[1] as string, value: "n" };
  const set = /^\s*CONFIG_(\w+)\s*=\s*(.*?)\s*$/.exec(content);
  if (!set) return null;
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(set[2] as string);
  return {
    name: set[1] as string,
    value: quoted ? (quoted[1] as string).replace(/\\(.)/g, "$1") : (set[2] as string),
  };
}

/** The whole configuration as a .config. */
export function writeDotConfig(configuration: Configuration): string {
  const lines: string[] = [];
  const done = new Set<Option>();
  const write = (node: MenuNode): void => {
    if (node.kind === "option") {
      writeOption(node);
      node.children.forEach(write);
    } else if (node.kind === "choice") node.children.forEach(write);
    else if (node.kind === "comment") {
      if (configuration.isVisible(node)) lines.push("", "#", `# ${node.text}`, "#");
    } else if (configuration.isVisible(node)) {
      if (node.parent !== null) lines.push("", "#", `# ${node.title}`, "#");
      node.children.forEach(write);
      if (node.parent !== null) lines.push(`# end of ${node.title}`);
    } else node.children.forEach(write);
  };
  const writeOption = ({ option }: OptionNode): void => {
    if (done.has(option)) return;
    done.add(option);
    const line = optionLine(configuration, option);
    if (line !== null) lines.push(line);
  };
  write(configuration.tree.root);
  return `${lines.join("\n").replace(/^\n+/, "")}\n`;
}

function optionLine(configuration: Configuration, option: Option): string | null {
  const { value, reason } = configuration.outcome(option);
  if (option.type === "bool") {
    if (value === "y") return `CONFIG_${option.name}=y`;
    return configuration.isEditable(option) ? `# CONFIG_${option.name} is not set` : null;
  }
  if (reason === "unavailable" || (value === "" && option.type !== "string")) return null;
  return `CONFIG_${option.name}=${option.type === "string" ? quote(value) : value}`;
}

export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
