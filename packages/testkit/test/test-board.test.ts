import { describe, expect, test } from "vitest";
import { boot, type TestBoard } from "../src/index.ts";

/** A session with typing, programs and time. */
async function session(seed: number): Promise<TestBoard> {
  const board = await boot({ seed });
  board.console.expect("msh />");
  board.console.send("sleep 3 &\n");
  board.console.expect("[1]");
  board.advance("1.5 s");
  board.run("threads");
  board.console.send("\n");
  board.advance("5 s");
  return board;
}

describe("TestBoard", () => {
  test("two equal runs have equal traces, times and consoles", async () => {
    const [one, two] = [await session(3), await session(3)];
    expect(one.trace().split("\n").length).toBeGreaterThan(50);
    expect(two.trace()).toBe(one.trace());
    expect(two.console.text).toBe(one.console.text);
    expect(two.now).toBe(one.now);
  });

  test("advance lets board time pass to the nanosecond, on an idle and on a busy board", async () => {
    const board = await boot();
    board.advance("1 h");
    expect(board.now).toBe(3600e9);
    board.console.send("spin\n");
    board.advance("5 ms");
    expect(board.now - 3600e9).toBeGreaterThanOrEqual(5e6);
    expect(board.now - 3600e9).toBeLessThan(5.01e6);
  });

  test("run gives the status and both outputs of a program", async () => {
    const board = await boot();
    expect(board.run("hello")).toMatchObject({ status: 0, stdout: /^Hello from process \d+/, stderr: "" });
    expect(board.run("false").status).toBe(1);
    expect(board.run("nosuch")).toEqual({
      status: 127,
      output: "nosuch: command not found.\n",
      stdout: "",
      stderr: "nosuch: command not found.\n",
    });
  });

  test("run takes whole lines, input and variables, and leaves the console alone", async () => {
    const board = await boot();
    board.console.expect("msh />");
    expect(board.run("/bin/cat", { stdin: "typed\n" }).stdout).toBe("typed\n");
    expect(board.run("echo $COLOUR && cd /tmp && pwd", { environment: { COLOUR: "red" } }).stdout).toBe(
      "red\n/tmp\n",
    );
    expect(board.run("pwd").stdout).toBe("/\n");
    expect(board.console.unmatched).toBe("");
  });

  test("run reports a program that a signal ended, and the shell goes on", async () => {
    const board = await boot();
    const { status, stderr } = board.run("crash");
    expect(status).toBe(139);
    expect(stderr).toContain("Segmentation fault");
    expect(board.console.text).toContain("store page fault");
    expect(board.run("hello").status).toBe(0);
  });

  test("run gives up on a command that takes too long, and shows what it wrote", async () => {
    const board = await boot();
    const sleep = (): unknown => board.run("echo before; sleep 1000", { timeout: "2 s" });
    expect(sleep).toThrow(
      /run 'echo before; sleep 1000' runs on after 2 s of board time.\nIt wrote:\nbefore/,
    );
  });

  test("poweroff ends everything with status 0; so does the shell's own", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.poweroff();
    expect(board.exitStatus).toBe(0);
    const offAt = board.now;
    board.advance("1 s");
    expect(board.now).toBe(offAt);
    expect(() => board.run("hello")).toThrow("the board is off (status 0)");

    const other = await boot();
    other.console.send("poweroff\n");
    other.advance("1 s");
    expect(other.exitStatus).toBe(0);
  });

  test("a panic is an exit status of 255", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.kernel
      .createThread({
        name: "bad",
        priority: 5,
        *entry() {
          board.kernel.panic("on purpose");
        },
      })
      .startup();
    expect(() => board.console.expect("msh />")).toThrow("the kernel panicked: on purpose");
    expect(board.exitStatus).toBe(255);
  });
});
