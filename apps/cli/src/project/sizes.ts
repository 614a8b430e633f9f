// What each part of an image costs. A part is a package, or a folder of a package's sources; its cost is that of
// its code alone, so parts do not add up to the file: together they share names and compress better.

import { brotliCompressSync, gzipSync } from "node:zlib";
import { type Bundle, type BundledModule, packageOf } from "./bundle.ts";
import { FILE_PREFIX } from "./entry.ts";

export interface Size {
  readonly raw: number;
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

export interface PartSize extends Size {
  readonly part: string;
}

export interface ImageSize {
  /** Largest first. */
  readonly parts: readonly PartSize[];
  readonly total: Size;
}

export async function measureBundle(bundle: Bundle): Promise<ImageSize> {
  const { minifySync } = await import("rolldown/utils");
  const minified = (code: string): string => {
    const { code: text } = minifySync("part.js", code, {
      module: true,
      compress: { unused: false },
      mangle: true,
    });
    return text;
  };
  const modules = bundle.modules.filter(({ code }) => code !== "");
  const parts = [...Map.groupBy(modules, partOf)].map(([part, own]) => {
    const raw = own.map(({ code }) => code).join("\n");
    return { part, ...sizesOf(raw, part.startsWith(FILE_PREFIX) ? raw : minified(raw)) };
  });
  return {
    parts: parts.sort((a, b) => b.minified - a.minified || (a.part < b.part ? -1 : 1)),
    total: sizesOf(modules.map(({ code }) => code).join("\n"), bundle.code),
  };
}

/** The part a module belongs to: `dfs/procfs` for packages/dfs/src/procfs/…, `dfs` for packages/dfs/src/…. */
export function partOf({ id }: Pick<BundledModule, "id">): string {
  const own = /^(?:packages|apps)\/([^/]+)\/src\/(?:([^/]+)\/)?/.exec(id);
  if (id.startsWith("node-builtin:")) return "entry";
  if (own === null) return id === "entry" || id.startsWith(FILE_PREFIX) ? id : packageOf(id);
  return own[2] === undefined ? (own[1] as string) : `${own[1]}/${own[2]}`;
}

function sizesOf(raw: string, minified: string): Size {
  return {
    raw: Buffer.byteLength(raw),
    minified: Buffer.byteLength(minified),
    gzip: gzipSync(minified, { level: 9 }).length,
    brotli: brotliCompressSync(minified).length,
  };
}

/** A table for people, right-aligned numbers. */
export function sizeTable({ parts, total }: ImageSize): string {
  return table([
    ["part", "raw", "minified", "gzip", "brotli"],
    ...parts.map((part) => row(part)),
    row({ part: "the file", ...total }),
  ]);
}

/** What `other` has more (+) or less (-) than `own`; parts that are the same are left out. */
export function differenceTable(own: ImageSize, other: ImageSize): string {
  const names = [...new Set([...own.parts, ...other.parts].map(({ part }) => part))];
  const rows = names
    .map((part) => ({ part, ...difference(find(own, part), find(other, part)) }))
    .filter(({ raw, minified }) => raw !== 0 || minified !== 0)
    .sort((a, b) => Math.abs(b.minified) - Math.abs(a.minified));
  const total = { part: "the file", ...difference(own.total, other.total) };
  return table([
    ["part", "raw", "minified", "gzip", "brotli"],
    ...[...rows, total].map((one) => row(one, signed)),
  ]);
}

const NOTHING: Size = { raw: 0, minified: 0, gzip: 0, brotli: 0 };

function find({ parts }: ImageSize, name: string): Size {
  return parts.find(({ part }) => part === name) ?? NOTHING;
}

function difference(own: Size, other: Size): Size {
  return {
    raw: other.raw - own.raw,
    minified: other.minified - own.minified,
    gzip: other.gzip - own.gzip,
    brotli: other.brotli - own.brotli,
  };
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

function row(
  { part, raw, minified, gzip, brotli }: PartSize,
  show: (value: number) => string = String,
): string[] {
  return [part, show(raw), show(minified), show(gzip), show(brotli)];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
        )
        .join(""),
    )
    .join("\n");
}
