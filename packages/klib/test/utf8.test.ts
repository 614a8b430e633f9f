import { describe, expect, test } from "vitest";
import { utf8Decode, utf8Encode } from "../src/index.ts";

describe("utf8Encode", () => {
  test("and utf8Decode are inverse, with a byte order mark and beyond the basic plane", () => {
    for (const text of ["", "msh />", "größer", "\ufeffx", "𝄞"])
      expect(utf8Decode(utf8Encode(text))).toBe(text);
    expect([...utf8Encode("é")]).toEqual([0xc3, 0xa9]);
  });

  test("malformed bytes decode to the replacement character", () => {
    expect(utf8Decode(Uint8Array.of(0x61, 0xff))).toBe("a\ufffd");
  });
});
