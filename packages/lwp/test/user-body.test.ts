import { describe, expect, test } from "vitest";
import { World } from "./world.ts";

describe("UserBody", () => {
  test("runs a program to its exit code", () => {
    const world = new World();
    const status = world.exec(`
      li a0, 1
      la a1, text
      li a2, 6
      sys write
      li a0, 42
      sys exit_group
    text: .ascii "hello\\n"
    `);
    expect(world.gate.output).toBe("hello\n");
    expect(status).toBe(42 << 8);
  });
});
