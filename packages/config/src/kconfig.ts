// Reads Kconfig files as RT-Thread's BSPs and packages bring them: config, menuconfig, choice, menu, if, comment,
// source (also osource and rsource), depends on, select, imply, default, range, prompt, help, visible if, and
// $VAR / $(VAR) in strings (Linux Documentation/kbuild/kconfig-language). Tristate is refused: see expression.ts.

import { ALWAYS, allOf, type Expression, ExpressionError, parseExpression } from "./expression.ts";
import type { ChoiceNode, Conditional, ConfigTree, MenuNode, OptionType, ParentNode, Range } from "./tree.ts";
import { ConfigTreeError } from "./tree.ts";

export interface KconfigSource {
  /** Text of a file, or null when there is none; `path` as `source` names it, variables filled in. */
  read(path: string): string | null;
  /** Values of $VAR, such as BSP_DIR and PKGS_DIR. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Line {
  readonly text: string;
  readonly indent: number;
  readonly origin: string;
}

const TYPE_OF: Readonly<Record<string, OptionType>> = {
  bool: "bool",
  boolean: "bool",
  int: "int",
  hex: "hex",
  string: "string",
};

/** Adds the file `path` and all it sources to `tree`, inside `parent`. Call `tree.link()` when all files are in. */
export function readKconfig(
  tree: ConfigTree,
  path: string,
  source: KconfigSource,
  parent?: ParentNode,
): void {
  new KconfigReader(tree, source).file(path, parent ?? tree.root, ALWAYS);
}

class KconfigReader {
  private readonly tree: ConfigTree;
  private readonly source: KconfigSource;
  private lines: Line[] = [];
  private next = 0;

  constructor(tree: ConfigTree, source: KconfigSource) {
    this.tree = tree;
    this.source = source;
  }

  file(path: string, parent: ParentNode, condition: Expression, isOptional = false): void {
    const text = this.source.read(path);
    if (text === null) {
      if (isOptional) return;
      throw new ConfigTreeError(
        `${this.origin()}: there is no file ${path}. Check the source line and its variables.`,
      );
    }
    const outer = { lines: this.lines, next: this.next };
    this.lines = splitLines(text, path);
    this.next = 0;
    this.block(parent, condition, null);
    this.lines = outer.lines;
    this.next = outer.next;
  }

  /** Entries up to `end` (endmenu, endif, endchoice) or the end of the file. */
  private block(parent: ParentNode, condition: Expression, end: string | null): void {
    for (;;) {
      const line = this.lines[this.next];
      if (line === undefined) {
        if (end === null) return;
        throw new ConfigTreeError(`${this.origin()}: ${end} is missing at the end of the file.`);
      }
      this.next++;
      const [word, rest] = firstWord(line.text);
      if (word === end) return;
      this.entry(word, rest, line, parent, condition);
    }
  }

  private entry(word: string, rest: string, line: Line, parent: ParentNode, condition: Expression): void {
    switch (word) {
      case "config":
      case "menuconfig":
        return this.config(rest, line, parent, condition);
      case "choice":
        return this.choice(line, parent, condition);
      case "menu":
        return this.menu(rest, line, parent, condition);
      case "if":
        return this.block(parent, allOf(condition, this.expression(rest, line)), "endif");
      case "comment": {
        const { dependsOn } = this.attributes(null);
        this.add(parent, {
          kind: "comment",
          text: unquote(rest),
          origin: line.origin,
          dependsOn: allOf(condition, dependsOn),
          parent,
        });
        return;
      }
      case "mainmenu":
        return;
      case "source":
      case "osource":
      case "rsource":
      case "orsource":
        return this.file(this.fill(unquote(rest)), parent, condition, word.startsWith("o"));
      default:
        throw new ConfigTreeError(`${line.origin}: '${word}' is not known here.`);
    }
  }

  private config(name: string, line: Line, parent: ParentNode, condition: Expression): void {
    const a = this.attributes(name);
    const known = this.tree.options.get(name);
    const type = a.type ?? known?.type;
    if (type === undefined)
      throw new ConfigTreeError(`${line.origin}: option ${name} has no type. Add bool, int, hex or string.`);
    const option = this.tree.declare(name, type, line.origin);
    const dependsOn = allOf(allOf(parent.dependsOn, condition), a.dependsOn);
    if (parent.kind === "choice") option.choice = parent;
    this.add(parent, {
      kind: "option",
      option,
      origin: line.origin,
      prompt: a.prompt,
      promptWhen: a.promptWhen,
      help: a.help,
      dependsOn,
      parent,
      children: [],
    });
    const own = (when: Expression): Expression => allOf(a.dependsOn, when);
    option.defaults.push(...a.defaults.map((d) => ({ value: d.value, when: own(d.when) })));
    option.ranges.push(...a.ranges.map((r) => ({ value: r.value, when: own(r.when) })));
    option.selects.push(...a.selects.map((s) => ({ value: s.value, when: allOf(dependsOn, s.when) })));
    option.implies.push(...a.implies.map((s) => ({ value: s.value, when: allOf(dependsOn, s.when) })));
  }

  private choice(line: Line, parent: ParentNode, condition: Expression): void {
    const a = this.attributes(null);
    const choice: ChoiceNode = {
      kind: "choice",
      prompt: a.prompt ?? "",
      origin: line.origin,
      dependsOn: allOf(allOf(parent.dependsOn, condition), a.dependsOn),
      defaults: a.defaults.map((d) => ({
        value: d.value.kind === "symbol" ? d.value.name : "",
        when: d.when,
      })),
      help: a.help,
      parent,
      children: [],
    };
    this.add(parent, choice);
    this.block(choice, ALWAYS, "endchoice");
  }

  private menu(rest: string, line: Line, parent: ParentNode, condition: Expression): void {
    const a = this.attributes(null);
    const menu: MenuNode = {
      kind: "menu",
      title: unquote(rest),
      origin: line.origin,
      dependsOn: allOf(allOf(parent.dependsOn, condition), a.dependsOn),
      visibleWhen: a.visibleWhen,
      help: a.help,
      parent,
      children: [],
    };
    this.add(parent, menu);
    this.block(menu, ALWAYS, "endmenu");
  }

  private add(parent: ParentNode, node: MenuNode): void {
    parent.children.push(node);
    if (node.kind === "option") node.option.nodes.push(node);
  }

  /** The indented lines below an entry. */
  private attributes(name: string | null): Attributes {
    const a: Attributes = {
      type: null,
      prompt: null,
      promptWhen: ALWAYS,
      help: "",
      dependsOn: ALWAYS,
      visibleWhen: ALWAYS,
      defaults: [],
      ranges: [],
      selects: [],
      implies: [],
    };
    for (;;) {
      const line = this.lines[this.next];
      if (line === undefined) return a;
      const [word, rest] = firstWord(line.text);
      if (!this.attribute(a, word, rest, line, name)) return a;
    }
  }

  /** Takes one attribute line in; false when the line begins something else. */
  private attribute(a: Attributes, word: string, rest: string, line: Line, name: string | null): boolean {
    const type = TYPE_OF[word] ?? TYPE_OF[word.replace(/^def_/, "")];
    if (word === "tristate" || word === "def_tristate") {
      throw new ConfigTreeError(
        `${line.origin}: option ${name ?? ""} is a tristate; there are no modules here. Use bool.`,
      );
    }
    if (type !== undefined) {
      a.type = type;
      if (word.startsWith("def_"))
        a.defaults.push(this.conditional(rest, line, (text) => this.expression(text, line)));
      else this.prompt(a, rest, line);
    } else if (word === "prompt") this.prompt(a, rest, line);
    else if (word === "default")
      a.defaults.push(this.conditional(rest, line, (text) => this.expression(text, line)));
    else if (word === "depends")
      a.dependsOn = allOf(a.dependsOn, this.expression(rest.replace(/^on\s+/, ""), line));
    else if (word === "visible")
      a.visibleWhen = allOf(a.visibleWhen, this.expression(rest.replace(/^if\s+/, ""), line));
    else if (word === "select") a.selects.push(this.conditional(rest, line, (text) => text.trim()));
    else if (word === "imply") a.implies.push(this.conditional(rest, line, (text) => text.trim()));
    else if (word === "range")
      a.ranges.push(this.conditional(rest, line, (text) => this.rangeOf(text, line)));
    else if (word === "help" || word === "---help---") {
      this.next++;
      a.help = this.helpText(line.indent);
      return true;
    } else if (word !== "option" && word !== "optional" && word !== "modules") return false;
    this.next++;
    return true;
  }

  private prompt(a: Attributes, rest: string, line: Line): void {
    if (rest === "") return;
    const { value, when } = this.conditional(rest, line, unquote);
    a.prompt = value;
    a.promptWhen = when;
  }

  /** `X if CONDITION` */
  private conditional<T>(
    text: string,
    line: Line,
    read: (text: string) => T,
  ): { value: T; when: Expression } {
    const at = splitAtIf(text);
    return {
      value: read(text.slice(0, at).trim()),
      when: at === text.length ? ALWAYS : this.expression(text.slice(at).replace(/^\s*if\b/, ""), line),
    };
  }

  private rangeOf(text: string, line: Line): { low: Expression; high: Expression } {
    const [low, high, extra] = text.trim().split(/\s+/);
    if (low === undefined || high === undefined || extra !== undefined) {
      throw new ConfigTreeError(`${line.origin}: a range has two bounds: range 1 10`);
    }
    return { low: this.expression(low, line), high: this.expression(high, line) };
  }

  private helpText(indent: number): string {
    const taken: Line[] = [];
    for (let line = this.lines[this.next]; line !== undefined; line = this.lines[this.next]) {
      if (line.indent <= indent) break;
      taken.push(line);
      this.next++;
    }
    const least = Math.min(...taken.map((line) => line.indent));
    return taken.map((line) => " ".repeat(line.indent - least) + line.text).join("\n");
  }

  private expression(text: string, line: Line): Expression {
    try {
      return parseExpression(this.fill(text));
    } catch (error) {
      if (error instanceof ExpressionError) throw new ConfigTreeError(`${line.origin}: ${error.message}`);
      throw error;
    }
  }

  /** $VAR and $(VAR) filled in; an unknown one stays as it is. */
  private fill(text: string): string {
    return text.replace(/\$\(?(\w+)\)?/g, (whole, name: string) => this.source.variables[name] ?? whole);
  }

  private origin(): string {
    return this.lines[Math.max(0, this.next - 1)]?.origin ?? "Kconfig";
  }
}

interface Attributes {
  type: OptionType | null;
  prompt: string | null;
  promptWhen: Expression;
  help: string;
  dependsOn: Expression;
  visibleWhen: Expression;
  readonly defaults: Conditional<Expression>[];
  readonly ranges: Conditional<Range>[];
  readonly selects: Conditional<string>[];
  readonly implies: Conditional<string>[];
}

/** Lines with their indent (a tab reaches the next multiple of 8); comments and blank lines dropped, \ joins. */
function splitLines(text: string, path: string): Line[] {
  const lines: Line[] = [];
  const raw = text.replace(/\r\n?/g, "\n").split("\n");
  for (let i = 0; i < raw.length; i++) {
    const origin = `${path}:${i + 1}`;
    let whole = raw[i] as string;
    while (whole.endsWith("\\") && i + 1 < raw.length)
      whole = whole.slice(0, -1) + (raw[++i] as string).trim();
    const lead = /^[ \t]*/.exec(whole)?.[0] ?? "";
    const rest = whole.slice(lead.length).trimEnd();
    if (rest === "" || rest.startsWith("#")) continue;
    let indent = 0;
    for (const c of lead) indent = c === "\t" ? indent + 8 - (indent % 8) : indent + 1;
    lines.push({ text: rest, indent, origin });
  }
  return lines;
}

function firstWord(text: string): [string, string] {
  const match = /^(\S+)\s*(.*)$/s.exec(text);
  return [match?.[1] ?? "", match?.[2] ?? ""];
}

/** Where ` if ` stands outside quotes, or the text's length. */
function splitAtIf(text: string): number {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (quoted) => "_".repeat(quoted.length));
  const at = bare.search(/\sif\s/);
  return at < 0 ? text.length : at;
}

function unquote(text: string): string {
  const match = /^(["'])(.*?)\1/s.exec(text.trim());
  return match ? (match[2] as string).replace(/\\(.)/g, "$1") : text.trim();
}
