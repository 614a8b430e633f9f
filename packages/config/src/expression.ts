// Expressions over options, as `depends on`, `default … if` and `visible if` have them: symbols, constants,
// = != < <= > >=, !, && and ||. Kconfig's language (Linux Documentation/kbuild/kconfig-language) without
// tristate: RT-Thread knows y and n only.

/** Text of an option's value: "y" or "n", a decimal or 0x number, or a string. */
export type ValueText = string;

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

export type Expression =
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "constant"; readonly text: ValueText }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "compare";
      readonly op: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    };

export const ALWAYS: Expression = { kind: "constant", text: "y" };

/** An expression that cannot be read; the message says what was expected and where. */
export class ExpressionError extends Error {}

const TOKEN =
  /\s*(?:(&&|\|\||!=|<=|>=|[!=<>()])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([A-Za-z0-9_.\-/$]+))/y;

interface Token {
  readonly text: string;
  readonly kind: "operator" | "quoted" | "word" | "end";
  readonly at: number;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (source.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) throw new ExpressionError(`'${source}': unexpected '${source.slice(at).trim()[0]}'`);
    const [, operator, double, single, word] = match;
    const quoted = double ?? single;
    if (operator !== undefined) tokens.push({ kind: "operator", text: operator, at });
    else if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replace(/\\(.)/g, "$1"), at });
    else tokens.push({ kind: "word", text: word ?? "", at });
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: "end", text: "", at: source.length });
  return tokens;
}

/** Reads an expression. Throws ExpressionError. */
export function parseExpression(source: string): Expression {
  const tokens = tokenize(source);
  let next = 0;
  const peek = (): Token => tokens[next] as Token;
  const isOperator = (text: string): boolean => peek().kind === "operator" && peek().text === text;

  function or(): Expression {
    let left = and();
    while (isOperator("||")) {
      next++;
      left = { kind: "or", left, right: and() };
    }
    return left;
  }
  function and(): Expression {
    let left = unary();
    while (isOperator("&&")) {
      next++;
      left = { kind: "and", left, right: unary() };
    }
    return left;
  }
  function unary(): Expression {
    if (isOperator("!")) {
      next++;
      return { kind: "not", operand: unary() };
    }
    if (isOperator("(")) {
      next++;
      const inner = or();
      if (!isOperator(")")) throw new ExpressionError(`'${source}': a ')' is missing`);
      next++;
      return inner;
    }
    const left = atom();
    const token = peek();
    if (token.kind !== "operator" || !["=", "!=", "<", "<=", ">", ">="].includes(token.text)) return left;
    next++;
    return { kind: "compare", op: token.text as Comparison, left, right: atom() };
  }
  function atom(): Expression {
    const token = tokens[next++] as Token;
    if (token.kind === "quoted") return { kind: "constant", text: token.text };
    if (token.kind !== "word") {
      const what = token.kind === "end" ? "the end" : `'${token.text}'`;
      throw new ExpressionError(`'${source}': expected an option or a value, found ${what}`);
    }
    if (token.text === "y" || token.text === "n" || isNumber(token.text))
      return { kind: "constant", text: token.text };
    if (token.text === "m")
      throw new ExpressionError(`'${source}': there are no modules, 'm' is not a value here`);
    return { kind: "symbol", name: token.text };
  }

  const result = or();
  if (peek().kind !== "end") throw new ExpressionError(`'${source}': unexpected '${peek().text}'`);
  return result;
}

function isNumber(text: string): boolean {
  return /^-?(0[xX][0-9a-fA-F]+|\d+)$/.test(text);
}

/** Truth of an expression when `valueOf` gives the options' values (an unknown option: its own name, as Kconfig has it). */
export function isTrue(expression: Expression, valueOf: (name: string) => ValueText): boolean {
  switch (expression.kind) {
    case "not":
      return !isTrue(expression.operand, valueOf);
    case "and":
      return isTrue(expression.left, valueOf) && isTrue(expression.right, valueOf);
    case "or":
      return isTrue(expression.left, valueOf) || isTrue(expression.right, valueOf);
    case "compare":
      return compare(expression.op, textOf(expression.left, valueOf), textOf(expression.right, valueOf));
    default:
      return textOf(expression, valueOf) === "y";
  }
}

/** The text that an expression stands for as a value: a default, a bound, a side of a comparison. */
export function textOf(expression: Expression, valueOf: (name: string) => ValueText): ValueText {
  if (expression.kind === "constant") return expression.text;
  if (expression.kind === "symbol") return valueOf(expression.name);
  return isTrue(expression, valueOf) ? "y" : "n";
}

function compare(op: Comparison, left: ValueText, right: ValueText): boolean {
  const areNumbers = isNumber(left) && isNumber(right);
  const order = areNumbers ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
  switch (op) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** The names of all options in an expression, each once, in order. */
export function symbolsOf(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (e: Expression): void => {
    if (e.kind === "symbol") names.add(e.name);
    else if (e.kind === "not") visit(e.operand);
    else if (e.kind !== "constant") {
      visit(e.left);
      visit(e.right);
    }
  };
  visit(expression);
  return [...names];
}

/** Both must hold; the constant y disappears. */
export function allOf(left: Expression, right: Expression): Expression {
  if (isAlways(left)) return right;
  return isAlways(right) ? left : { kind: "and", left, right };
}

export function anyOf(left: Expression, right: Expression): Expression {
  return { kind: "or", left, right };
}

export function isAlways(expression: Expression): boolean {
  return expression.kind === "constant" && expression.text === "y";
}

const BINDING: Readonly<Record<Expression["kind"], number>> = {
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  symbol: 5,
  constant: 5,
};

/** As it would be written, with no more parentheses than needed. */
export function formatExpression(expression: Expression, outer = 0): string {
  const own = BINDING[expression.kind];
  const text = bareText(expression, own);
  return own < outer ? `(${text})` : text;
}

function bareText(e: Expression, own: number): string {
  switch (e.kind) {
    case "symbol":
      return e.name;
    case "constant":
      return e.text === "y" || e.text === "n" || isNumber(e.text) ? e.text : JSON.stringify(e.text);
    case "not":
      return `!${formatExpression(e.operand, own)}`;
    case "compare":
      return `${formatExpression(e.left, own)} ${e.op} ${formatExpression(e.right, own)}`;
    default:
      return `${formatExpression(e.left, own)} ${e.kind === "and" ? "&&" : "||"} ${formatExpression(e.right, own)}`;
  }
}
