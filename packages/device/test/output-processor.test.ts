import { OCRNL, OLCUC, ONLCR, ONLRET, ONOCR, OPOST, XTABS } from "@keel/abi";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { describe, expect, test } from "vitest";
import { OUTPUT_EXPANSION_MAX, OutputProcessor } from "../src/index.ts";

function process(flags: number, text: string): { text: string; column: number } {
  const output = new OutputProcessor(flags);
  const bytes = utf8Encode(text);
  const out = new Uint8Array(bytes.length * OUTPUT_EXPANSION_MAX);
  const end = output.putAll(bytes, out, 0);
  return { text: utf8Decode(out.subarray(0, end)), column: output.column };
}

describe("OutputProcessor", () => {
  test("without OPOST everything passes", () => {
    expect(process(ONLCR | XTABS, "a\tb\n").text).toBe("a\tb\n");
  });

  test("ONLCR makes a newline CR LF", () => {
    expect(process(OPOST | ONLCR, "a\nb")).toEqual({ text: "a\r\nb", column: 1 });
  });

  test("OCRNL, ONOCR, ONLRET and OLCUC do what they say", () => {
    expect(process(OPOST | OCRNL, "a\r").text).toBe("a\n");
    expect(process(OPOST | ONOCR, "\ra\r").text).toBe("a\r");
    expect(process(OPOST | ONLRET, "ab\nc")).toEqual({ text: "ab\nc", column: 1 });
    expect(process(OPOST | OLCUC, "aZ1").text).toBe("AZ1");
  });

  test("XTABS fills to the next column of eight", () => {
    expect(process(OPOST | XTABS, "ab\tc\t").text).toBe("ab      c       ");
    expect(process(OPOST | XTABS, "12345678\t").text).toBe("12345678        ");
  });

  test("keeps the column through tabs, backspaces, CR and multi-byte characters", () => {
    expect(process(OPOST, "ab\t").column).toBe(8);
    expect(process(OPOST, "abc\b").column).toBe(2);
    expect(process(OPOST, "\b").column).toBe(0);
    expect(process(OPOST, "abc\rd").column).toBe(1);
    expect(process(OPOST, "é€\x07").column).toBe(2);
  });
});
