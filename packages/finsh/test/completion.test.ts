import { describe, expect, test } from "vitest";
import { type Candidate, commonPrefix, complete, completionContext, inColumns } from "../src/completion.ts";

const lookup = (name: string): string => (name === "HOME" ? "/root" : "");

function files(...names: string[]): Candidate[] {
  return names.map((name) => ({ name: name.replace("/", ""), isDirectory: name.endsWith("/") }));
}

describe("completionContext", () => {
  test.each([
    ["", "command", ""],
    ["he", "command", "he"],
    ["a; he", "command", "he"],
    ["a && he", "command", "he"],
    ["a & ", "command", ""],
    ["ls ", "argument", ""],
    ["ls /t", "argument", "/t"],
    ["ls $HOME/x", "argument", "/root/x"],
    ["echo x >", "target", ""],
    ["echo x > /t", "target", "/t"],
    ["> out ec", "command", "ec"],
  ])("of %j is a %s, word %j", (text, role, word) => {
    expect(completionContext(text, lookup)).toMatchObject({ role, word });
  });

  test("knows the quote a word stands in and the words before it", () => {
    expect(completionContext('cp -r "a b', lookup)).toEqual({
      word: "a b",
      openQuote: '"',
      role: "argument",
      words: ["cp", "-r"],
    });
  });
});

describe("complete", () => {
  test("finishes the only name with a blank, a directory with a slash", () => {
    expect(complete("he", "", files("hello"))).toEqual({ insert: "llo ", list: [] });
    expect(complete("t", "", files("tmp/"))).toEqual({ insert: "mp/", list: [] });
  });

  test("closes the quote it stands in, and escapes outside quotes", () => {
    expect(complete("a", '"', files("a b"))).toEqual({ insert: ' b" ', list: [] });
    expect(complete("a", "", files("a b"))).toEqual({ insert: "\\ b ", list: [] });
  });

  test("goes as far as all names agree, then lists them", () => {
    expect(complete("l", "", files("list_a", "list_b"))).toEqual({ insert: "ist_", list: [] });
    expect(complete("list_", "", files("list_a", "list_b/"))).toEqual({
      insert: "",
      list: ["list_a", "list_b/"],
    });
  });

  test("does nothing when nothing fits", () => {
    expect(complete("x", "", [])).toEqual({ insert: "", list: [] });
  });
});

describe("commonPrefix", () => {
  test("never cuts a character in two", () => {
    expect(commonPrefix(["a😀", "a😁"])).toBe("a");
  });
});

describe("inColumns", () => {
  test("reads downwards and fits the terminal", () => {
    expect(inColumns(["aa", "b", "c", "d", "e"], 8)).toBe("aa  d\nb   e\nc\n");
    expect(inColumns(["a long name"], 4)).toBe("a long name\n");
    expect(inColumns([], 80)).toBe("");
  });
});
