// rtconfig.h, the header that C programs see the configuration through, exactly as RT-Thread's tools make it
// from a .config: titles become comments, options that are off leave no trace.

import type { Configuration } from "./configuration.ts";
import type { LoadReport } from "./dot-config.ts";
import { loadDotConfig } from "./dot-config.ts";

/** rtconfig.h for a .config's text. `hasProjectHeader`: the board brings an rtconfig_project.h. */
export function rtconfigFromDotConfig(dotConfig: string, hasProjectHeader = false): string {
  const lines = ["#ifndef RT_CONFIG_H__", "#define RT_CONFIG_H__", ""];
  let isAfterBlank = true;
  for (const content of dotConfig.split(/\r?\n/)) {
    const set = /^CONFIG_(\w+)=(.*)$/.exec(content);
    if (set) {
      const [, name = "", value = ""] = set;
      if (/^PKG_\w+_(PATH|VER)$/.test(name)) continue;
      lines.push(value === "y" ? `#define ${name}` : `#define ${name} ${value}`);
      isAfterBlank = false;
      continue;
    }
    if (/^# CONFIG_\w+ is not set$/.test(content)) {
      isAfterBlank = false;
      continue;
    }
    const title = /^#\s*(\S.*)$/.exec(content);
    if (title) {
      lines.push(`/* ${title[1]} */`);
      isAfterBlank = false;
    } else if (content === "#" && !isAfterBlank) {
      lines.push("");
      isAfterBlank = true;
    }
  }
  if (hasProjectHeader) lines.push('#include "rtconfig_project.h"');
  lines.push("", "#endif", "");
  return lines.join("\n");
}

/** Loads an rtconfig.h: what it defines is on or has that value; a bool that it does not mention is off. */
export function loadRtconfigHeader(configuration: Configuration, text: string): LoadReport {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""));
  const lines = bare.split(/\r?\n/).map((content) => {
    const define = /^\s*#\s*define\s+(\w+)(?:\s+(.*?))?\s*$/.exec(content);
    if (!define || define[1] === "RT_CONFIG_H__") return "";
    const value = define[2] ?? "";
    return `CONFIG_${define[1]}=${value === "" ? "y" : value}`;
  });
  const report = loadDotConfig(configuration, lines.join("\n"));
  const mentioned = new Set(lines.map((line) => /^CONFIG_(\w+)/.exec(line)?.[1]));
  for (const option of configuration.tree.options.values()) {
    if (option.type === "bool" && !mentioned.has(option.name) && option.choice === null)
      configuration.set(option.name, "n");
  }
  return report;
}
