import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { interpreterSource } from "../generate/interpreter.ts";

test("the checked-in interpreter is what the instruction table says (node generate/main.ts)", () => {
  const checkedIn = readFileSync(new URL("../src/interpreter.gen.ts", import.meta.url), "utf8");
  expect(checkedIn === interpreterSource()).toBe(true);
});
