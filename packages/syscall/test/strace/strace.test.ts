import { ENOENT } from "@keel/abi";
import { ERESTARTSYS } from "@keel/lwp";
import { describe, expect, test } from "vitest";
import { fd, int, long } from "../../src/strace/scalar-format.ts";
import { addressResult, Strace } from "../../src/strace/strace.ts";
import { bytesOut, path } from "../../src/strace/string-format.ts";
import { defineSyscall } from "../../src/syscall.ts";
import { FakeMemory } from "./fake-memory.ts";

const read = defineSyscall({ nr: 63, name: "read", args: [fd, bytesOut, long], run: () => 0 });
const chdir = defineSyscall({ nr: 49, name: "chdir", args: [path], run: () => 0 });
const getpid = defineSyscall({ nr: 172, name: "getpid", args: [], run: () => 0 });
const brk = defineSyscall({ nr: 214, name: "brk", args: [long], result: addressResult, run: () => 0 });
const exit = defineSyscall({ nr: 94, name: "exit_group", args: [int], run: () => 0 });

class Tracer {
  text = "";
  readonly memory = new FakeMemory();
  readonly strace: Strace = new Strace((piece) => {
    this.text += piece;
  });
}

describe("Strace", () => {
  test("writes a call, its arguments and its result, aligned", () => {
    const t = new Tracer();
    t.strace.leave(t.strace.enter(1, getpid, t.memory, []), 7);
    expect(t.text).toBe("getpid()                                = 7\n");
  });

  test("names errors and restarts, and knows calls that never return", () => {
    const t = new Tracer();
    const va = t.memory.text(0, "/none");
    t.strace.leave(t.strace.enter(1, chdir, t.memory, [va]), -ENOENT);
    t.strace.leave(t.strace.enter(1, chdir, t.memory, [va]), -ERESTARTSYS);
    t.strace.leave(t.strace.enter(1, exit, t.memory, [3]), null);
    t.strace.leave(t.strace.enter(1, brk, t.memory, [0]), 0x1000);
    expect(t.text.split("\n").map((line) => line.replace(/ += /, " = "))).toEqual([
      'chdir("/none") = -1 ENOENT (No such file or directory)',
      'chdir("/none") = ? ERESTARTSYS (To be restarted if SA_RESTART is set)',
      "exit_group(3) = ?",
      "brk(0) = 0x1000",
      "",
    ]);
  });

  test("reads input arguments at entry and output ones at the end", () => {
    const t = new Tracer();
    const va = t.memory.text(0, "before");
    const record = t.strace.enter(1, chdir, t.memory, [va]);
    const reading = t.strace.enter(1, read, t.memory, [0, va, 6]);
    t.memory.text(0, "after!");
    t.strace.leave(record, 0);
    t.strace.leave(reading, 6);
    expect(t.text).toContain('chdir("before")');
    expect(t.text).toContain('read(0, "after!", 6)');
  });

  test("a call that blocks goes on its own line if nobody else writes", () => {
    const t = new Tracer();
    const va = t.memory.text(0, "hi");
    const record = t.strace.enter(1, read, t.memory, [0, va, 10]);
    t.strace.block(record);
    expect(t.text).toBe("read(0, ");
    t.strace.leave(record, 2);
    expect(t.text).toBe(`${'read(0, "hi", 10)'.padEnd(40)}= 2\n`);
  });

  test("a call that others interrupt is unfinished, and resumed later", () => {
    const t = new Tracer();
    const va = t.memory.text(0, "hi");
    const record = t.strace.enter(1, read, t.memory, [0, va, 10]);
    t.strace.block(record);
    t.strace.leave(t.strace.enter(2, getpid, t.memory, []), 2);
    t.strace.leave(record, 2);
    expect(t.text.split("\n")).toEqual([
      "read(0,  <unfinished ...>",
      `${"[pid     2] getpid()".padEnd(40)}= 2`,
      '[pid     1] <... read resumed>"hi", 10) = 2',
      "",
    ]);
  });

  test("a thread that ends inside a call leaves it unfinished", () => {
    const t = new Tracer();
    const record = t.strace.enter(1, read, t.memory, [0, 0, 0]);
    t.strace.block(record);
    t.strace.abandon(record);
    t.strace.note(1, "+++ killed by SIGKILL +++");
    expect(t.text).toBe("read(0,  <unfinished ...>\n+++ killed by SIGKILL +++\n");
  });
});
