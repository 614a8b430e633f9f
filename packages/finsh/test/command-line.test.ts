import { describe, expect, test } from "vitest";
import { escapeText, expandWord, parse, scan, type SimpleCommand, type Word } from "../src/command-line.ts";

const VARIABLES: Readonly<Record<string, string>> = { "?": "7", HOME: "/root", EMPTY: "" };
const lookup = (name: string): string => VARIABLES[name] ?? "";

function commandsOf(line: string): SimpleCommand[] {
  const parsed = parse(line);
  if (typeof parsed === "string") throw new Error(parsed);
  return parsed;
}

function wordsOf(line: string): string[] {
  return commandsOf(line).flatMap((command) =>
    command.words.map((word) => expandWord(word, lookup)).filter((text) => text !== null),
  );
}

describe("parse", () => {
  test("splits at blanks and drops comments", () => {
    expect(wordsOf("  ls\t-l  /tmp # all of it")).toEqual(["ls", "-l", "/tmp"]);
    expect(wordsOf("echo a#b #c")).toEqual(["echo", "a#b"]);
    expect(commandsOf("# nothing")).toEqual([]);
    expect(commandsOf("   ")).toEqual([]);
  });

  test("keeps blanks in quotes and behind backslashes", () => {
    expect(wordsOf(`echo 'a  b' "c  d" e\\ f ''`)).toEqual(["echo", "a  b", "c  d", "e f", ""]);
    expect(wordsOf(`echo a'b'"c"d`)).toEqual(["echo", "abcd"]);
    expect(wordsOf(`echo "say \\"hi\\" \\n" '\\n'`)).toEqual(["echo", 'say "hi" \\n', "\\n"]);
  });

  test("expands variables outside single quotes", () => {
    expect(wordsOf("echo $? ${HOME}/x \"$HOME\" '$HOME' \\$HOME")).toEqual([
      "echo",
      "7",
      "/root/x",
      "/root",
      "$HOME",
      "$HOME",
    ]);
    expect(wordsOf('echo $EMPTY "$EMPTY" $UNSET end')).toEqual(["echo", "", "end"]);
    expect(wordsOf("echo $ a$ ${ ${bad")).toEqual(["echo", "$", "a$", "${", "${bad"]);
  });

  test("separates commands by ; & && ||", () => {
    const commands = commandsOf("a 1; b & c && d || e;");
    expect(commands.map((command) => command.source)).toEqual(["a 1", "b", "c", "d", "e"]);
    expect(commands.map((command) => command.isBackground)).toEqual([false, true, false, false, false]);
    expect(commands.map((command) => command.condition)).toEqual([
      "always",
      "always",
      "always",
      "success",
      "failure",
    ]);
  });

  test("takes redirections from anywhere in a command", () => {
    const [command] = commandsOf("echo a >x b 2>>y <z");
    expect(command?.words.map((word) => expandWord(word, lookup))).toEqual(["echo", "a", "b"]);
    expect(
      command?.redirects.map(({ fd, isAppend, target }) => [fd, isAppend, expandWord(target, lookup)]),
    ).toEqual([
      [1, false, "x"],
      [2, true, "y"],
      [0, false, "z"],
    ]);
    expect(wordsOf("echo a2>x")).toEqual(["echo", "a2"]);
    expect(command?.source).toBe("echo a >x b 2>>y <z");
  });

  test.each([
    ["echo 'a", "' is open"],
    ['echo "a', '" is open'],
    ["echo a\\", "\\ is open"],
    ["; a", "unexpected ;"],
    ["a && ; b", "unexpected ;"],
    ["a &&", "unexpected end of line"],
    ["echo >", "> needs a file name"],
    ["echo > ; a", "> needs a file name"],
    ["ps | cat", "pipes are not supported"],
  ])("says what is wrong with %s", (line, message) => {
    expect(parse(line)).toContain(message);
  });
});

describe("escapeText", () => {
  test("writes text that scan reads back, in every quote", () => {
    const text = `a b\\c'd"e$f&g;h<i>j|k#l\`m`;
    for (const quote of ["", "'", '"']) {
      const word = scan(`${quote}${escapeText(text, quote)}${quote}`);
      expect(word.length).toBe(1);
      expect(expandWord(word[0] as Word, lookup)).toBe(text);
    }
  });
});
