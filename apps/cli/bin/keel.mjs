#!/usr/bin/env node
// The `keel` command: runs the built bundle. In a clone it is built first when a source is newer than it.

import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";

const bundle = new URL("../dist/keel.mjs", import.meta.url);
const buildScript = new URL("../build.ts", import.meta.url);

if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(`keel needs Node.js 24 or later; this is ${process.version}.`);
  process.exit(1);
}
if (existsSync(buildScript)) {
  const { buildIfStale } = await import(buildScript.href);
  await buildIfStale();
}
enableCompileCache?.();
const { main } = await import(bundle.href);
process.exitCode = await main(process.argv.slice(2));
