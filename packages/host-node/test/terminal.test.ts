import { describe, expect, test } from "vitest";
import { EscapeFilter } from "../src/terminal.ts";

const keys = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("EscapeFilter", () => {
  test("passes every key to the guest, Ctrl-C too", () => {
    expect(new EscapeFilter().filter(keys("ls\x03\r"))).toEqual({ bytes: keys("ls\x03\r"), leave: false });
  });

  test("Ctrl-A X leaves; what was typed before it still reaches the guest", () => {
    expect(new EscapeFilter().filter(keys("a\x01xb"))).toEqual({ bytes: keys("a"), leave: true });
  });

  test("Ctrl-A Ctrl-A is one Ctrl-A for the guest", () => {
    expect(new EscapeFilter().filter(keys("\x01\x01"))).toEqual({ bytes: keys("\x01"), leave: false });
  });

  test("Ctrl-A before any other key sends both", () => {
    expect(new EscapeFilter().filter(keys("\x01e"))).toEqual({ bytes: keys("\x01e"), leave: false });
  });

  test("remembers the escape across reads", () => {
    const filter = new EscapeFilter();
    expect(filter.filter(keys("\x01"))).toEqual({ bytes: keys(""), leave: false });
    expect(filter.filter(keys("X")).leave).toBe(true);
  });
});
