// The component model: which options a board offers, what they are set to, and the files that say so.

export * from "./component-tree.ts";
export * from "./configuration.ts";
export * from "./descriptor-schema.ts";
export * from "./dot-config.ts";
export * from "./expression.ts";
export * from "./json-schema.ts";
export * from "./kconfig.ts";
export * from "./rtconfig-h.ts";
export * from "./selection.ts";
export * from "./tree.ts";
