// Run by runners.test.ts with `node --test`: one test that passes and one that fails.

import assert from "node:assert/strict";
import { test } from "node:test";
import { boot } from "@keel/testkit";

test("hello greets", async () => {
  const board = await boot({ seed: 7 });
  assert.match(board.run("hello").stdout, /^Hello/);
});

test("a prompt that never comes", async () => {
  const board = await boot({ seed: 7 });
  board.console.expect("login:", { timeout: "1 s" });
});
