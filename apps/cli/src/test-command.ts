// `keel test`: runs scenarios, each on a fresh board in virtual time, and reports for people and for CI.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ParseArgsOptionsConfig } from "node:util";
import { parseOptions, UsageError } from "./arguments.ts";
import { fromCaller } from "./hosted-board.ts";
import type { Scenario } from "./scenario/scenario.ts";
import type { Subcommand } from "./subcommand.ts";

const TEST_OPTIONS: ParseArgsOptionsConfig = {
  junit: { type: "string" },
  tap: { type: "boolean", default: false },
};

const STATUS_FAILED = 1;
const STATUS_NOT_UNDERSTOOD = 2;

export const testCommand: Subcommand = {
  name: "test",
  summary: "run test scenarios on fresh boards",
  usage: "test [options] SCENARIO.yaml...",
  help: `Runs scenarios: each boots a board in virtual time, types, waits for output, runs programs, injects faults.
The exit status is 0 when all passed, 1 when one failed, 2 when a scenario is not understood.

  --junit FILE           write the results to FILE as JUnit XML
  --tap                  print the results as TAP instead of text

A scenario:

  name: hello greets
  boot: { seed: 7 }
  steps:
    - expect: msh />               # text, or a regular expression: /pid \\d+/
    - send: "sleep 5; echo done\\n"
    - expect: /^done$/m
      timeout: 10 s
    - run: hello
      stdout: /^Hello/
    - poweroff
    - exitStatus: 0

All steps are in docs/testing.md.`,
  async run(args) {
    const { values, rest: files } = parseOptions(args, TEST_OPTIONS);
    if (files.length === 0)
      throw new UsageError("which scenarios? Usage: keel test [options] SCENARIO.yaml...");
    // Loaded here: no other command needs YAML.
    const { loadScenarios, ScenarioError } = await import("./scenario/load-scenario.ts");
    const { runScenario } = await import("./scenario/run-scenario.ts");
    const { junitReport, tapReport, textReport } = await import("./scenario/reports.ts");
    let scenarios: Scenario[];
    try {
      scenarios = files.flatMap((file) => {
        const path = fromCaller(file);
        return loadScenarios({ file, folder: dirname(path) }, readScenario(path, file));
      });
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      console.error(error.message);
      return STATUS_NOT_UNDERSTOOD;
    }
    const image = gunzipSync(readFileSync(new URL("./rootfs.tar.gz", import.meta.url)));
    const results = [];
    for (const scenario of scenarios) results.push(await runScenario(scenario, image));
    process.stdout.write(values["tap"] === true ? tapReport(results) : textReport(results));
    if (values["junit"] !== undefined) writeReport(String(values["junit"]), junitReport(results));
    return results.some(({ failure }) => failure !== null) ? STATUS_FAILED : 0;
  },
};

function readScenario(file: string, asTyped: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${asTyped}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(fromCaller(path), text);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
