// Finds an app, loads its configuration and builds it, telling what the user should know on the way.

import { type App, findApp, requireConfig } from "./app.ts";
import { type Bundle, bundleApp } from "./bundle.ts";
import { loadModel, type Model } from "./model.ts";
import { warningsOf } from "./report.ts";
import { findWorkspace } from "./workspace.ts";

export interface BuiltApp {
  readonly app: App;
  readonly model: Model;
  readonly bundle: Bundle;
}

/** `configPath`: another configuration than the app's own. */
export async function buildApp(
  name: string | null,
  board: string | null = null,
  configPath: string | null = null,
): Promise<BuiltApp> {
  const workspace = findWorkspace();
  const found = findApp(workspace, name);
  const app = configPath === null ? found : { ...found, configPath };
  requireConfig(app);
  const model = loadModel(app.configPath, board);
  for (const line of warningsOf(model, app.configPath)) console.error(`keel: warning: ${line}`);
  return { app, model, bundle: await bundleApp(workspace, app, model) };
}
