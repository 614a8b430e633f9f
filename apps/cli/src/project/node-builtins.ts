// Node's built-in modules inside an image: looked up when the image runs instead of imported, so that the same file
// loads in a browser, where there are none and nobody calls them.

import { builtinModules } from "node:module";
import type { Plugin } from "rolldown";

const PREFIX = "\0node-builtin:";

export function nodeBuiltins(): Plugin {
  return {
    name: "keel-node-builtins",
    resolveId(id) {
      const name = id.replace(/^node:/, "");
      if (!id.startsWith("node:") && !builtinModules.includes(name)) return null;
      return { id: `${PREFIX}${name}`, moduleSideEffects: false };
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const name = id.slice(PREFIX.length);
      const module = process.getBuiltinModule(`node:${name}`) ?? {};
      const names = Object.keys(module).filter((key) => key !== "default" && /^[A-Za-z_$][\w$]*$/.test(key));
      return [
        `const builtin = /* @__PURE__ */ (() => globalThis.process?.getBuiltinModule?.("node:${name}") ?? {})();`,
        ...names.map((key) => `export const ${key} = /* @__PURE__ */ (() => builtin.${key})();`),
        "export default builtin;",
      ].join("\n");
    },
  };
}
