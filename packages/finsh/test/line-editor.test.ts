import { describe, expect, test } from "vitest";
import { History } from "../src/history.ts";
import { type EditOutcome, LineEditor, LINE_MAX } from "../src/line-editor.ts";
import { KeyDecoder } from "../src/keys.ts";
import { Screen } from "./screen.ts";

const PROMPT = "msh />";

/** A line editor with a terminal in front of it. */
class Desk {
  readonly history = new History();
  readonly editor = new LineEditor(this.history);
  readonly screen: Screen;
  printed = "";
  #decoder = new KeyDecoder();

  constructor(columns = 80) {
    this.screen = new Screen(columns);
    this.editor.start(PROMPT, columns);
    this.#show();
  }

  /** Types; the outcome of the last key. */
  type(text: string): EditOutcome {
    let outcome: EditOutcome = "editing";
    for (const byte of new TextEncoder().encode(text)) {
      const key = this.#decoder.push(byte);
      if (key === null) continue;
      outcome = this.editor.press(key);
      this.#show();
    }
    return outcome;
  }

  enter(line: string): void {
    this.type(`${line}\r`);
    this.history.add(line);
    this.editor.start(PROMPT, this.screen.columns);
    this.#show();
  }

  /** The text with `|` at the cursor. */
  get line(): string {
    const before = this.editor.textBeforeCursor;
    return `${before}|${this.editor.text.slice(before.length)}`;
  }

  #show(): void {
    const output = this.editor.takeOutput();
    this.printed += output;
    this.screen.write(output);
  }
}

const LEFT = "\x1b[D";
const RIGHT = "\x1b[C";
const UP = "\x1b[A";
const DOWN = "\x1b[B";

describe("LineEditor", () => {
  test("echoes typing at the end of the line as it is", () => {
    const desk = new Desk();
    desk.type("ls /tmp");
    expect(desk.printed).toBe("msh />ls /tmp");
    expect(desk.type("\r")).toBe("entered");
    expect(desk.printed).toBe("msh />ls /tmp\n");
    expect(desk.editor.text).toBe("ls /tmp");
  });

  test("inserts in the middle and shows what moved right", () => {
    const desk = new Desk();
    desk.type(`lp${LEFT}s /`);
    expect(desk.line).toBe("ls /|p");
    expect(desk.screen.lines).toEqual(["msh />ls /p"]);
    expect(desk.screen.column).toBe(PROMPT.length + 4);
  });

  test("deletes to both sides", () => {
    const desk = new Desk();
    desk.type(`abcdef${LEFT}${LEFT}\x7f`);
    expect(desk.line).toBe("abc|ef");
    desk.type("\x1b[3~");
    expect(desk.line).toBe("abc|f");
    desk.type("\x04");
    expect(desk.line).toBe("abc|");
    desk.type("\x1b[3~");
    expect(desk.line).toBe("abc|");
    expect(desk.screen.lines).toEqual(["msh />abc"]);
  });

  test("stops at both ends of the line", () => {
    const desk = new Desk();
    desk.type(`${LEFT}\x7fa${RIGHT}${RIGHT}b`);
    expect(desk.line).toBe("ab|");
  });

  test("jumps to the ends and by words", () => {
    const desk = new Desk();
    desk.type("cp /tmp/a.txt b\x01");
    expect(desk.line).toBe("|cp /tmp/a.txt b");
    desk.type("\x1bf\x1bf");
    expect(desk.line).toBe("cp /tmp|/a.txt b");
    desk.type("\x05\x1bb\x1bb");
    expect(desk.line).toBe("cp /tmp/a.|txt b");
  });

  test("kills and yanks", () => {
    const desk = new Desk();
    desk.type("echo one two\x17");
    expect(desk.line).toBe("echo one |");
    desk.type("\x15\x19\x19");
    expect(desk.line).toBe("echo one echo one |");
    desk.type("\x01\x1bf\x0b");
    expect(desk.line).toBe("echo|");
    desk.type("\x01\x1bd\x19!");
    expect(desk.line).toBe("echo!|");
  });

  test("transposes around the cursor, at the end the last two", () => {
    const desk = new Desk();
    desk.type("sl\x14");
    expect(desk.line).toBe("ls|");
    desk.type(`\x01\x14`);
    expect(desk.line).toBe("|ls");
    desk.type(`${RIGHT}\x14`);
    expect(desk.line).toBe("sl|");
  });

  test("Ctrl-C gives the line up, Ctrl-D ends only an empty one", () => {
    const desk = new Desk();
    expect(desk.type("abc\x03")).toBe("interrupted");
    expect(desk.printed).toBe("msh />abc^C\n");
    expect(new Desk().type("\x04")).toBe("ended");
    expect(new Desk().type("a\x04")).toBe("editing");
  });

  test("walks through the history and comes back to what was being typed", () => {
    const desk = new Desk();
    desk.enter("first");
    desk.enter("second longer");
    desk.type(`ne${UP}`);
    expect(desk.line).toBe("second longer|");
    desk.type(UP);
    expect(desk.screen.lines.at(-1)).toBe("msh />first");
    desk.type(UP);
    expect(desk.line).toBe("first|");
    desk.type(`${DOWN}${DOWN}`);
    expect(desk.line).toBe("ne|");
    desk.type(DOWN);
    expect(desk.line).toBe("ne|");
    expect(desk.screen.lines.at(-1)).toBe("msh />ne");
  });

  test("clears the screen and keeps the line", () => {
    const desk = new Desk();
    desk.enter("ls");
    desk.type(`abc${LEFT}\x0c`);
    expect(desk.screen.lines).toEqual(["msh />abc"]);
    expect(desk.screen.column).toBe(PROMPT.length + 2);
  });

  test("counts wide and combining characters as the terminal does", () => {
    const desk = new Desk(12);
    desk.type(`漢字漢字${LEFT}${LEFT}x`);
    // Six columns stay after the prompt: three wide characters, then x and one, then the rest wraps.
    expect(desk.line).toBe("漢字x|漢字");
    expect(desk.screen.lines).toEqual(["msh />漢字x", "漢字"]);
    const other = new Desk();
    other.type(`e\u0301a${LEFT}\x7f`);
    expect(other.line).toBe("e|a");
  });

  test("refuses more than LINE_MAX characters with the bell", () => {
    const desk = new Desk(4000);
    desk.type(`${"x".repeat(LINE_MAX)}y`);
    expect(desk.editor.text.length).toBe(LINE_MAX);
    expect(desk.printed.endsWith("\x07")).toBe(true);
  });

  test("inserts what completion found and shows a list below, the line again under it", () => {
    const desk = new Desk(20);
    desk.type(`ls /tm x${LEFT}${LEFT}`);
    desk.editor.insert("p/");
    expect(desk.line).toBe("ls /tmp/| x");
    desk.editor.showBelow("a  b\n");
    desk.screen.write(desk.editor.takeOutput());
    expect(desk.screen.lines).toEqual(["msh />ls /tmp/ x", "a  b", "msh />ls /tmp/ x"]);
    expect(desk.screen.column).toBe(PROMPT.length + 8);
  });

  test("keeps the screen equal to the line through any keys (seeded)", () => {
    const keys = [
      "a",
      "b",
      " ",
      "漢",
      "\x7f",
      "\x1b[3~",
      LEFT,
      RIGHT,
      LEFT,
      "\x01",
      "\x05",
      UP,
      DOWN,
      "\x17",
      "\x19",
      "\x14",
    ];
    for (let seed = 1; seed <= 40; seed++) {
      let state = seed;
      const desk = new Desk(9 + (seed % 7));
      desk.history.add("from the history, wrapped");
      desk.editor.start(PROMPT, desk.screen.columns);
      desk.screen.write(`\n${desk.editor.takeOutput()}`);
      for (let i = 0; i < 120; i++) {
        state = (state * 1103515245 + 12345) % 0x80000000;
        desk.type(keys[(state >> 8) % keys.length] as string);
        const expected = new Screen(desk.screen.columns);
        expected.write(`${PROMPT}\n${PROMPT}${desk.editor.text}`);
        const shown = desk.screen.lines.join("\n").trimEnd();
        expect(shown, `seed ${seed}, key ${i}`).toBe(expected.lines.join("\n").trimEnd());
        const place = new Screen(desk.screen.columns);
        place.write(`${PROMPT}\n${PROMPT}${desk.editor.textBeforeCursor} \b`);
        if (place.column < place.columns - 2) {
          expect([desk.screen.row, desk.screen.column], `seed ${seed}, key ${i}`).toEqual([
            place.row,
            place.column,
          ]);
        }
      }
    }
  });
});
