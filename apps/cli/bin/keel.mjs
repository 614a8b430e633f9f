#!/usr/bin/env node
// The `keel` command: runs the built bundle. In a clone it is built first when a source is newer than it.

import { enableCompileCache } from "node:module";
import { pathToFileURL } from "node:url";
import { bundleFile, hasSources, isBundleStale } from "./freshness.mjs";

if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(`keel needs Node.js 24 or later; this is ${process.version}.`);
  process.exit(1);
}
if (hasSources && isBundleStale()) {
  const { build } = await import(new URL("../build.ts", import.meta.url).href);
  await build();
}
enableCompileCache();
const { main } = await import(pathToFileURL(bundleFile).href);
process.exitCode = await main(process.argv.slice(2));
