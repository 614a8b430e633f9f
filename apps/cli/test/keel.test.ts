// The command as users run it: a process of its own, on the built bundle.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildIfStale } from "../build.ts";

const KEEL = fileURLToPath(new URL("../bin/keel.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keel-test-"));

beforeAll(buildIfStale);
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function keel(args: readonly string[], input = ""): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [KEEL, ...args],
      { timeout: 25_000 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ status, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

function fileWith(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** The smallest thing that looks like an ELF file for machine `machine`. */
function elfHeader(machine: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  const view = new DataView(bytes.buffer);
  view.setUint16(16, 2, true);
  view.setUint16(18, machine, true);
  view.setUint32(20, 1, true);
  return bytes;
}

describe("keel boot", () => {
  test("reaches the shell, runs a program and powers off with status 0", async () => {
    const { status, stdout } = await keel(["boot"], "hello\npoweroff\n");
    expect(stdout).toContain("- KEEL -     Thread Smart Operating System");
    expect(stdout).toContain("msh />hello");
    expect(stdout).toMatch(/Hello from process \d+ on Linux/);
    expect(status).toBe(0);
  });

  test("a crash is reported with cause, address and registers, and the shell goes on", async () => {
    const { status, stdout } = await keel(["boot"], "crash\necho status $?\nhello\npoweroff\n");
    expect(stdout).toMatch(
      /crash\[\d+\]: segmentation fault at 0x[0-9a-f]+ \(store page fault, nothing mapped\)/,
    );
    expect(stdout).toMatch(/ pc +[0-9a-f]{16} in \/bin\/crash\+0x/);
    expect(stdout).toContain("status 139");
    expect(stdout).toMatch(/Hello from process/);
    expect(status).toBe(0);
  });

  test("200 runs of a program leave no memory behind", async () => {
    const { stdout } = await keel(["boot"], `hello\nfree\n${"hello\n".repeat(200)}free\npoweroff\n`);
    const free = [...stdout.matchAll(/pages +: \d+ of 4096 bytes, (\d+) free/g)].map((match) => match[1]);
    expect(stdout.match(/Hello from/g)).toHaveLength(201);
    expect(free).toHaveLength(2);
    expect(free[1]).toBe(free[0]);
  });

  test("reboot starts the board anew, with an empty /tmp and its clock at zero", async () => {
    const { status, stdout } = await keel(["boot"], "echo x > /tmp/x\nreboot\nls /tmp\nhello\npoweroff\n");
    expect(stdout.match(/- KEEL -/g)).toHaveLength(2);
    expect(stdout).not.toMatch(/^x +/m);
    expect(stdout).toMatch(/Hello from process 2 /);
    expect(status).toBe(0);
  });

  test("ends by itself when its input does", async () => {
    expect((await keel(["boot"], "echo last")).status).toBe(0);
  });
});

describe("keel run", () => {
  test("passes the exit status on, and 128 plus the signal of a killed program", async () => {
    expect((await keel(["run", "/bin/hello"])).status).toBe(0);
    expect((await keel(["run", "/bin/crash"])).status).toBe(139);
  });

  test("passes standard input and output through, bytes unchanged", async () => {
    const { stdout } = await keel(["run", "--guest", "/bin/cat"], "one\r\n\ttwo\x01\x03\n");
    expect(stdout).toBe("one\r\n\ttwo\x01\x03\n");
  });

  test("the same run twice writes the same trace, to the nanosecond", async () => {
    const traces = await Promise.all(
      ["a.trace", "b.trace"].map(async (name) => {
        await keel(["run", "--trace", join(folder, name), "/bin/threads"]);
        return readFileSync(join(folder, name), "utf8");
      }),
    );
    expect(traces[0]?.split("\n").length).toBeGreaterThan(100);
    expect(traces[1]).toBe(traces[0]);
  });

  test("stops at --timeout of board time with status 124", async () => {
    const { status, stderr } = await keel(["run", "--timeout", "50ms", "/bin/spin"]);
    expect(status).toBe(124);
    expect(stderr).toContain("0.05 s of board time are over");
  });

  test("a long sleep takes no time", async () => {
    expect((await keel(["run", "--guest", "/bin/sleep", "86400"])).status).toBe(0);
  });

  test("--strace prints calls with decoded arguments", async () => {
    const { stderr } = await keel(["run", "--strace", "/bin/hello"]);
    expect(stderr).toMatch(/exit_group\(0\)/);
    expect(stderr).toMatch(/set_tid_address\(0x[0-9a-f]+\) += \d+/);
  });

  test("--mount shows a host folder, read-only with :ro", async () => {
    fileWith("note.txt", "from the host\n");
    const { stdout } = await keel(
      ["boot", "--mount", `${folder}:/host:ro`],
      "cat /host/note.txt\necho x > /host/new\n",
    );
    expect(stdout).toContain("from the host");
    expect(stdout).toMatch(/Read-only file system/);
  });

  test.each([
    ["text.elf", "just text\n", "Exec format error", 126],
    ["x86.elf", elfHeader(62), "Exec format error", 126],
    ["truncated.elf", elfHeader(243).slice(0, 40), "Exec format error", 126],
  ])("refuses %s with a message and a shell's status", async (name, bytes, message, status) => {
    const result = await keel(["run", fileWith(name, bytes)]);
    expect(result.stderr).toContain(message);
    expect(result.status).toBe(status);
  });

  test("a program that is not there is named", async () => {
    const result = await keel(["run", join(folder, "nothing.elf")]);
    expect(result.stderr).toContain("nothing.elf");
    expect([2, 127]).toContain(result.status);
  });

  test("a board or a folder that is not there is named with what there is", async () => {
    expect((await keel(["boot", "--board", "stm32"])).stderr).toContain(
      "there is no board 'stm32'; there are: virt64",
    );
    expect((await keel(["run", "--mount", "/no/such:/x", "/bin/hello"])).stderr).toContain(
      "there is no folder /no/such",
    );
  });
});
