import { describe, expect, test } from "vitest";
import { SifiveTest } from "../src/index.ts";

function actions(...writes: [offset: number, size: number, value: number][]): string[] {
  const log: string[] = [];
  const part = new SifiveTest({ base: 0x10_0000 });
  part.onPower = (action, status) => void log.push(`${action} ${status}`);
  for (const [offset, size, value] of writes) part.write(offset, size, value);
  return log;
}

describe("SifiveTest", () => {
  test("pass is a power-off with status 0, fail carries its status, reset resets", () => {
    expect(actions([0, 4, 0x5555], [0, 4, 0x2a_3333], [0, 4, 0x7777])).toEqual([
      "poweroff 0",
      "poweroff 42",
      "reset 0",
    ]);
  });

  test("anything else does nothing", () => {
    expect(actions([0, 4, 0x1234], [4, 4, 0x5555], [0, 1, 0x55])).toEqual([]);
  });
});
