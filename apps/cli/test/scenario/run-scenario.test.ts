import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadScenarios } from "../../src/scenario/load-scenario.ts";
import { runScenario, type ScenarioResult } from "../../src/scenario/run-scenario.ts";

const image = readFileSync(new URL("../../../smart/rootfs/rootfs.tar.gz", import.meta.url));

async function run(text: string): Promise<ScenarioResult> {
  const [scenario] = loadScenarios({ file: "s.yaml", folder: import.meta.dirname }, text);
  if (scenario === undefined) throw new Error("no scenario");
  return runScenario(scenario, image);
}

describe("runScenario", () => {
  test("does every kind of step", async () => {
    const { failure, boardNs, console } = await run(`
boot:
  memory: 32M
  mounts: [{ host: ., guest: /mnt/here, readOnly: true }]
steps:
  - expect: msh />
  - send: "sleep 5; echo done\\n"
  - expectNot: /^done$/m
    for: 4 s
  - expect: /^done$/m
    timeout: 2 s
  - advance: 1 h
  - run: cat /mnt/here/run-scenario.test.ts
    stdout: does every kind of step
  - run: "nosuch; /bin/cat; exec /bin/false"
    stdin: typed
    stdout: typed
    stderr: /^nosuch. command not found/
    status: 1
  - run: echo $COLOUR
    environment: { COLOUR: red }
    stdout: /^red$/m
  - write: /tmp/new/file
    contents: kept
    mode: 0o600
  - read: /tmp/new/file
    contents: /^kept$/
  - loseByte: 1
  - corruptByte: 2
    mask: 0x20
  - send: "xEcho ok\\n"
  - expect: /^ok$/m
  - flipBit: 0x80000000
  - loseInterrupt: 1
    irq: 10
  - failAllocation: 1
  - poweroff
  - exitStatus: 0
`);
    expect(failure).toBeNull();
    expect(boardNs).toBeGreaterThan(3605e9);
    expect(console).toContain("\ndone\n");
  });

  test.each([
    ["run: hello\n    status: 3", /^'hello' ended with status 0, expected 3\.\nIt wrote:\n {2}\| Hello from/],
    [
      "run: hello\n    stdout: Bye",
      /^standard output of 'hello': expected "Bye"\.\nIt is:\n {2}\| Hello from/,
    ],
    ['run: "false"', /^'false' ended with status 1, expected 0\.\nIt wrote: nothing$/],
    ["read: /etc/nothing\n    contents: x", /^read \/etc\/nothing: No such file or directory$/],
    ["exitStatus: 0\n    timeout: 1 s", /^the board is still on after 1 s\.\nThe console/],
    ["flipBit: 0x10", /^flipBit: there is no RAM at 0x10$/],
    ["expect: /x{3}/\n    timeout: 1 s", /^expected \/x\{3\}\/ on the console, but at/],
  ])("fails at the line of the step: %s", async (step, message) => {
    const { failure } = await run(`steps:\n  - advance: 1 s\n  - ${step}\n  - poweroff\n`);
    expect(failure).toEqual({ line: 3, message: expect.stringMatching(message) });
  });

  test("says why a board does not boot", async () => {
    const { failure } = await run("boot: { app: nix.mjs }\nsteps: [poweroff]");
    expect(failure?.message).toMatch(
      /^the board does not boot: there is no .*nix\.mjs; write it with: keel build$/,
    );
    const other = await run("boot: { app: ../../src/arguments.ts }\nsteps: [poweroff]");
    expect(other.failure?.message).toMatch(/arguments\.ts is no image; write one with: keel build$/);
    const board = await run("boot: { board: virt65 }\nsteps: [poweroff]");
    expect(board.failure?.message).toContain("there is no board 'virt65'; there are: virt64");
  });

  test("runs the guide's scenario", async () => {
    const guide = readFileSync(new URL("../../../../docs/testing.md", import.meta.url), "utf8");
    const text = /```yaml\n(.*?)```/s.exec(guide)?.[1] ?? "";
    expect(text).toContain("expectNot");
    expect((await run(text)).failure).toBeNull();
  });

  test("equal scenarios give equal results", async () => {
    const text = "boot: { seed: 9 }\nsteps: [{ run: threads }, { expect: msh }]";
    expect(await run(text)).toEqual(await run(text));
  });
});
