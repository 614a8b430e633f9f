import { describe, expect, test } from "vitest";
import { IoBuffers } from "../src/io-buffers.ts";

describe("IoBuffers", () => {
  test("gives exactly the length asked for, and the same memory again", () => {
    const buffers = new IoBuffers();
    for (const length of [0, 1, 4096, 4097, 65536]) {
      const first = buffers.take(length);
      expect(first).toHaveLength(length);
      const memory = first.buffer;
      buffers.give(first);
      expect(buffers.take(length).buffer).toBe(memory);
    }
  });

  test("two that are out at once are two", () => {
    const buffers = new IoBuffers();
    expect(buffers.take(10).buffer).not.toBe(buffers.take(10).buffer);
    expect(buffers.take(100_000).buffer).not.toBe(buffers.take(100_000).buffer);
  });
});
