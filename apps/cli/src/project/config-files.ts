// Where configurations are written: a .config, and RT-Thread's header for C programs.

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Configuration, rtconfigFromDotConfig, writeDotConfig } from "@keel/config";

/** Writes a .config, or an rtconfig.h when the name ends in .h. A reader never sees half of it. */
export function saveConfiguration(configuration: Configuration, path: string): void {
  const dotConfig = writeDotConfig(configuration);
  const text = path.endsWith(".h") ? rtconfigFromDotConfig(dotConfig) : dotConfig;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  writeFileSync(fresh, text);
  renameSync(fresh, path);
}
