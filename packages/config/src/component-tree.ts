// The tree of options of one board: its own symbols, then every component's descriptor, turned into the same nodes
// that Kconfig files give.

import type {
  BoardDescriptor,
  ChoiceDescriptor,
  ComponentDescriptor,
  EntryDescriptor,
  OptionDescriptor,
  OptionValue,
} from "@keel/kernel";
import { ALWAYS, allOf, type Expression, ExpressionError, parseExpression } from "./expression.ts";
import {
  type ChoiceNode,
  ConfigTree,
  ConfigTreeError,
  type MenuNode,
  type Option,
  type OptionNode,
  type Origin,
  type ParentNode,
  type SubmenuNode,
} from "./tree.ts";

/** The symbol that names the board in a .config. */
export const BOARD_SYMBOL = "KEEL_BOARD";

/** A component with the file that declares it. */
export interface DeclaredComponent {
  readonly origin: Origin;
  readonly descriptor: ComponentDescriptor;
}

export interface DeclaredBoard {
  readonly origin: Origin;
  readonly descriptor: BoardDescriptor;
}

/**
 * The tree for `board`, one of `boards`: what the others have is known in it, and off.
 * Throws ConfigTreeError: cycles, types that clash, selects of nothing, symbols that no file declares.
 */
export function componentTree(
  board: DeclaredBoard,
  components: readonly DeclaredComponent[],
  boards: readonly DeclaredBoard[] = [board],
): ConfigTree {
  const tree = new ConfigTree(`Keel configuration: ${board.descriptor.title}`);
  const builder = new TreeBuilder(tree);
  builder.board(board);
  for (const other of boards) if (other.descriptor.name !== board.descriptor.name) builder.absentBoard(other);
  const names = new Map<string, Origin>();
  for (const { origin, descriptor } of components) {
    const first = names.get(descriptor.name);
    if (first !== undefined) {
      throw new ConfigTreeError(
        `${origin}: component ${descriptor.name} is declared in ${first} already. Give one of them another name.`,
      );
    }
    names.set(descriptor.name, origin);
    builder.component(origin, descriptor);
  }
  builder.refuseUnknown();
  tree.link();
  return tree;
}

class TreeBuilder {
  private readonly tree: ConfigTree;
  /** Symbols that something refers to, with who does. */
  private readonly mentions: { readonly name: string; readonly by: string }[] = [];

  constructor(tree: ConfigTree) {
    this.tree = tree;
  }

  board({ origin, descriptor }: DeclaredBoard): void {
    const { root } = this.tree;
    this.option({ type: "string", symbol: BOARD_SYMBOL, default: descriptor.name }, origin, root, ALWAYS);
    for (const { symbol, selects } of descriptor.symbols) {
      this.option({ type: "bool", symbol, default: true, selects: selects ?? [] }, origin, root, ALWAYS);
    }
  }

  /** The symbols of a board that is not this one. */
  absentBoard({ origin, descriptor }: DeclaredBoard): void {
    for (const { symbol } of descriptor.symbols) {
      if (this.tree.options.has(symbol)) continue;
      this.option({ type: "bool", symbol }, origin, this.tree.root, ALWAYS);
    }
  }

  component(origin: Origin, descriptor: ComponentDescriptor): void {
    const parent = this.menu(descriptor.menu);
    const { symbol } = descriptor;
    if (symbol === undefined) {
      for (const entry of descriptor.options ?? []) this.entry(entry, origin, parent, ALWAYS);
      return;
    }
    const node = this.option(
      {
        type: "bool",
        symbol,
        ...(descriptor.isHidden === true ? {} : { prompt: descriptor.title }),
        ...pick(descriptor, ["help", "default", "dependsOn", "selects", "implies"]),
      },
      origin,
      parent,
      ALWAYS,
    );
    const isOn: Expression = { kind: "symbol", name: symbol };
    // A hidden option can hold no page of options: they stand beside it.
    const place = descriptor.isHidden === true ? parent : node;
    for (const entry of descriptor.options ?? []) this.entry(entry, origin, place, isOn);
  }

  /** Names in selects and expressions that nothing declares: a slip, where Kconfig would quietly say n. */
  refuseUnknown(): void {
    for (const { name, by } of this.mentions) {
      if (this.tree.options.has(name)) continue;
      throw new ConfigTreeError(
        `${by} refers to ${name}, which no component declares. Correct the name, or add the component that declares it.`,
      );
    }
  }

  private entry(entry: EntryDescriptor, origin: Origin, parent: ParentNode, when: Expression): void {
    if (entry.type === "choice") this.choice(entry, origin, parent, when);
    else if (entry.type === "menu") {
      const own = this.expression(entry.dependsOn, origin, `menu "${entry.title}"`);
      const menu = this.submenu(entry.title, origin, parent, allOf(when, own));
      for (const inner of entry.options) this.entry(inner, origin, menu, ALWAYS);
    } else this.option(entry, origin, parent, when);
  }

  private option(o: OptionDescriptor, origin: Origin, parent: ParentNode, when: Expression): OptionNode {
    const option = this.tree.declare(o.symbol, o.type, origin);
    const where = `option ${o.symbol}`;
    const own = this.expression(o.dependsOn, origin, where);
    const dependsOn = allOf(allOf(parent.dependsOn, when), own);
    const node: OptionNode = {
      kind: "option",
      option,
      origin,
      prompt: o.prompt ?? null,
      promptWhen: ALWAYS,
      help: o.help ?? "",
      dependsOn,
      parent,
      children: [],
    };
    this.add(parent, node);
    this.defaults(option, o, origin, dependsOn);
    this.ranges(option, o, origin);
    for (const [list, names] of [
      [option.selects, o.selects],
      [option.implies, o.implies],
    ] as const) {
      for (const name of names ?? []) {
        this.mentions.push({ name, by: `${origin}: ${where}` });
        list.push({ value: name, when: dependsOn });
      }
    }
    return node;
  }

  private defaults(option: Option, o: OptionDescriptor, origin: Origin, dependsOn: Expression): void {
    const list = o.default === undefined ? [] : Array.isArray(o.default) ? o.default : [o.default];
    for (const item of list as readonly (OptionValue | { value: OptionValue; when: string })[]) {
      const isConditional = typeof item === "object";
      const value = isConditional ? item.value : item;
      const condition = this.expression(isConditional ? item.when : undefined, origin, `option ${o.symbol}`);
      this.checkValue(o, value, origin);
      option.defaults.push({ value: constant(o, value), when: allOf(dependsOn, condition) });
    }
  }

  private checkValue(o: OptionDescriptor, value: OptionValue, origin: Origin): void {
    const wanted = o.type === "bool" ? "boolean" : o.type === "string" ? "string" : "number";
    if (typeof value === wanted) return;
    throw new ConfigTreeError(
      `${origin}: option ${o.symbol} is ${o.type === "int" ? "an" : "a"} ${o.type}, but its default is ${JSON.stringify(value)}. Write a ${wanted}.`,
    );
  }

  private ranges(option: Option, o: OptionDescriptor, origin: Origin): void {
    if (o.range === undefined) return;
    const list = typeof o.range[0] === "number" ? [{ range: o.range, when: undefined }] : o.range;
    for (const item of list as readonly { range: readonly [number, number]; when?: string }[]) {
      const [low, high] = item.range;
      if (low > high) {
        throw new ConfigTreeError(
          `${origin}: option ${o.symbol} has the range ${low} to ${high}, which is empty. Put the smaller bound first.`,
        );
      }
      option.ranges.push({
        value: { low: constant(o, low), high: constant(o, high) },
        when: this.expression(item.when, origin, `option ${o.symbol}`),
      });
    }
  }

  private choice(c: ChoiceDescriptor, origin: Origin, parent: ParentNode, when: Expression): void {
    const own = this.expression(c.dependsOn, origin, `choice "${c.prompt}"`);
    const choice: ChoiceNode = {
      kind: "choice",
      prompt: c.prompt,
      origin,
      dependsOn: allOf(allOf(parent.dependsOn, when), own),
      defaults: [{ value: c.default, when: ALWAYS }],
      help: c.help ?? "",
      parent,
      children: [],
    };
    this.add(parent, choice);
    if (!c.options.some((o) => o.symbol === c.default)) {
      throw new ConfigTreeError(
        `${origin}: choice "${c.prompt}" has the default ${c.default}, which is none of its options. Name one of them.`,
      );
    }
    for (const o of c.options) {
      this.option({ type: "bool", ...o }, origin, choice, ALWAYS).option.choice = choice;
    }
  }

  /** The menu at the end of a path of titles; those that are missing are made. */
  private menu(path: readonly string[]): SubmenuNode {
    let at = this.tree.root;
    for (const title of path) {
      const known = at.children.find(
        (node): node is SubmenuNode => node.kind === "menu" && node.title === title,
      );
      at = known ?? this.submenu(title, "", at, ALWAYS);
    }
    return at;
  }

  private submenu(title: string, origin: Origin, parent: ParentNode, when: Expression): SubmenuNode {
    const menu: SubmenuNode = {
      kind: "menu",
      title,
      origin,
      dependsOn: allOf(parent.dependsOn, when),
      visibleWhen: ALWAYS,
      help: "",
      parent,
      children: [],
    };
    this.add(parent, menu);
    return menu;
  }

  private add(parent: ParentNode, node: MenuNode): void {
    parent.children.push(node);
    if (node.kind === "option") node.option.nodes.push(node);
  }

  private expression(text: string | undefined, origin: Origin, where: string): Expression {
    if (text === undefined) return ALWAYS;
    try {
      const expression = parseExpression(text);
      this.mention(expression, `${origin}: ${where}`);
      return expression;
    } catch (error) {
      if (error instanceof ExpressionError)
        throw new ConfigTreeError(`${origin}: ${where}: ${error.message}`);
      throw error;
    }
  }

  private mention(e: Expression, by: string): void {
    if (e.kind === "symbol") this.mentions.push({ name: e.name, by });
    else if (e.kind === "not") this.mention(e.operand, by);
    else if (e.kind !== "constant") {
      this.mention(e.left, by);
      this.mention(e.right, by);
    }
  }
}

function constant(o: OptionDescriptor, value: OptionValue): Expression {
  return { kind: "constant", text: textOfValue(o.type, value) };
}

function textOfValue(type: OptionDescriptor["type"], value: OptionValue): string {
  if (typeof value === "boolean") return value ? "y" : "n";
  return type === "hex" && typeof value === "number" ? `0x${value.toString(16)}` : String(value);
}

/** Those of `keys` that `from` has. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as Pick<T, K>;
}
