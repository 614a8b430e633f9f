// How the results of scenarios are written: for people, as TAP version 14, as JUnit XML. Times are the board's, so
// that equal runs give equal reports.

import type { ScenarioResult } from "./run-scenario.ts";

const HEAD_INDENT = "    ";

/** For people: one line a scenario, and why one failed. */
export function textReport(results: readonly ScenarioResult[]): string {
  const lines = results.flatMap((result) => {
    const { scenario, failure, boardNs } = result;
    const head = `${failure === null ? "ok  " : "FAIL"} ${scenario.name} (${seconds(boardNs)} s of board time)`;
    return failure === null ? [head] : [head, indented(`${place(result)}: ${failure.message}`, HEAD_INDENT)];
  });
  const failed = results.filter(({ failure }) => failure !== null).length;
  const total = `${results.length} scenario${results.length === 1 ? "" : "s"}`;
  return `${[...lines, failed === 0 ? `${total}, all passed` : `${total}, ${failed} failed`].join("\n")}\n`;
}

/** https://testanything.org/tap-version-14-specification.html */
export function tapReport(results: readonly ScenarioResult[]): string {
  const lines = ["TAP version 14", `1..${results.length}`];
  for (const [index, result] of results.entries()) {
    const { scenario, failure } = result;
    const name = scenario.name.replaceAll("\\", "\\\\").replaceAll("#", "\\#").replaceAll("\n", " ");
    lines.push(`${failure === null ? "ok" : "not ok"} ${index + 1} - ${name}`);
    if (failure === null) continue;
    lines.push("  ---", "  message: |-", indented(failure.message, HEAD_INDENT));
    lines.push(`  at: ${JSON.stringify(place(result))}`, `  boardTime: ${seconds(result.boardNs)}`, "  ...");
  }
  return `${lines.join("\n")}\n`;
}

/** One suite a file. What the console showed is each case's output. */
export function junitReport(results: readonly ScenarioResult[]): string {
  const files = [...new Set(results.map(({ scenario }) => scenario.file))];
  const suites = files.map((file) => {
    const cases = results.filter(({ scenario }) => scenario.file === file);
    return `  <testsuite name=${attribute(file)} ${counts(cases)}>\n${cases.map(testCase).join("")}  </testsuite>\n`;
  });
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return `${head}<testsuites name="keel test" ${counts(results)}>\n${suites.join("")}</testsuites>\n`;
}

function testCase(result: ScenarioResult): string {
  const { scenario, failure, boardNs, console } = result;
  const head = `name=${attribute(scenario.name)} classname=${attribute(scenario.file)} time="${seconds(boardNs)}"`;
  const [summary = ""] = failure?.message.split("\n") ?? [];
  const details = failure === null ? "" : `${place(result)}: ${failure.message}`;
  const failed =
    failure === null ? "" : `      <failure message=${attribute(summary)}>${escaped(details)}</failure>\n`;
  return `    <testcase ${head}>\n${failed}      <system-out>${escaped(console)}</system-out>\n    </testcase>\n`;
}

function counts(results: readonly ScenarioResult[]): string {
  const failures = results.filter(({ failure }) => failure !== null).length;
  const boardNs = results.reduce((sum, result) => sum + result.boardNs, 0);
  return `tests="${results.length}" failures="${failures}" errors="0" time="${seconds(boardNs)}"`;
}

function place({ scenario, failure }: ScenarioResult): string {
  return `${scenario.file}:${failure?.line ?? 1}`;
}

function seconds(ns: number): string {
  return (ns / 1e9).toFixed(6);
}

function indented(text: string, indent: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : indent + line))
    .join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

function attribute(text: string): string {
  return `"${withoutControls(text).replaceAll(/[&<>"\n]/g, (char) => ENTITIES[char] as string)}"`;
}

function escaped(text: string): string {
  return withoutControls(text).replaceAll(/[&<>]/g, (char) => ENTITIES[char] as string);
}

/** XML 1.0 has no way to write most control characters, an escape sequence's first one among them. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "\ufffd");
}
