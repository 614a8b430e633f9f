// A picture of an image: each part an area as large as its minified code, the largest first (a squarified treemap).

import { writeFileSync } from "node:fs";
import type { ImageSize, PartSize } from "./sizes.ts";

const WIDTH = 960;
const HEIGHT = 600;
const COLORS = ["#4e79a7", "#59a14f", "#9c755f", "#b07aa1", "#e15759", "#76b7b2", "#d37295", "#8c8c3f"];
/** Characters of the labels are about this wide and high, in pixels. */
const LABEL_WIDTH = 7;
const LABEL_HEIGHT = 16;

export interface Area {
  readonly part: PartSize;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function writeTreemap(size: ImageSize, path: string): void {
  writeFileSync(path, treemapSvg(size));
}

export function treemapSvg({ parts }: ImageSize): string {
  const packages = [...new Set(parts.map(packageName))];
  const boxes = treemap(parts, WIDTH, HEIGHT).map(({ part, x, y, width, height }) => {
    const color = COLORS[packages.indexOf(packageName(part)) % COLORS.length];
    const label = `${part.part} ${part.minified}`;
    const fits = width > label.length * LABEL_WIDTH && height > LABEL_HEIGHT;
    const text = fits ? `<text x="${x + 4}" y="${y + LABEL_HEIGHT - 3}">${label}</text>` : "";
    return `<g><title>${label} bytes, gzip ${part.gzip}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${color}"/>${text}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#fff" stroke-width="1">
<style>rect{stroke:#fff}text{stroke:none}</style>
${boxes.join("\n")}
</svg>
`;
}

/** Fills width times height with areas proportional to `minified`, as near to squares as they come. */
export function treemap(parts: readonly PartSize[], width: number, height: number): Area[] {
  const areas: Area[] = [];
  const left = parts.filter(({ minified }) => minified > 0);
  let total = left.reduce((sum, { minified }) => sum + minified, 0);
  let [x, y, w, h] = [0, 0, width, height];
  while (left.length > 0) {
    const isWide = w >= h;
    const side = isWide ? h : w;
    const scale = (w * h) / total;
    let row: PartSize[] = [];
    while (left.length > row.length) {
      const longer = left.slice(0, row.length + 1);
      if (row.length > 0 && worst(longer, side, scale) > worst(row, side, scale)) break;
      row = longer;
    }
    left.splice(0, row.length);
    const sum = row.reduce((all, { minified }) => all + minified, 0);
    const depth = (sum * scale) / side;
    let at = 0;
    for (const part of row) {
      const length = (part.minified / sum) * side;
      areas.push(
        isWide
          ? { part, x, y: y + at, width: depth, height: length }
          : { part, x: x + at, y, width: length, height: depth },
      );
      at += length;
    }
    if (isWide) [x, w] = [x + depth, w - depth];
    else [y, h] = [y + depth, h - depth];
    total -= sum;
  }
  return areas;
}

/** The most elongated of a row's areas: its longer side over its shorter. */
function worst(row: readonly PartSize[], side: number, scale: number): number {
  const sum = row.reduce((all, { minified }) => all + minified, 0) * scale;
  return Math.max(
    ...row.map(({ minified }) => {
      const ratio = (minified * scale * side * side) / (sum * sum);
      return Math.max(ratio, 1 / ratio);
    }),
  );
}

function packageName({ part }: PartSize): string {
  return part.split("/")[0] as string;
}
