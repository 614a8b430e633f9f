// What one page of the menu lists: a row for each node that is to be seen, with its mark and text.

import {
  type ChoiceNode,
  choiceMembers,
  type Configuration,
  type Expression,
  formatExpression,
  type MenuNode,
  type OptionNode,
  type ParentNode,
} from "@keel/config";

export interface Row {
  readonly node: MenuNode;
  readonly indent: number;
  /** `[*]`, `(12)`, `-*-` or nothing. */
  readonly mark: string;
  readonly text: string;
  /** Has a page of its own. */
  readonly isMenu: boolean;
  /** Only listed because the user asked for hidden options too. */
  readonly isHidden: boolean;
}

/** The rows of `page`; `withHidden` lists what cannot be changed now as well. */
export function rowsOf(configuration: Configuration, page: ParentNode, withHidden: boolean): Row[] {
  const rows: Row[] = [];
  const parents: string[] = [];
  for (const node of page.children) {
    const isVisible = configuration.isVisible(node);
    if (!isVisible && !(withHidden && canBeListed(node))) continue;
    while (parents.length > 0 && !requires(node.dependsOn, parents.at(-1) as string)) parents.pop();
    rows.push(rowOf(configuration, node, parents.length, !isVisible));
    if (node.kind === "option" && node.option.type === "bool" && page.kind !== "choice")
      parents.push(node.option.name);
  }
  return rows;
}

function canBeListed(node: MenuNode): boolean {
  return node.kind !== "comment" && (node.kind !== "option" || node.prompt !== null);
}

/** Whether the expression cannot hold without option `name`. */
function requires(expression: Expression, name: string): boolean {
  if (expression.kind === "symbol") return expression.name === name;
  return expression.kind === "and" && (requires(expression.left, name) || requires(expression.right, name));
}

function rowOf(configuration: Configuration, node: MenuNode, indent: number, isHidden: boolean): Row {
  switch (node.kind) {
    case "menu":
      return { node, indent, mark: "", text: node.title, isMenu: true, isHidden };
    case "comment":
      return { node, indent, mark: "", text: `*** ${node.text} ***`, isMenu: false, isHidden };
    case "choice":
      return { node, indent, mark: "", text: choiceText(configuration, node), isMenu: true, isHidden };
    case "option":
      return {
        node,
        indent,
        mark: optionMark(configuration, node),
        text: node.prompt ?? node.option.name,
        isMenu: false,
        isHidden,
      };
  }
}

function choiceText(configuration: Configuration, choice: ChoiceNode): string {
  const chosen = configuration.chosen(choice);
  const member = choiceMembers(choice).find((node) => node.option === chosen);
  return member === undefined ? choice.prompt : `${choice.prompt} (${member.prompt ?? member.option.name})`;
}

function optionMark(configuration: Configuration, { option }: OptionNode): string {
  const { value, reason } = configuration.outcome(option);
  if (option.type !== "bool") return `(${value})`;
  if (option.choice !== null) return value === "y" ? "(X)" : "( )";
  if (reason === "selected") return "-*-";
  return value === "y" ? "[*]" : "[ ]";
}

/** Everything there is to know about a node, for the help page. */
export function helpOf(configuration: Configuration, node: MenuNode): string[] {
  if (node.kind === "comment") return [node.text];
  if (node.kind !== "option") {
    const title = node.kind === "menu" ? node.title : node.prompt;
    return [
      title,
      "",
      ...(node.help === "" ? ["(no help)"] : node.help.split("\n")),
      "",
      `Defined at ${node.origin}`,
    ];
  }
  const { option } = node;
  const { value } = configuration.outcome(option);
  const range = configuration.range(option);
  const lines = [
    node.prompt ?? option.name,
    "",
    ...(option.help === "" ? ["(no help)"] : option.help.split("\n")),
    "",
    `Symbol:      ${option.name}`,
    `Type:        ${option.type}`,
    `Value:       ${value === "" ? "(none)" : value}  (${configuration.why(option)})`,
  ];
  if (range !== null) lines.push(`Range:       ${range.low} to ${range.high}`);
  const listed: [string, string[]][] = [
    ["Default:", option.defaults.map((d) => withCondition(formatExpression(d.value), d.when))],
    ["Depends on:", [formatExpression(option.dependsOn)].filter((text) => text !== "y")],
    ["Selects:", option.selects.map((s) => withCondition(s.value, s.when))],
    ["Implies:", option.implies.map((s) => withCondition(s.value, s.when))],
    ["Selected by:", option.selectedBy.map((s) => s.value.name)],
    ["Implied by:", option.impliedBy.map((s) => s.value.name)],
  ];
  for (const [title, texts] of listed) {
    texts.forEach((text, i) => lines.push(`${(i === 0 ? title : "").padEnd(13)}${text}`));
  }
  lines.push("", `Defined at ${node.origin}`);
  if (!configuration.isVisible(node)) lines.push("", `Not shown now: ${hiddenBecause(configuration, node)}`);
  return lines;
}

function withCondition(text: string, when: Expression): string {
  const condition = formatExpression(when);
  return condition === "y" ? text : `${text} if ${condition}`;
}

/** Why the menu does not show a node, naming the first condition that fails. */
export function hiddenBecause(configuration: Configuration, node: MenuNode): string {
  if (node.kind === "option" && node.prompt === null)
    return "it has no prompt; it is set by defaults and selects only";
  const failing = conjuncts(node.dependsOn).find((e) => !configuration.holds(e));
  if (failing !== undefined) return `it depends on ${formatExpression(failing)}, which does not hold`;
  if (node.kind === "option" && !configuration.holds(node.promptWhen)) {
    return `it is shown only if ${formatExpression(node.promptWhen)}`;
  }
  for (let up: MenuNode | null = node; up !== null; up = up.parent) {
    if (up.kind === "menu" && !configuration.holds(up.visibleWhen)) {
      return `its menu "${up.title}" is shown only if ${formatExpression(up.visibleWhen)}`;
    }
  }
  return "nothing hides it";
}

function conjuncts(expression: Expression): Expression[] {
  return expression.kind === "and"
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];
}
