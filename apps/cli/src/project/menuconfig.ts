// The menu over an app's configuration: what saving and loading mean for it.

import { readFileSync } from "node:fs";
import { fromCaller } from "../hosted-board.ts";
import { runMenuconfig } from "../menuconfig/driver.ts";
import { Menuconfig } from "../menuconfig/menuconfig.ts";
import { findApp } from "./app.ts";
import { saveConfiguration } from "./config-files.ts";
import { loadInto, loadModel } from "./model.ts";
import { warningsOf } from "./report.ts";
import { findWorkspace } from "./workspace.ts";

export async function menuconfig(name: string | null, board: string | null): Promise<number> {
  const app = findApp(findWorkspace(), name);
  const { configuration } = loadModel(app.configPath, board);
  const menu = new Menuconfig(configuration, {
    path: app.configPath,
    save: (path) => attempt(() => saveConfiguration(configuration, fromCaller(path))),
    load: (path) =>
      attempt(() => {
        loadInto(configuration, path, readFileSync(fromCaller(path), "utf8"));
      }),
  });
  await runMenuconfig(menu, process.stdin, process.stdout);
  // Of what is in the file now; wishes that nobody saved do not matter.
  for (const line of warningsOf(loadModel(app.configPath), app.configPath))
    console.error(`keel: warning: ${line}`);
  return 0;
}

/** Null, or why it did not work. */
function attempt(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
