import { describe, expect, test } from "vitest";
import { loadScenarios, ScenarioError } from "../../src/scenario/load-scenario.ts";

const place = { file: "door.yaml", folder: "/tests" };

function problems(text: string): string[] {
  try {
    loadScenarios(place, text);
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("loadScenarios", () => {
  test("reads every document of a file, with defaults and the lines of the steps", () => {
    const scenarios = loadScenarios(
      place,
      `name: opens
boot: { seed: 7, memory: 16M }
steps:
  - expect: msh />
  - run: hello
  - poweroff
---
timeout: 1 min
steps:
  - corruptByte: 3
`,
    );
    expect(scenarios).toMatchObject([
      {
        ...place,
        name: "opens",
        boot: { seed: 7, memory: "16M", mounts: [] },
        timeout: "10 s",
        steps: [
          { name: "expect", step: { expect: "msh />" }, line: 4 },
          { name: "run", step: { run: "hello", status: 0 }, line: 5 },
          { name: "poweroff", line: 6 },
        ],
      },
      {
        name: "door.yaml #2",
        boot: { seed: 1, mounts: [] },
        timeout: "1 min",
        steps: [{ name: "corruptByte", step: { corruptByte: 3, direction: "input", mask: 1 }, line: 10 }],
      },
    ]);
  });

  test("says every mistake with file, line, field and remedy", () => {
    const text = `name: opens
boot:
  sed: 7
  memory: lots
timeout: 10
steps:
  - expct: msh />
  - send: 5
  - expect: /(/
  - run: hello
    statuss: 1
  - advance: 10 fortnights
  - foo
  - loseByte: 0
  - corruptByte: 1
    direction: up
  - write: tmp
    contents: x
  - run: x
    status: -1
  - write: /tmp/x
`;
    const steps =
      "send, expect, expectNot, advance, run, write, read, failAllocation, loseInterrupt, loseByte, corruptByte, " +
      "flipBit, poweroff, exitStatus";
    const text_ = "text (in quotes if it looks like something else)";
    expect(problems(text)).toEqual([
      "door.yaml:4: boot.memory: 'lots' is no size: write one such as 64M",
      "door.yaml:3: boot.sed: there is no such field; did you mean 'seed'?",
      "door.yaml:5: timeout: needs a span of time such as 10 s",
      "door.yaml:7: steps[1]: there is no step 'expct'; did you mean 'expect'?",
      "door.yaml:8: steps[2].send: needs text; put it in quotes if it looks like something else",
      "door.yaml:9: steps[3].expect: Invalid regular expression: /(/: Unterminated group. To find this text as it " +
        "is, write it without the slashes",
      "door.yaml:11: steps[4].statuss: there is no such field; did you mean 'status'?",
      "door.yaml:12: steps[5].advance: '10 fortnights' is no span of time: write a number and one of ns, us, ms, s, " +
        "min, h, d, such as '10 s'",
      `door.yaml:13: steps[6]: there is no step "foo"; there are: ${steps}`,
      "door.yaml:14: steps[7].loseByte: counting starts at 1",
      "door.yaml:16: steps[8].direction: must be one of: input, output",
      "door.yaml:17: steps[9].write: must be an absolute path on the board, such as /tmp/file",
      "door.yaml:20: steps[10].status: must be at least 0",
      "door.yaml:21: steps[11].contents: is missing; it needs text; put it in quotes if it looks like something else",
    ]);
    expect(problems("steps: [{ expect: 5 }]")).toEqual([
      `door.yaml:1: steps[1].expect: needs ${text_} or /an expression/`,
    ]);
  });

  test("says what is wrong with a file that holds no scenario", () => {
    expect(problems("")).toEqual([
      "door.yaml:1: there is no scenario in this file; it needs at least 'steps:'",
    ]);
    expect(problems("name: x\n")).toEqual(["door.yaml:1: steps: is missing; it needs a list"]);
    expect(problems("steps: []\n")).toEqual([
      "door.yaml:1: steps: must hold at least one step, such as: - expect: msh />",
    ]);
    expect(problems("- expect: x\n")).toEqual(["door.yaml:1: needs fields with values"]);
    expect(problems("a: [1\nb: 2\n")[0]).toMatch(/^door.yaml:2: not YAML: /);
  });
});
