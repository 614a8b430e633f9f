import { describe, expect, test } from "vitest";
import { boot, ExpectationError } from "../src/index.ts";

function messageOf(failing: () => unknown): string {
  try {
    failing();
  } catch (error) {
    if (error instanceof ExpectationError) return error.message;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("BoardConsole", () => {
  test("expect gives the match and consumes the text up to it", async () => {
    const { console } = await boot();
    console.expect("msh />");
    console.send("echo one; echo two\n");
    console.expect(/^one$/m);
    expect(console.expect(/(t)wo\n/)[1]).toBe("t");
    expect(console.unmatched).toBe("msh />");
    expect(console.text).toContain("one\ntwo\n");
  });

  test("expect takes text as it is, and ignores the memory of a global expression", async () => {
    const { console } = await boot();
    const prompt = /msh/g;
    console.expect(prompt);
    console.send("echo (a.c)\n");
    console.expect("(a.c)");
    console.send("\n");
    console.expect(prompt);
    console.send("\n");
    expect(console.expect(prompt)[0]).toBe("msh");
  });

  test("expect lets as much time pass as it needs", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.console.send("sleep 30; echo awake\n");
    board.console.expect(/^awake/m, { timeout: "1 min" });
    expect(board.now).toBeGreaterThan(30e9);
    expect(board.now).toBeLessThan(30.1e9);
  });

  test("a failure says what was expected, how long, and what the console shows", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.console.send("echo something else; sleep 20\n");
    expect(messageOf(() => board.console.expect(/nothing/, { timeout: "2 s" }))).toMatch(
      /^expected \/nothing\/ on the console, not there after 2 s of board time \(from 0\.\d+ s\)\.\nThe console since the last match:\n {2}\| echo something else; sleep 20\n {2}\| something else\n/,
    );
  });

  test("a failure comes at once when the board is off, or nothing more can come", async () => {
    const board = await boot();
    board.console.expect("msh />");
    const stuck = messageOf(() => board.console.expect("x", { timeout: "1 d" }));
    expect(stuck).toContain("every thread waits and nothing will wake one");
    expect(stuck).toContain("nothing new since the last match. Before that:");
    board.console.send("poweroff\n");
    expect(messageOf(() => board.console.expect("x"))).toContain("the board is off (status 0)");
  });

  test("a failure's stack begins in the test", async () => {
    const { console } = await boot();
    try {
      console.expect("nothing like this");
    } catch (error) {
      const frames = (error as Error).stack?.split("\n").filter((line) => line.startsWith("    at "));
      expect(frames?.[0]).toContain("console.test.ts");
    }
  });

  test("expectNot looks at what is there and at what comes in the time given", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.console.send("sleep 2; echo boom\n");
    board.console.expect("boom"); // what was typed
    board.console.expectNot("boom", { for: "1 s" });
    expect(messageOf(() => board.console.expectNot("boom", { for: "5 s" }))).toContain("did not expect");
    expect(board.now).toBeLessThan(2.1e9);
    // Nothing more will happen, and yet the time passes.
    board.console.expect("boom");
    const before = board.now;
    board.console.expectNot("boom", { for: "1 h" });
    expect(board.now).toBe(before + 3600e9);
  });

  test("send types keys: Ctrl-C ends a program", async () => {
    const { console } = await boot();
    console.expect("msh />");
    console.send("sleep 1000\n");
    console.expect("sleep 1000\n");
    console.send("\x03");
    console.expect("msh />");
    console.send("echo $?\n");
    expect(console.expect(/^(\d+)$/m)[1]).toBe("130");
  });
});
