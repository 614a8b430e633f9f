// Boots what `keel build` makes: an app, built on the spot, or a file that was built before.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Image, refusal, runImage } from "@keel/host-node";
import { type MachineOptions, UsageError } from "../arguments.ts";
import { fileTrace, fromCaller, openForWriting } from "../hosted-board.ts";
import { buildApp } from "./build-app.ts";

/** Runs it on this terminal; resolves to the exit status. */
export async function bootApp(name: string, options: MachineOptions): Promise<number> {
  if (options.mounts.length > 0)
    throw new UsageError("--mount works without an app only: keel boot --mount ...");
  if (options.strace) throw new UsageError("--strace works without an app only: keel boot --strace");
  const path = /\.m?js$/.test(name) ? existing(fromCaller(name)) : await build(name);
  const image = (await import(pathToFileURL(path).href)) as Partial<Image>;
  if (image.manifest === undefined || image.create === undefined)
    throw new UsageError(`${path} is no image. Make one with: keel build`);
  const refused = refusal(image.manifest, path);
  if (refused !== null) throw new UsageError(refused);
  const { seed, clock, timeoutNs, memory, engine, trace } = options;
  return runImage(image as Image, {
    seed,
    clock,
    timeoutNs,
    engine,
    trace: trace === null ? null : fileTrace(openForWriting(fromCaller(trace))),
    ...(memory === null ? {} : { ramSize: memory }),
  });
}

function existing(path: string): string {
  if (!existsSync(path))
    throw new UsageError(`there is no file ${path}. Make it with: keel build -o ${path}`);
  return path;
}

/** Builds into the app's own dist folder. */
async function build(name: string): Promise<string> {
  const { app, bundle } = await buildApp(name);
  const path = join(app.folder, "dist", `${app.name}.mjs`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bundle.code);
  return path;
}
