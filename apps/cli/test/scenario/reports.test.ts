import { describe, expect, test } from "vitest";
import { junitReport, tapReport, textReport } from "../../src/scenario/reports.ts";
import type { ScenarioResult } from "../../src/scenario/run-scenario.ts";

function result(name: string, message: string | null): ScenarioResult {
  const scenario = {
    name,
    file: "a.yaml",
    folder: "/",
    boot: { seed: 1, mounts: [] },
    timeout: "10 s",
    steps: [],
  };
  const failure = message === null ? null : { line: 7, message };
  return { scenario, failure, boardNs: 1.5e9, console: "\x1b[31mmsh <&>" };
}

const passed = result("opens #1", null);
const failed = result('"closes" & <locks>', "expected x.\n\nThe console:\n  | y");

describe("textReport", () => {
  test("has a line for each scenario, the place and reason of failures, and the sum", () => {
    expect(textReport([passed, failed])).toBe(
      "ok   opens #1 (1.500000 s of board time)\n" +
        'FAIL "closes" & <locks> (1.500000 s of board time)\n' +
        "    a.yaml:7: expected x.\n\n    The console:\n      | y\n" +
        "2 scenarios, 1 failed\n",
    );
    expect(textReport([passed])).toContain("1 scenario, all passed\n");
  });
});

describe("tapReport", () => {
  test("is TAP 14: a plan, escaped names, and the failure as YAML", () => {
    expect(tapReport([passed, failed])).toBe(
      "TAP version 14\n1..2\nok 1 - opens \\#1\n" +
        'not ok 2 - "closes" & <locks>\n' +
        "  ---\n  message: |-\n    expected x.\n\n    The console:\n      | y\n" +
        '  at: "a.yaml:7"\n  boardTime: 1.500000\n  ...\n',
    );
  });
});

describe("junitReport", () => {
  test("counts, escapes, and leaves out what XML cannot hold", () => {
    expect(junitReport([passed, failed])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="keel test" tests="2" failures="1" errors="0" time="3.000000">
  <testsuite name="a.yaml" tests="2" failures="1" errors="0" time="3.000000">
    <testcase name="opens #1" classname="a.yaml" time="1.500000">
      <system-out>\ufffd[31mmsh &lt;&amp;&gt;</system-out>
    </testcase>
    <testcase name="&quot;closes&quot; &amp; &lt;locks&gt;" classname="a.yaml" time="1.500000">
      <failure message="expected x.">a.yaml:7: expected x.

The console:
  | y</failure>
      <system-out>\ufffd[31mmsh &lt;&amp;&gt;</system-out>
    </testcase>
  </testsuite>
</testsuites>
`);
  });
});
