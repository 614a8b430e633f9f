import { describe, expect, test } from "vitest";
import { assert, Panic } from "../src/index.ts";

describe("assert", () => {
  test("passes over what holds", () => {
    expect(() => assert(true, "never seen")).not.toThrow();
  });

  test("panics with its message over what does not", () => {
    expect(() => assert(false, "two owners")).toThrow(new Panic("two owners"));
    expect(new Panic("x")).toBeInstanceOf(Error);
  });
});
