import {
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOKE,
  ECHONL,
  ICANON,
  ICRNL,
  IGNCR,
  IMAXBEL,
  INLCR,
  ISTRIP,
  IUTF8,
  IXANY,
  NOFLSH,
  SIGINT,
  SIGQUIT,
  SIGTSTP,
  VEOL,
} from "@keel/abi";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { describe, expect, test } from "vitest";
import { defaultTermios, LineDiscipline, OutputProcessor, rawTermios, type Termios } from "../src/index.ts";

/** A discipline whose echo is collected as text, ^-notation apart, with the cursor column kept. */
function discipline(change: (termios: Termios) => void = () => {}) {
  const termios = defaultTermios();
  change(termios);
  const output = new OutputProcessor(termios.oflag);
  const scratch = new Uint8Array(8);
  const echoed: number[] = [];
  const signals: number[] = [];
  const state = { stopped: false, discards: 0 };
  const line = new LineDiscipline(
    {
      echo: (byte) => {
        const end = output.put(byte, scratch, 0);
        echoed.push(...scratch.subarray(0, end));
      },
      column: () => output.column,
      signal: (sig) => void signals.push(sig),
      discardOutput: () => void (state.discards += 1),
      stopOutput: () => void (state.stopped = true),
      startOutput: () => void (state.stopped = false),
      isOutputStopped: () => state.stopped,
    },
    termios,
  );
  const type = (text: string) => {
    for (const byte of utf8Encode(text)) line.receive(byte);
  };
  const read = (max = 4096) => {
    const buf = new Uint8Array(max);
    return utf8Decode(buf.subarray(0, line.read(buf)));
  };
  const echo = () => utf8Decode(Uint8Array.from(echoed.splice(0)));
  return { line, termios, type, read, echo, signals, state };
}

/** The text a screen line shows after `output` was printed on it. */
function screen(output: string): string {
  const cells: string[] = [];
  let column = 0;
  for (const char of output) {
    if (char === "\b") column -= 1;
    else if (char === "\t")
      do cells[column++] ??= " ";
      while (column % 8 !== 0);
    else cells[column++] = char;
  }
  return Array.from(cells, (cell) => cell ?? " ")
    .join("")
    .trimEnd();
}

describe("LineDiscipline", () => {
  test("delivers nothing before the line is finished, then exactly one line per read", () => {
    const { line, type, read } = discipline();
    type("one");
    expect(line.hasInput).toBe(false);
    expect(line.available).toBe(0);
    type("\ntwo\n");
    expect(line.available).toBe(8);
    expect(read()).toBe("one\n");
    expect(read()).toBe("two\n");
    expect(line.hasInput).toBe(false);
  });

  test("a read shorter than the line gets the rest with the next read", () => {
    const { type, read } = discipline();
    type("abcdef\n");
    expect([read(4), read(4)]).toEqual(["abcd", "ef\n"]);
  });

  test("echoes what is typed, newline as CR LF, control characters with a caret", () => {
    const { type, echo } = discipline();
    type("ab\x01\n");
    expect(echo()).toBe("ab^A\r\n");
  });

  test("without ECHO nothing is echoed, but for the newline with ECHONL", () => {
    const quiet = discipline((t) => (t.lflag &= ~ECHO));
    quiet.type("secret\n");
    expect(quiet.echo()).toBe("");
    const newline = discipline((t) => (t.lflag = (t.lflag & ~ECHO) | ECHONL));
    newline.type("secret\n");
    expect(newline.echo()).toBe("\r\n");
    expect(newline.read()).toBe("secret\n");
  });

  describe("erasing", () => {
    test("VERASE takes the last character back, on the screen too, and stops at the start of the line", () => {
      const { type, read, echo } = discipline();
      type("ab\x7f\x7f\x7f\x7fc\n");
      expect(echo()).toBe("ab\b \b\b \bc\r\n");
      expect(read()).toBe("c\n");
    });

    test("does not reach into a finished line", () => {
      const { type, read } = discipline();
      type("one\n\x7f\x15\x17two\n");
      expect([read(), read()]).toEqual(["one\n", "two\n"]);
    });

    test("a control character shown as two columns is erased as two", () => {
      const { type, read, echo } = discipline();
      type("a\x01\x7f");
      expect(screen(echo())).toBe("a");
      type("\n");
      expect(read()).toBe("a\n");
    });

    test("a tab is erased back to where it started, wherever the line began", () => {
      const { type, echo } = discipline();
      type("abc\td\x7f\x7fx");
      expect(screen(echo())).toBe("abcx");
      const prompt = discipline();
      prompt.type("\n");
      prompt.echo();
      prompt.type("12345678\t\x7fx");
      expect(screen(prompt.echo())).toBe("12345678x");
    });

    test("IUTF8 erases a whole character, and one column", () => {
      const { type, read, echo } = discipline((t) => (t.iflag |= IUTF8));
      type("aé€\x7f\x7f\n");
      expect(read()).toBe("a\n");
      expect(echo()).toBe("aé€\b \b\b \b\r\n");
    });

    test("VWERASE takes back trailing blanks and the word before them", () => {
      const { type, read, echo } = discipline();
      type("cp old_1 new  \x17");
      expect(screen(echo())).toBe("cp old_1");
      type("\n");
      expect(read()).toBe("cp old_1 \n");
    });

    test("VKILL takes the line back; without ECHOKE it shows itself and goes to the next line", () => {
      const visual = discipline();
      visual.type("abc\x15");
      expect(screen(visual.echo())).toBe("");
      visual.type("x\n");
      expect(visual.read()).toBe("x\n");
      const plain = discipline((t) => (t.lflag &= ~ECHOKE));
      plain.type("abc\x15");
      expect(plain.echo()).toBe("abc^U\r\n");
    });

    test("without ECHOE the erase character shows itself", () => {
      const { type, echo } = discipline((t) => (t.lflag &= ~(ECHOE | ECHOCTL)));
      type("a\x7f");
      expect(echo()).toBe("a\x7f");
    });

    test("VREPRINT shows the line again on a fresh one", () => {
      const { type, read, echo } = discipline();
      type("abc\x12");
      expect(echo()).toBe("abc^R\r\nabc");
      type("\n");
      expect(read()).toBe("abc\n");
    });
  });

  test("VLNEXT takes the next key as it is", () => {
    const { type, read, echo, signals } = discipline();
    type("a\x16\x03\x16\x7f\n");
    expect(signals).toEqual([]);
    expect(read()).toBe("a\x03\x7f\n");
    expect(screen(echo().replace("\r\n", ""))).toBe("a^C^?");
  });

  test("a newline that is only data shows as ^J, the return key in raw mode as a newline", () => {
    const { line, termios, type, echo } = discipline();
    type("a\x16\nb");
    expect(screen(echo())).toBe("a^Jb");
    line.configure({ ...termios, lflag: termios.lflag & ~ICANON });
    type("\n\r");
    expect(echo()).toBe("^J\r\n");
  });

  describe("end of file", () => {
    test("VEOF on an empty line reads as 0 bytes, once", () => {
      const { line, read, type, echo } = discipline();
      type("\x04");
      expect(line.hasInput).toBe(true);
      expect(line.available).toBe(0);
      expect(read()).toBe("");
      expect(line.hasInput).toBe(false);
      expect(echo()).toBe("");
    });

    test("VEOF behind text delivers the text without a newline", () => {
      const { line, type, read } = discipline();
      type("abc\x04");
      expect(read()).toBe("abc");
      expect(line.hasInput).toBe(false);
    });

    test("a read that takes the text exactly takes the mark too", () => {
      const { line, type, read } = discipline();
      type("abc\x04");
      expect(read(3)).toBe("abc");
      expect(line.hasInput).toBe(false);
    });
  });

  test("VEOL ends a line and is delivered", () => {
    const { type, read } = discipline((t) => (t.cc[VEOL] = 0x3b));
    type("a;b\n");
    expect([read(), read()]).toEqual(["a;", "b\n"]);
  });

  describe("signals", () => {
    test("keys ask for SIGINT, SIGQUIT and SIGTSTP, drop what was typed and show themselves", () => {
      const { type, read, echo, signals, state } = discipline();
      type("lost\x03");
      expect(echo()).toBe("lost^C");
      type("\x1c\x1akept\n");
      expect(signals).toEqual([SIGINT, SIGQUIT, SIGTSTP]);
      expect(state.discards).toBe(3);
      expect(read()).toBe("kept\n");
    });

    test("NOFLSH keeps what was typed", () => {
      const { type, read, state } = discipline((t) => (t.lflag |= NOFLSH));
      type("kept\x03\n");
      expect(read()).toBe("kept\n");
      expect(state.discards).toBe(0);
    });

    test("raw mode passes the keys through", () => {
      const { line, termios, type, read, signals } = discipline();
      line.configure(rawTermios(termios));
      type("\x03\x04\x7f\r");
      expect(read()).toBe("\x03\x04\x7f\r");
      expect(signals).toEqual([]);
    });

    test("a control character that is switched off is an ordinary byte", () => {
      const { type, read, signals } = discipline((t) => t.cc.fill(0));
      type("\x03\x04\x00\n");
      expect(signals).toEqual([]);
      expect(read()).toBe("\x03\x04\x00\n");
    });
  });

  describe("translation", () => {
    test("ICRNL makes CR a newline, IGNCR drops it, INLCR makes a newline CR", () => {
      const enter = discipline();
      enter.type("a\r");
      expect(enter.read()).toBe("a\n");
      const ignore = discipline((t) => (t.iflag |= IGNCR));
      ignore.type("a\r\n");
      expect(ignore.read()).toBe("a\n");
      const inlcr = discipline((t) => {
        t.iflag = (t.iflag & ~ICRNL) | INLCR;
        t.lflag &= ~ICANON;
      });
      inlcr.type("a\n");
      expect(inlcr.read()).toBe("a\r");
    });

    test("ISTRIP clears the eighth bit", () => {
      const { line, read } = discipline((t) => (t.iflag |= ISTRIP));
      line.receive(0xe1);
      line.receive(0x0a);
      expect(read()).toBe("a\n");
    });
  });

  test("VSTOP and VSTART stop and start output and are not input; IXANY starts with any key", () => {
    const { type, read, state } = discipline();
    type("\x13");
    expect(state.stopped).toBe(true);
    type("a");
    expect(state.stopped).toBe(true);
    type("\x11\n");
    expect(state.stopped).toBe(false);
    expect(read()).toBe("a\n");
    const any = discipline((t) => (t.iflag |= IXANY));
    any.type("\x13b\n");
    expect(any.state.stopped).toBe(false);
    expect(any.read()).toBe("b\n");
  });

  describe("a full buffer", () => {
    test("drops what does not fit, with a bell, and still takes the newline", () => {
      const { line, type, read, echo } = discipline((t) => (t.iflag |= IMAXBEL));
      type("x".repeat(5000));
      expect(line.room).toBe(1);
      expect(echo().endsWith("\x07")).toBe(true);
      type("\n");
      const text = read(8192);
      expect(text.length).toBe(4096);
      expect(text.endsWith("x\n")).toBe(true);
    });

    test("asks to be held back while finished lines wait, with a place kept for a newline", () => {
      const { line, type, read } = discipline();
      type(`${"x".repeat(4000)}\n${"y".repeat(94)}`);
      expect(line.room).toBe(0);
      type("\n");
      read();
      expect(line.room).toBe(4000);
      expect(read()).toBe(`${"y".repeat(94)}\n`);
    });
  });

  describe("a change of mode", () => {
    test("to raw makes every byte readable, without marks for end of file", () => {
      const { line, termios, type, read } = discipline();
      type("one\n\x04tw");
      line.configure(rawTermios(termios));
      expect(line.available).toBe(6);
      expect(read()).toBe("one\ntw");
    });

    test("to line editing makes what is there one line", () => {
      const { line, termios, type, read } = discipline();
      line.configure(rawTermios(termios));
      type("ls\r");
      line.configure(defaultTermios());
      expect(line.hasInput).toBe(true);
      expect(read()).toBe("ls\r");
      type("next\n");
      expect(read()).toBe("next\n");
    });
  });

  test("the buffer goes round without losing its place", () => {
    const { type, read } = discipline();
    for (let round = 0; round < 50; round++) {
      const text = `${"abc".repeat(100)}${round}\n`;
      type(text);
      expect(read()).toBe(text);
    }
  });
});
