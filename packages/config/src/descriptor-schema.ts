// What a component's descriptor must look like, checked at the door: descriptors come from other packages, and a
// slip in one should name its file and the field, not fail somewhere in the middle of a build.

import type { BoardDescriptor, ComponentDescriptor, EntryDescriptor } from "@keel/kernel";
import { z } from "zod";
import { ConfigTreeError, type Origin } from "./tree.ts";

const symbol = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/i, "must be a symbol such as RT_USING_DFS, without CONFIG_");
const value = z.union([z.boolean(), z.number(), z.string()]);
const bounds = z.tuple([z.number(), z.number()]);
const defaults = z.union([value, z.array(z.strictObject({ value, when: z.string() }))]);

const option = z.strictObject({
  type: z.enum(["bool", "int", "hex", "string"]),
  symbol,
  prompt: z.string().optional(),
  help: z.string().optional(),
  default: defaults.optional(),
  range: z.union([bounds, z.array(z.strictObject({ range: bounds, when: z.string() }))]).optional(),
  dependsOn: z.string().optional(),
  selects: z.array(symbol).optional(),
  implies: z.array(symbol).optional(),
  setting: z.string().optional(),
  isFile: z.literal(true).optional(),
});

const choice = z.strictObject({
  type: z.literal("choice"),
  prompt: z.string(),
  help: z.string().optional(),
  dependsOn: z.string().optional(),
  default: symbol,
  options: z.array(z.strictObject({ symbol, prompt: z.string(), help: z.string().optional() })).min(1),
});

const menu = z.strictObject({
  type: z.literal("menu"),
  title: z.string(),
  dependsOn: z.string().optional(),
  get options() {
    return z.array(entry);
  },
});

const entry: z.ZodType<unknown> = z.discriminatedUnion("type", [option, choice, menu]);

const component = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower case words joined by '-', such as misc-devices"),
  title: z.string().min(1),
  menu: z.array(z.string()),
  symbol: symbol.optional(),
  isHidden: z.literal(true).optional(),
  help: z.string().optional(),
  default: defaults.optional(),
  dependsOn: z.string().optional(),
  selects: z.array(symbol).optional(),
  implies: z.array(symbol).optional(),
  options: z.array(entry).optional(),
  package: z.string().min(1),
  create: z.string().optional(),
});

const board = z.strictObject({
  name: z.string().min(1),
  title: z.string().min(1),
  package: z.string().min(1),
  value: z.string().min(1),
  symbols: z.array(z.strictObject({ symbol, selects: z.array(symbol).optional() })),
  systems: z.array(z.strictObject({ when: z.string(), create: z.string() })).min(1),
});

/** The descriptors that a file exports. Throws ConfigTreeError naming file, component and field. */
export function checkComponents(descriptors: unknown, origin: Origin): readonly ComponentDescriptor[] {
  return check(z.array(component), descriptors, origin, "component") as readonly ComponentDescriptor[];
}

export function checkBoards(descriptors: unknown, origin: Origin): readonly BoardDescriptor[] {
  return check(z.array(board), descriptors, origin, "board") as readonly BoardDescriptor[];
}

function check(schema: z.ZodType<unknown>, descriptors: unknown, origin: Origin, what: string): unknown {
  const result = schema.safeParse(descriptors);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const [index, ...path] = issue.path;
  const named = nameAt(descriptors, index);
  const field = optionPath(descriptors, index, path);
  throw new ConfigTreeError(`${origin}: ${what} ${named}: ${field}: ${issue.message}. Mend it in that file.`);
}

function nameAt(descriptors: unknown, index: PropertyKey | undefined): string {
  const found = Array.isArray(descriptors) && typeof index === "number" ? descriptors[index] : null;
  const name = (found as { name?: unknown } | null)?.name;
  return typeof name === "string" ? name : `number ${Number(index) + 1}`;
}

/** `option RT_NAME_MAX: range` rather than `options.0.range`. */
function optionPath(
  descriptors: unknown,
  index: PropertyKey | undefined,
  path: readonly PropertyKey[],
): string {
  let at: unknown = (descriptors as Record<PropertyKey, unknown>)[index ?? 0];
  let named = "";
  let field = "";
  for (const step of path) {
    at = (at as Record<PropertyKey, unknown> | undefined)?.[step];
    const symbolHere = (at as (Partial<EntryDescriptor> & { symbol?: unknown }) | undefined)?.symbol;
    if (typeof symbolHere === "string") {
      named = `option ${symbolHere}: `;
      field = "";
    } else field += field === "" ? String(step) : `.${String(step)}`;
  }
  return named + field;
}
