import { describe, expect, test } from "vitest";
import { type Key, KeyDecoder } from "../src/keys.ts";

function keysOf(input: string | Uint8Array): string[] {
  const decoder = new KeyDecoder();
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  const keys = Array.from(bytes, (byte) => decoder.push(byte)).filter((key): key is Key => key !== null);
  return keys.map((key) => (key.name === "char" ? key.text : `<${key.name}>`));
}

describe("KeyDecoder", () => {
  test("passes printable characters through", () => {
    expect(keysOf("ls -l")).toEqual(["l", "s", " ", "-", "l"]);
  });

  test("puts UTF-8 together from its bytes", () => {
    expect(keysOf("é漢😀")).toEqual(["é", "漢", "😀"]);
  });

  test("shows bad UTF-8 as replacement characters and goes on", () => {
    expect(keysOf(Uint8Array.of(0xff, 0x61))).toEqual(["\ufffd", "a"]);
    expect(keysOf(Uint8Array.of(0xe6, 0xbc, 0x61))).toEqual(["a"]);
    expect(keysOf(Uint8Array.of(0xed, 0xa0, 0x80, 0x62))).toEqual(["\ufffd", "b"]);
    expect(keysOf(Uint8Array.of(0xe0, 0x80, 0xaf, 0x63))).toEqual(["c"]);
  });

  test("drops C1 controls, which a terminal would obey", () => {
    expect(keysOf("a\u009bb")).toEqual(["a", "b"]);
  });

  test("takes CR, LF and CR LF each as one Enter", () => {
    expect(keysOf("a\rb\nc\r\nd\r\r")).toEqual([
      "a",
      "<enter>",
      "b",
      "<enter>",
      "c",
      "<enter>",
      "d",
      "<enter>",
      "<enter>",
    ]);
  });

  test("knows cursor keys in both modes, Home, End and Delete in all spellings", () => {
    expect(keysOf("\x1b[A\x1b[B\x1b[C\x1b[D")).toEqual(["<up>", "<down>", "<right>", "<left>"]);
    expect(keysOf("\x1bOA\x1bOH\x1bOF")).toEqual(["<up>", "<home>", "<end>"]);
    expect(keysOf("\x1b[H\x1b[1~\x1b[7~\x1b[F\x1b[4~\x1b[8~\x1b[3~")).toEqual([
      "<home>",
      "<home>",
      "<home>",
      "<end>",
      "<end>",
      "<end>",
      "<delete>",
    ]);
  });

  test("moves by words with Ctrl or Alt and with Meta letters", () => {
    expect(keysOf("\x1b[1;5D\x1b[1;3C\x1bb\x1bf\x1b[1;2C")).toEqual([
      "<word-left>",
      "<word-right>",
      "<word-left>",
      "<word-right>",
      "<right>",
    ]);
  });

  test("swallows control sequences it does not know, and those cut off", () => {
    expect(keysOf("\x1b[15~a\x1b[?2004hb\x1b[12;\rc")).toEqual(["a", "b", "<enter>", "c"]);
    expect(keysOf(`\x1b[${"1".repeat(100)}`).length).toBeLessThan(100);
  });

  test("knows Emacs' control keys", () => {
    expect(keysOf("\x01\x02\x03\x04\x05\x06\x08\x09\x0b\x0c\x14\x15\x17\x19\x7f")).toEqual([
      "<home>",
      "<left>",
      "<interrupt>",
      "<end-of-input>",
      "<end>",
      "<right>",
      "<backspace>",
      "<tab>",
      "<kill-to-end>",
      "<clear-screen>",
      "<transpose>",
      "<kill-to-start>",
      "<kill-word-left>",
      "<yank>",
      "<backspace>",
    ]);
  });
});
