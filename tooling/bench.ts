// `pnpm bench [filter] [--rounds n]`: runs the benchmarks of all packages on built output, each in fresh
// processes, in rounds that take turns (so that a busy moment of the host hits all alike), and prints medians
// beside their peers. Never fails on a time: figures are for people.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BenchResult, bundleBench, findBenches } from "./bench/bench-file.ts";
import { installProduct, type ProcessSample, sampleProcesses } from "./bench/process-bench.ts";

/** One line of the table: all rounds of one benchmark. */
interface Row {
  readonly name: string;
  readonly unit: string;
  readonly values: number[];
  readonly peerName: string;
  readonly peerValues: number[];
}

const PROCESS_BENCHES = ["process: start to msh prompt", "process: resident memory at prompt"] as const;

class Table {
  readonly #rows = new Map<string, Row>();

  add(name: string, unit: string, value: number, peerName: string, peerValue: number | null): void {
    let row = this.#rows.get(name);
    if (row === undefined) {
      row = { name, unit, values: [], peerName, peerValues: [] };
      this.#rows.set(name, row);
    }
    row.values.push(value);
    if (peerValue !== null) row.peerValues.push(peerValue);
  }

  print(): void {
    const lines = [["name", "median", "unit", "spread", "peer", "peer value", "ratio"]];
    for (const row of this.#rows.values()) lines.push(cellsOf(row));
    const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0))) ?? [];
    for (const line of lines)
      console.log(
        line
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join("  ")
          .trimEnd(),
      );
  }
}

function cellsOf(row: Row): string[] {
  const middle = median(row.values);
  const spread = (Math.max(...row.values) - Math.min(...row.values)) / middle;
  const peer = row.peerValues.length === 0 ? null : median(row.peerValues);
  return [
    row.name,
    figure(middle),
    row.unit,
    `${(spread * 100).toFixed(0)} %`,
    row.peerName,
    peer === null ? "" : figure(peer),
    peer === null ? "" : `${figure(middle / peer)} x`,
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Three digits that count, thousands apart. */
function figure(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}

function isChosen(name: string, filter: string): boolean {
  return name.toLowerCase().includes(filter.toLowerCase());
}

function runFile(program: string, table: Table): void {
  const output = execFileSync(process.execPath, [program], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  for (const result of JSON.parse(output) as BenchResult[]) {
    table.add(result.name, result.unit, result.value, result.peer?.name ?? "", result.peer?.value ?? null);
  }
}

function addProcessSample(sample: ProcessSample, filter: string, table: Table): void {
  const [start, memory] = PROCESS_BENCHES;
  if (isChosen(start, filter)) table.add(start, "ms", sample.bootMs, "node -e 0", sample.nodeMs);
  if (isChosen(memory, filter)) table.add(memory, "MiB", sample.bootMib, "idle node", sample.nodeMib);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: "string", default: "5" } },
  });
  const filter = positionals[0] ?? "";
  const rounds = Number(values.rounds);
  const sources = findBenches().filter((source) => isChosen(source.path, filter));
  const hasProcesses = PROCESS_BENCHES.some((name) => isChosen(name, filter));
  const folder = mkdtempSync(join(tmpdir(), "keel-bench-"));
  const table = new Table();
  try {
    const programs: string[] = [];
    for (const source of sources) programs.push(await bundleBench(source, folder));
    const product = hasProcesses ? await installProduct(join(folder, "product")) : null;
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`round ${round} of ${rounds}\n`);
      for (const program of programs) runFile(program, table);
      if (product !== null) addProcessSample(await sampleProcesses(product), filter, table);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `node ${process.version}, ${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, ${rounds} rounds`,
  );
  table.print();
}

await main();
