import { describe, expect, test } from "vitest";
import { History } from "../src/history.ts";

describe("History", () => {
  test("keeps lines in order", () => {
    const history = new History();
    history.add("ls");
    history.add("ps");
    expect(history.lines()).toEqual(["ls", "ps"]);
    expect(history.at(0)).toBe("ls");
    expect(history.at(2)).toBeNull();
  });

  test("takes no blank line and no line twice in sequence", () => {
    const history = new History();
    for (const line of ["ls", "ls", "", "  ", "ps", "ls"]) history.add(line);
    expect(history.lines()).toEqual(["ls", "ps", "ls"]);
  });

  test("forgets the oldest beyond its limit", () => {
    const history = new History(2);
    for (const line of ["a", "b", "c"]) history.add(line);
    expect(history.lines()).toEqual(["b", "c"]);
  });
});
