// An app: a folder with a .config, and perhaps a program that runs in thread `main`. Its package.json says where:
// "keel": { "main": "./src/main.ts" }.

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UsageError } from "../arguments.ts";
import { fromCaller } from "../hosted-board.ts";
import type { Workspace } from "./workspace.ts";

export interface App {
  readonly name: string;
  readonly folder: string;
  /** Its .config; it may not be there yet. */
  readonly configPath: string;
  /** The module whose default export is the application; null: components only. */
  readonly main: string | null;
}

/** The app called `name`: one of the clone's, or a folder. Null: the folder the user is in. */
export function findApp(workspace: Workspace, name: string | null): App {
  const own = name === null ? null : join(workspace.root, "apps", name);
  if (own !== null && name === basename(own) && existsSync(join(own, ".config"))) return appAt(own);
  const folder = fromCaller(name ?? ".");
  if (existsSync(folder) && statSync(folder).isDirectory()) return appAt(folder);
  throw new UsageError(
    `there is no app '${name}'. Name one of the apps folder (nano, rtos, smart), or a folder with a .config`,
  );
}

/** For commands that need the .config to be there. */
export function requireConfig(app: App): void {
  if (existsSync(app.configPath)) return;
  throw new UsageError(
    `there is no ${app.configPath}. Make one with: keel config --defaults rtos (or nano, smart), or keel menuconfig`,
  );
}

function appAt(folder: string): App {
  const configPath = join(folder, ".config");
  const path = join(folder, "package.json");
  const name = basename(folder);
  if (!existsSync(path)) return { name, folder, configPath, main: null };
  const { keel } = JSON.parse(readFileSync(path, "utf8")) as { keel?: { main?: string } };
  return { name, folder, configPath, main: keel?.main === undefined ? null : resolve(folder, keel.main) };
}
