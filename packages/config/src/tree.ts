// The tree of menus, options, choices and comments that a board offers, whatever it was read from (component
// descriptors or Kconfig files), and the options by name.

import { ALWAYS, allOf, anyOf, type Expression, symbolsOf } from "./expression.ts";

export type OptionType = "bool" | "int" | "hex" | "string";

/** A value that holds while `when` does. */
export interface Conditional<T> {
  readonly value: T;
  readonly when: Expression;
}

export interface Range {
  readonly low: Expression;
  readonly high: Expression;
}

/** Where something was declared, for messages: `packages/finsh/src/component.ts` or `Kconfig:12`. */
export type Origin = string;

/** One place in the menu where an option is shown. An option may be declared in several. */
export interface OptionNode {
  readonly kind: "option";
  readonly option: Option;
  readonly origin: Origin;
  /** What the user reads; null: never shown, set by defaults and selects only. */
  readonly prompt: string | null;
  readonly promptWhen: Expression;
  readonly help: string;
  /** Own `depends on` and that of everything around it. */
  readonly dependsOn: Expression;
  readonly parent: ParentNode;
  readonly children: MenuNode[];
}

export interface SubmenuNode {
  readonly kind: "menu";
  readonly title: string;
  readonly origin: Origin;
  readonly dependsOn: Expression;
  readonly visibleWhen: Expression;
  readonly help: string;
  readonly parent: ParentNode | null;
  readonly children: MenuNode[];
}

/** Exactly one of its options is y while it is visible. */
export interface ChoiceNode {
  readonly kind: "choice";
  readonly prompt: string;
  readonly origin: Origin;
  readonly dependsOn: Expression;
  readonly defaults: Conditional<string>[];
  readonly help: string;
  readonly parent: ParentNode;
  readonly children: MenuNode[];
}

export interface CommentNode {
  readonly kind: "comment";
  readonly text: string;
  readonly origin: Origin;
  readonly dependsOn: Expression;
  readonly parent: ParentNode;
}

export type MenuNode = OptionNode | SubmenuNode | ChoiceNode | CommentNode;
export type ParentNode = OptionNode | SubmenuNode | ChoiceNode;

/** A configuration option: a symbol of Kconfig. */
export class Option {
  readonly name: string;
  type: OptionType;
  readonly nodes: OptionNode[] = [];
  readonly defaults: Conditional<Expression>[] = [];
  readonly ranges: Conditional<Range>[] = [];
  /** What y here forces to y, and what it suggests. */
  readonly selects: Conditional<string>[] = [];
  readonly implies: Conditional<string>[] = [];
  /** The other way round, filled by `ConfigTree.link`: who selects or implies this one. */
  readonly selectedBy: Conditional<Option>[] = [];
  readonly impliedBy: Conditional<Option>[] = [];
  choice: ChoiceNode | null = null;

  constructor(name: string, type: OptionType) {
    this.name = name;
    this.type = type;
  }

  /** Holds when one of its declarations' dependencies does. */
  get dependsOn(): Expression {
    const [first, ...rest] = this.nodes;
    return rest.reduce((sum, node) => anyOf(sum, node.dependsOn), first?.dependsOn ?? ALWAYS);
  }

  get prompt(): string | null {
    return this.nodes.find((node) => node.prompt !== null)?.prompt ?? null;
  }

  get help(): string {
    return this.nodes.find((node) => node.help !== "")?.help ?? "";
  }

  get origin(): Origin {
    return this.nodes[0]?.origin ?? "?";
  }
}

/** Something wrong with the declarations themselves. The message names the file, the option and the remedy. */
export class ConfigTreeError extends Error {}

export class ConfigTree {
  readonly root: SubmenuNode;
  readonly options: Map<string, Option> = new Map();

  constructor(title: string) {
    this.root = {
      kind: "menu",
      title,
      origin: "",
      dependsOn: ALWAYS,
      visibleWhen: ALWAYS,
      help: "",
      parent: null,
      children: [],
    };
  }

  /** The option of that name, made when it is new. Throws when it is declared with another type elsewhere. */
  declare(name: string, type: OptionType, origin: Origin): Option {
    const known = this.options.get(name);
    if (known === undefined) {
      const option = new Option(name, type);
      this.options.set(name, option);
      return option;
    }
    if (known.type !== type) {
      throw new ConfigTreeError(
        `${origin}: option ${name} is declared as ${type}, but as ${known.type} in ${known.origin}. Use one type.`,
      );
    }
    return known;
  }

  /** To be called once everything is declared: joins selects to their targets and refuses cycles. */
  link(): void {
    for (const option of this.options.values()) {
      for (const [list, back] of [
        [option.selects, "selectedBy"],
        [option.implies, "impliedBy"],
      ] as const) {
        for (const { value, when } of list) {
          const target = this.options.get(value);
          if (target === undefined) continue;
          if (target.type !== "bool") {
            throw new ConfigTreeError(
              `${option.origin}: option ${option.name} selects ${value}, which is no bool. Only bool options can be selected.`,
            );
          }
          target[back].push({ value: option, when });
        }
      }
    }
    this.refuseCycles();
  }

  /** Every node of the tree, in the order of the menu. */
  *walk(node: MenuNode = this.root): Generator<MenuNode> {
    yield node;
    if (node.kind === "comment") return;
    for (const child of node.children) yield* this.walk(child);
  }

  private refuseCycles(): void {
    const done = new Set<string>();
    const path: string[] = [];
    const visit = (name: string): void => {
      const option = this.options.get(name);
      if (option === undefined || done.has(name)) return;
      const start = path.indexOf(name);
      if (start >= 0) {
        const cycle = [...path.slice(start), name];
        throw new ConfigTreeError(
          `${option.origin}: option ${name} depends on itself: ${cycle.join(" -> ")}. Remove one of these selects or dependencies.`,
        );
      }
      path.push(name);
      for (const other of inputsOf(option)) visit(other);
      path.pop();
      done.add(name);
    };
    for (const name of this.options.keys()) visit(name);
  }
}

/** The options whose values decide this one's. */
function inputsOf(option: Option): Set<string> {
  const names = new Set<string>();
  const add = (e: Expression): void => symbolsOf(e).forEach((name) => names.add(name));
  for (const node of option.nodes) add(allOf(node.dependsOn, node.promptWhen));
  for (const d of option.defaults) add(allOf(d.when, d.value));
  for (const r of option.ranges) add(allOf(r.when, allOf(r.value.low, r.value.high)));
  for (const s of [...option.selectedBy, ...option.impliedBy]) {
    names.add(s.value.name);
    add(s.when);
  }
  if (option.choice !== null) add(option.choice.dependsOn);
  names.delete(option.choice === null ? "" : option.name);
  return names;
}
