// Values of a tree's options: what the user asked for, and what comes of it with defaults, dependencies,
// selects, implies, choices and ranges. Nothing is stored but the user's wishes; the rest is worked out.

import { allOf, formatExpression, isTrue, textOf, type ValueText } from "./expression.ts";
import type { ChoiceNode, ConfigTree, MenuNode, Option, OptionNode } from "./tree.ts";

/** Something the user should know: a wish that cannot be met, a select that overrides a dependency. */
export interface Warning {
  readonly option: string;
  readonly message: string;
}

/** Why an option has the value it has. */
export type Reason = "user" | "default" | "selected" | "implied" | "choice" | "unavailable" | "none";

export interface Outcome {
  readonly value: ValueText;
  readonly reason: Reason;
}

export class Configuration {
  readonly tree: ConfigTree;
  private readonly wishes = new Map<string, ValueText>();
  private readonly outcomes = new Map<string, Outcome>();

  constructor(tree: ConfigTree) {
    this.tree = tree;
  }

  // ---- reading

  /** The option's value now: "y" or "n", a number's text, or a string; an unknown option's is its own name. */
  value(name: string): ValueText {
    const option = this.tree.options.get(name);
    return option === undefined ? name : this.outcome(option).value;
  }

  isOn(name: string): boolean {
    return this.tree.options.has(name) && this.value(name) === "y";
  }

  outcome(option: Option): Outcome {
    const known = this.outcomes.get(option.name);
    if (known !== undefined) return known;
    const outcome = this.workOut(option);
    this.outcomes.set(option.name, outcome);
    return outcome;
  }

  /** What the user asked for, null when nothing; it may not be in force. */
  wish(name: string): ValueText | null {
    return this.wishes.get(name) ?? null;
  }

  holds(expression: Parameters<typeof isTrue>[0]): boolean {
    return isTrue(expression, this.valueOf);
  }

  /** Whether the menu shows this node now. */
  isVisible(node: MenuNode): boolean {
    switch (node.kind) {
      case "option":
        return node.prompt !== null && this.holds(node.promptWhen) && this.isOpen(node);
      case "menu":
        return (
          this.holds(node.dependsOn) &&
          this.holds(node.visibleWhen) &&
          (node.parent === null || this.isOpen(node))
        );
      default:
        return this.isOpen(node);
    }
  }

  /** Whether the user can change the option somewhere in the menu. */
  isEditable(option: Option): boolean {
    return option.nodes.some((node) => this.isVisible(node));
  }

  /** The bounds that hold now, or null. */
  range(option: Option): { low: number; high: number } | null {
    const found = option.ranges.find((r) => this.holds(r.when));
    if (found === undefined) return null;
    return {
      low: Number(textOf(found.value.low, this.valueOf)),
      high: Number(textOf(found.value.high, this.valueOf)),
    };
  }

  /** The option of a choice that is y, or null while the choice is not available. */
  chosen(choice: ChoiceNode): Option | null {
    if (!this.isVisible(choice)) return null;
    const members = choiceMembers(choice).filter((node) => this.isVisible(node));
    const wished = members.filter((node) => this.wishes.get(node.option.name) === "y").at(-1);
    if (wished !== undefined) return wished.option;
    for (const { value, when } of choice.defaults) {
      const member = members.find((node) => node.option.name === value);
      if (member !== undefined && this.holds(when)) return member.option;
    }
    return members[0]?.option ?? null;
  }

  // ---- changing

  /** Asks for a value. Null when it can be had in form and range; otherwise why not, and nothing changes. */
  set(name: string, text: ValueText): string | null {
    const option = this.tree.options.get(name);
    if (option === undefined) return `there is no option ${name}${suggestion(this.tree, name)}`;
    const fault = this.faultOf(option, text);
    if (fault !== null) return fault;
    this.recordWish(option, text);
    return null;
  }

  /** Takes a wish back: the default holds again. */
  reset(name: string): void {
    this.wishes.delete(name);
    this.outcomes.clear();
  }

  clear(): void {
    this.wishes.clear();
    this.outcomes.clear();
  }

  /** What does not fit together now. */
  warnings(): Warning[] {
    const found: Warning[] = [];
    for (const option of this.tree.options.values()) {
      const outcome = this.outcome(option);
      if (outcome.reason === "selected" && !this.holds(option.dependsOn)) {
        const by = this.selectors(option).map((o) => o.name);
        found.push({
          option: option.name,
          message: `${option.name} is selected by ${by.join(", ")}, but depends on ${formatExpression(option.dependsOn)}, which does not hold. Switch that on, or ${by.join(", ")} off.`,
        });
      }
      const wish = this.wishes.get(option.name);
      if (wish !== undefined && wish !== outcome.value) {
        found.push({
          option: option.name,
          message: `${option.name}=${wish} was asked for, but ${this.why(option)}`,
        });
      }
    }
    return found;
  }

  /** One sentence: why the option's value is what it is. */
  why(option: Option): string {
    const { value, reason } = this.outcome(option);
    switch (reason) {
      case "selected":
        return `${option.name} is selected by ${this.selectors(option)
          .map((o) => o.name)
          .join(", ")}`;
      case "implied":
        return `${option.name} is implied by ${this.impliers(option)
          .map((o) => o.name)
          .join(", ")}`;
      case "choice":
        return `the choice "${option.choice?.prompt ?? ""}" has ${value === "y" ? "it" : "another option"} chosen`;
      case "unavailable":
        return `${option.name} depends on ${formatExpression(option.dependsOn)}, which does not hold`;
      case "user":
        return `${option.name} was set`;
      case "default":
        return `${option.name} has its default, ${value === "" ? "nothing" : value}`;
      case "none":
        return `${option.name} has no default`;
    }
  }

  selectors(option: Option): Option[] {
    return option.selectedBy.filter((s) => this.isOn(s.value.name) && this.holds(s.when)).map((s) => s.value);
  }

  impliers(option: Option): Option[] {
    return option.impliedBy.filter((s) => this.isOn(s.value.name) && this.holds(s.when)).map((s) => s.value);
  }

  // ---- how it works

  private readonly valueOf = (name: string): ValueText => this.value(name);

  private recordWish(option: Option, text: ValueText): void {
    const { choice } = option;
    if (choice !== null && text === "y") {
      for (const node of choiceMembers(choice)) this.wishes.delete(node.option.name);
    }
    this.wishes.delete(option.name);
    this.wishes.set(option.name, text);
    this.outcomes.clear();
  }

  private isOpen(node: MenuNode): boolean {
    if (!this.holds(node.dependsOn)) return false;
    for (let up = node.parent; up !== null; up = up.parent) {
      if (up.kind === "menu" && !this.holds(up.visibleWhen)) return false;
    }
    return true;
  }

  private workOut(option: Option): Outcome {
    return option.type === "bool" ? this.workOutBool(option) : this.workOutText(option);
  }

  private workOutBool(option: Option): Outcome {
    if (option.choice !== null) {
      const isChosen = this.chosen(option.choice) === option;
      return { value: isChosen ? "y" : "n", reason: "choice" };
    }
    if (this.selectors(option).length > 0) return { value: "y", reason: "selected" };
    if (!this.holds(option.dependsOn)) return { value: "n", reason: "unavailable" };
    const wish = this.wishes.get(option.name);
    if (wish !== undefined && this.isEditable(option)) return { value: wish, reason: "user" };
    const fallback = this.defaultOf(option);
    if (fallback !== "y" && this.impliers(option).length > 0) return { value: "y", reason: "implied" };
    return fallback === null ? { value: "n", reason: "none" } : { value: fallback, reason: "default" };
  }

  private workOutText(option: Option): Outcome {
    if (!this.holds(option.dependsOn)) return { value: "", reason: "unavailable" };
    const wish = this.wishes.get(option.name);
    if (wish !== undefined && this.isEditable(option) && this.isInRange(option, wish)) {
      return { value: wish, reason: "user" };
    }
    const fallback = this.defaultOf(option);
    if (fallback === null) return { value: this.clamp(option, ""), reason: "none" };
    return { value: this.clamp(option, fallback), reason: "default" };
  }

  private defaultOf(option: Option): ValueText | null {
    const found = option.defaults.find((d) => this.holds(allOf(d.when, option.dependsOn)));
    return found === undefined ? null : textOf(found.value, this.valueOf);
  }

  private isInRange(option: Option, text: ValueText): boolean {
    const range = this.range(option);
    return range === null || (Number(text) >= range.low && Number(text) <= range.high);
  }

  /** A default outside the range becomes the nearest bound, as in Kconfig. */
  private clamp(option: Option, text: ValueText): ValueText {
    const range = this.range(option);
    if (range === null || (text !== "" && this.isInRange(option, text))) return text;
    const bound = Number(text) > range.high ? range.high : range.low;
    return option.type === "hex" ? `0x${bound.toString(16)}` : String(bound);
  }

  private faultOf(option: Option, text: ValueText): string | null {
    switch (option.type) {
      case "bool":
        return text === "y" || text === "n" ? null : `${option.name} is y or n, not '${text}'`;
      case "int":
        if (!/^-?\d+$/.test(text)) return `${option.name} is a whole number, not '${text}'`;
        break;
      case "hex":
        if (!/^0[xX][0-9a-fA-F]+$/.test(text))
          return `${option.name} is a hexadecimal number such as 0x1000, not '${text}'`;
        break;
      case "string":
        return null;
    }
    const range = this.range(option);
    if (range === null || this.isInRange(option, text)) return null;
    return `${option.name} must be from ${range.low} to ${range.high}, not ${text}`;
  }
}

/** The options of a choice, those inside `if` blocks and submenus of it too. */
export function choiceMembers(choice: ChoiceNode): OptionNode[] {
  return choice.children.filter((node): node is OptionNode => node.kind === "option");
}

/** `; did you mean X?` when a known option's name is close, or nothing. */
function suggestion(tree: ConfigTree, name: string): string {
  let best = "";
  let least = Math.max(2, Math.floor(name.length / 4)) + 1;
  for (const known of tree.options.keys()) {
    const distance = editDistance(name, known, least);
    if (distance < least) {
      least = distance;
      best = known;
    }
  }
  return best === "" ? "" : `; did you mean ${best}?`;
}

/** Letters to insert, remove, replace or swap with their neighbour. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
