// Reads scenarios from YAML: one in each document of a file. What is wrong is said with file, line, the field, and
// what to write instead.

import { isMap, LineCounter, parseAllDocuments, type Document } from "yaml";
import type { z } from "zod";
import { type Scenario, scenarioShape, type Step, type StepName, STEPS } from "./scenario.ts";

/** Everything that is wrong with a file, a line each. */
export class ScenarioError extends Error {}

type Path = readonly PropertyKey[];

/** Where a scenario stands: the file's name for messages, and the folder that paths in it start from. */
export interface ScenarioPlace {
  readonly file: string;
  readonly folder: string;
}

/** The scenarios in `text`, the contents of the file at `place`. Throws a ScenarioError. */
export function loadScenarios(place: ScenarioPlace, text: string): Scenario[] {
  const { file } = place;
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  if (!Array.isArray(documents) || documents.length === 0) {
    throw new ScenarioError(`${file}:1: there is no scenario in this file; it needs at least 'steps:'`);
  }
  const problems: string[] = [];
  const scenarios = documents.map((document, index) => {
    const name = documents.length === 1 ? file : `${file} #${index + 1}`;
    return new ScenarioReader(place, document, lines, problems).read(name);
  });
  if (problems.length > 0) throw new ScenarioError(problems.join("\n"));
  return scenarios.filter((scenario) => scenario !== null);
}

class ScenarioReader {
  readonly #place: ScenarioPlace;
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #problems: string[];

  constructor(place: ScenarioPlace, document: Document.Parsed, lines: LineCounter, problems: string[]) {
    this.#place = place;
    this.#document = document;
    this.#lines = lines;
    this.#problems = problems;
  }

  /** The scenario, called `fallbackName` if it has no name; null when something is wrong with it. */
  read(fallbackName: string): Scenario | null {
    const [error] = this.#document.errors;
    if (error !== undefined) {
      this.#problems.push(
        `${this.#place.file}:${this.#lines.linePos(error.pos[0]).line}: not YAML: ${error.message}`,
      );
      return null;
    }
    const contents: unknown = this.#document.toJS();
    const outer = this.#check(scenarioShape, contents, []);
    const steps = stepsOf(contents).map((step, index) => this.#readStep(step, ["steps", index]));
    if (outer === null || steps.includes(null)) return null;
    return {
      ...this.#place,
      name: outer.name ?? fallbackName,
      boot: outer.boot,
      timeout: outer.timeout,
      steps: steps.filter((step) => step !== null),
    };
  }

  #readStep(step: unknown, path: Path): Scenario["steps"][number] | null {
    const names = Object.keys(STEPS) as StepName[];
    // `- poweroff`
    const fields = step === "poweroff" ? { poweroff: null } : step;
    const keys = typeof fields === "object" && fields !== null ? Object.keys(fields) : [];
    const name = names.find((one) => keys.includes(one));
    if (name !== undefined) {
      const checked = this.#check<unknown>(STEPS[name], fields, path);
      return checked === null
        ? null
        : ({ name, step: checked, line: this.#line(path) } as Step & { line: number });
    }
    const found = keys.length === 0 ? JSON.stringify(step) : `'${keys[0]}'`;
    this.#report(path, `there is no step ${found}${nearest(keys[0] ?? String(step), names)}`);
    return null;
  }

  #check<T>(shape: z.ZodType<T>, value: unknown, path: Path): T | null {
    const result = shape.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const at = [...path, ...issue.path];
      if (issue.code === "unrecognized_keys") {
        const known = knownKeys(shape, issue.path);
        for (const key of issue.keys)
          this.#report([...at, key], `there is no such field${nearest(key, known)}`);
      } else this.#report(at, remedy(issue));
    }
    return null;
  }

  #report(path: Path, message: string): void {
    const field = path.map((key, i) =>
      typeof key === "number" ? `[${key + 1}]` : i === 0 ? key : `.${String(key)}`,
    );
    const where = field.length === 0 ? "" : `${field.join("")}: `;
    this.#problems.push(`${this.#place.file}:${this.#line(path)}: ${where}${message}`);
  }

  /** The line of the field at `path`; of what holds it when it is missing. */
  #line(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const parent = this.#node(path.slice(0, length - 1));
      const key = path[length - 1];
      const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === key) : undefined;
      const offset = rangeStart(pair?.key) ?? rangeStart(this.#node(path.slice(0, length)));
      if (offset !== null) return this.#lines.linePos(offset).line;
    }
    return this.#lines.linePos(rangeStart(this.#document.contents) ?? 0).line;
  }

  #node(path: Path): unknown {
    return path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
  }
}

function stepsOf(contents: unknown): readonly unknown[] {
  const isObject = typeof contents === "object" && contents !== null;
  return isObject && "steps" in contents && Array.isArray(contents.steps) ? contents.steps : [];
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range))
    return null;
  return Number(node.range[0]);
}

/** The fields that the object at `path` may have. */
function knownKeys(shape: z.ZodType, path: Path): string[] {
  let at: unknown = shape;
  for (const key of path) {
    const { shape: fields, element } = unwrapped(at);
    at = typeof key === "number" ? element : fields?.[String(key)];
  }
  return Object.keys(unwrapped(at).shape ?? {});
}

/** A zod shape without its `default`, `prefault` and `optional`. */
function unwrapped(shape: unknown): { shape?: Record<string, unknown>; element?: unknown } {
  let at = shape as { def?: { innerType?: unknown } } | undefined;
  while (at?.def?.innerType !== undefined) at = at.def.innerType as typeof at;
  return (at ?? {}) as { shape?: Record<string, unknown>; element?: unknown };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text; put it in quotes if it looks like something else",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "fields with values",
  null: "nothing behind it",
};

function remedy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type": {
      // The shape's own message, if it has one, knows better.
      if (!issue.message.startsWith("Invalid input")) return issue.message;
      const wanted = TYPE_NAMES[issue.expected] ?? issue.expected;
      return issue.message.includes("undefined") ? `is missing; it needs ${wanted}` : `needs ${wanted}`;
    }
    case "invalid_value":
      return `must be one of: ${issue.values.join(", ")}`;
    case "too_small":
      return issue.message.startsWith("Too small") ? `must be at least ${issue.minimum}` : issue.message;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** `; did you mean 'expect'?`, or what there is. */
function nearest(word: string, known: readonly string[]): string {
  const [best] = known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  if (best !== undefined && best.far <= Math.max(1, Math.floor(word.length / 3))) {
    return `; did you mean '${best.name}'?`;
  }
  return `; there are: ${known.join(", ")}`;
}

/** Levenshtein's: letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
