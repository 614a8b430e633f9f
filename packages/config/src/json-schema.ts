// A tree's options as JSON Schema, for editors that complete and check.

import { textOf } from "./expression.ts";
import type { ConfigTree, Option } from "./tree.ts";

const TYPES: Readonly<Record<Option["type"], string>> = {
  bool: "boolean",
  int: "integer",
  hex: "string",
  string: "string",
};

/** An object schema with a property for every option that can be set. Dependencies are told, not enforced. */
export function jsonSchema(tree: ConfigTree): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const option of tree.options.values()) {
    if (option.prompt !== null) properties[option.name] = property(option);
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: tree.root.title,
    type: "object",
    additionalProperties: false,
    properties,
  };
}

function property(option: Option): Record<string, unknown> {
  const schema: Record<string, unknown> = { type: TYPES[option.type], title: option.prompt };
  if (option.help !== "") schema["description"] = option.help;
  if (option.type === "hex") schema["pattern"] = "^0[xX][0-9a-fA-F]+$";
  const [range, another] = option.ranges;
  if (option.type === "int" && range !== undefined && another === undefined) {
    const constant = (name: string): string => name;
    schema["minimum"] = Number(textOf(range.value.low, constant));
    schema["maximum"] = Number(textOf(range.value.high, constant));
  }
  return schema;
}
