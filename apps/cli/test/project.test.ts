// build, config, size and why as a user runs them, on apps in a folder of their own.

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildIfStale } from "../build.ts";

const KEEL = fileURLToPath(new URL("../bin/keel.mjs", import.meta.url));
const APPS = fileURLToPath(new URL("../../", import.meta.url));
const top = mkdtempSync(join(tmpdir(), "keel-project-"));
let apps = 0;

beforeAll(buildIfStale);
afterAll(() => rmSync(top, { recursive: true }));

interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(folder: string, args: readonly string[], input = ""): Promise<Result> {
  return new Promise((resolve) => {
    const options = { timeout: 25_000, cwd: folder, env: { PATH: process.env["PATH"] } };
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({
        status: error === null ? 0 : typeof error.code === "number" ? error.code : -1,
        stdout,
        stderr,
      });
    });
    child.stdin?.end(input);
  });
}

const keel = (folder: string, ...args: string[]): Promise<Result> => run(folder, [KEEL, ...args]);

/** A folder with that .config. */
function app(config: string): string {
  const folder = join(top, `app${++apps}`);
  mkdirSync(folder);
  writeFileSync(join(folder, ".config"), config);
  return folder;
}

const NANO = 'CONFIG_KEEL_BOARD="sim"\n';
const RTOS = readFileSync(join(APPS, "rtos/.config"), "utf8");

describe("keel build", () => {
  test("writes one file that node runs, the same bytes each time and from each folder", async () => {
    const first = app(RTOS);
    const second = app(RTOS);
    for (const folder of [first, second]) {
      const built = await keel(folder, "build", "-o", "dist/same.mjs");
      expect(built.stderr).toBe("");
      expect(built.stdout).toMatch(/^dist\/same\.mjs: \d+ bytes, gzipped \d+; board virt64, \d+ components/);
    }
    const name = /app\d+/;
    const text = (folder: string): string =>
      readFileSync(join(folder, "dist/same.mjs"), "utf8").replace(name, "app");
    expect(text(first)).toBe(text(second));
    expect(text(first)).not.toContain(top);
    const ran = await run(first, ["dist/same.mjs"], "echo it runs\npoweroff\n");
    expect(ran.stdout).toContain("it runs");
    expect(ran.status).toBe(0);
  });

  test("takes in only what is chosen, and says so in the manifest", async () => {
    const folder = app(RTOS.replace("CONFIG_RT_USING_MSH=y", "").replace("CONFIG_RT_USING_DFS_PROCFS=y", ""));
    await keel(folder, "build", "-o", "small.mjs");
    const { stdout } = await run(folder, ["small.mjs", "--manifest"]);
    const manifest = JSON.parse(stdout) as {
      abi: number;
      components: string[];
      lock: Record<string, string>;
    };
    expect(manifest.abi).toBe(1);
    expect(manifest.components).not.toContain("finsh");
    expect(Object.keys(manifest.lock)).toContain("packages/dfs");
    expect(Object.keys(manifest.lock)).not.toContain("packages/finsh");
    expect(Object.keys(manifest.lock)).not.toContain("packages/hart");
    expect(readFileSync(join(folder, "small.mjs"), "utf8")).not.toContain("meminfo");
  });

  test("hands the options' values to what they configure", async () => {
    const folder = app(`${NANO}CONFIG_RT_TICK_PER_SECOND=50\nCONFIG_RT_THREAD_PRIORITY_8=y\n`);
    writeFileSync(join(folder, "package.json"), '{ "keel": { "main": "./main.js" } }');
    writeFileSync(
      join(folder, "main.js"),
      "export default (kernel) => { kernel.print(`${kernel.config.tickPerSecond} ${kernel.config.priorityMax}\\n`); kernel.halt(4); };",
    );
    await keel(folder, "build", "-o", "it.mjs");
    const { stdout, status } = await run(folder, ["it.mjs"]);
    expect(stdout).toContain("Thread Nano Operating System");
    expect(stdout).toContain("50 8\n");
    expect(status).toBe(4);
  });

  test("what it writes also runs where there is no Node, as in a browser", async () => {
    await keel(top, "build", "smart", "-o", "smart.mjs");
    writeFileSync(join(top, "page.mjs"), PAGE);
    const { stdout } = await run(top, ["page.mjs"]);
    expect(stdout).toContain("Hello from process");
  });

  test.each<[string, string, string]>([
    [
      "a number out of range",
      "CONFIG_RT_NAME_MAX=900\n",
      ".config: line 2: RT_NAME_MAX must be from 2 to 256, not 900. Correct it with: keel config set RT_NAME_MAX VALUE",
    ],
    [
      "a line that is none",
      "RT_NAME_MAX 12\n",
      ".config: line 2 is neither CONFIG_NAME=value nor a comment: RT_NAME_MAX 12. Correct or remove the line",
    ],
  ])("refuses %s", async (_, line, message) => {
    const { status, stderr } = await keel(app(NANO + line), "build");
    expect(stderr).toBe(`keel build: ${message}\n`);
    expect(status).toBe(2);
  });

  test("warns of unmet dependencies and of unknown symbols, and builds", async () => {
    const folder = app(`${NANO}CONFIG_RT_USING_MSH=y\nCONFIG_NO_SUCH=y\n`);
    const { status, stderr } = await keel(folder, "build");
    expect(stderr).toBe(
      "keel: warning: .config: RT_USING_MSH=y was asked for, but RT_USING_MSH depends on RT_USING_DEVICE, which does not hold (RT_USING_MSH is declared in packages/finsh/src/descriptor.ts)\n" +
        "keel: warning: .config: 1 symbols are not known here and have no effect: NO_SUCH\n",
    );
    expect(status).toBe(0);
  });

  test("names the file that an option asks for and that is not there", async () => {
    const folder = app(`${RTOS}CONFIG_KEEL_USING_ROOTFS=y\nCONFIG_KEEL_ROOTFS="gone.tar"\n`);
    const { stderr } = await keel(folder, "build");
    expect(stderr).toContain(
      `KEEL_ROOTFS names gone.tar, but there is no file ${join(folder, "gone.tar")}. Put it there`,
    );
    expect(stderr).toContain("keel config set KEEL_ROOTFS PATH");
  });

  test("refuses a root file system with programs for another machine", async () => {
    const folder = app(`${RTOS}CONFIG_KEEL_USING_ROOTFS=y\nCONFIG_KEEL_ROOTFS="wrong.tar"\n`);
    const elf = new Uint8Array(64);
    elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    elf[18] = 62;
    writeFileSync(join(folder, "wrong.tar"), tarOf("bin/sh", elf));
    const { status, stderr } = await keel(folder, "build");
    expect(stderr).toContain("the program /bin/sh in it is made for another ABI (ELF machine 62, 64 bits)");
    expect(status).toBe(2);
  });

  test("without a .config says how to make one", async () => {
    const folder = join(top, "empty");
    mkdirSync(folder);
    const { stderr } = await keel(folder, "build");
    expect(stderr).toBe(
      `keel build: there is no ${join(folder, ".config")}. Make one with: keel config --defaults rtos (or nano, smart), or keel menuconfig\n`,
    );
  });
});

describe("keel boot APP", () => {
  test.each(["nano", "rtos", "smart"])("boots %s", async (name) => {
    const { status, stdout } = await run(
      top,
      [KEEL, "boot", name],
      name === "smart" ? "hello\n" : "echo up\n",
    );
    const told = { nano: "main: a second is over", rtos: "up", smart: "Hello from process" }[name];
    expect(stdout).toContain(told);
    expect(status).toBe(0);
  });

  test("refuses an image of another ABI", async () => {
    writeFileSync(
      join(top, "old.mjs"),
      'export const manifest = { abi: 0, name: "old", version: "0.0.1" }; export const create = () => {};',
    );
    const { status, stderr } = await keel(top, "boot", "old.mjs");
    expect(stderr).toContain(
      "was built for image ABI 0 (Keel 0.0.1), but this is ABI 1. Build it again: keel build old",
    );
    expect(status).toBe(2);
  });
});

describe("keel config", () => {
  test("sets, gets and explains", async () => {
    const folder = app(RTOS);
    expect((await keel(folder, "config", "set", "RT_NAME_MAX", "30", "RT_USING_MSH", "n")).status).toBe(0);
    expect((await keel(folder, "config", "get", "RT_NAME_MAX")).stdout).toBe("30\n");
    const { stdout } = await keel(folder, "config", "explain", "FINSH_HISTORY_LINES");
    expect(stdout).toContain("Not shown now: it depends on RT_USING_MSH, which does not hold");
    const diff = await keel(folder, "config", "diff", join(APPS, "rtos/.config"));
    expect(diff.stdout).toMatch(/^RT_NAME_MAX +30 -> 24$/m);
    expect(diff.status).toBe(1);
  });

  test.each<[string[], string]>([
    [
      ["RT_USING_MHS", "y"],
      "there is no option RT_USING_MHS; did you mean RT_USING_MSH? (keel config list shows them all)",
    ],
    [["RT_NAME_MAX", "x"], "RT_NAME_MAX is a whole number, not 'x'"],
    [
      ["RT_USING_DEVICE", "n"],
      "RT_USING_DEVICE=n has no effect: RT_USING_DEVICE is selected by BSP_USING_UART0 (packages/device/src/descriptor.ts)",
    ],
  ])("refuses set %j", async (words, message) => {
    const folder = app(RTOS);
    const { status, stderr } = await keel(folder, "config", "set", ...words);
    expect(stderr).toBe(`keel config: ${message}\n`);
    expect(status).toBe(2);
    expect(readFileSync(join(folder, ".config"), "utf8")).toBe(RTOS);
  });

  test("loads an RT-Thread .config, and lists what is not known here", async () => {
    const folder = app(RTOS);
    writeFileSync(join(folder, "theirs"), QEMU_VIRT64_RISCV);
    const { stdout, status } = await keel(folder, "config", "load", "theirs");
    expect(stdout).toContain("symbols of theirs are not known here and were left out:");
    expect(stdout).toMatch(/line \d+: RT_USING_LWIP/);
    expect(status).toBe(0);
    expect((await keel(folder, "config", "get", "RT_TICK_PER_SECOND")).stdout).toBe("100\n");
    expect((await keel(folder, "config", "get", "RT_MAIN_THREAD_STACK_SIZE")).stdout).toBe("16384\n");
  });

  test("writes an rtconfig.h that loads again to the same", async () => {
    const folder = app(RTOS);
    await keel(folder, "config", "set", "RT_NAME_MAX", "30");
    await keel(folder, "config", "save", "rtconfig.h");
    expect(readFileSync(join(folder, "rtconfig.h"), "utf8")).toContain("#define RT_NAME_MAX 30\n");
    const before = readFileSync(join(folder, ".config"), "utf8");
    await keel(folder, "config", "set", "RT_NAME_MAX", "9", "RT_USING_MSH", "n");
    expect((await keel(folder, "config", "load", "rtconfig.h")).status).toBe(0);
    expect(readFileSync(join(folder, ".config"), "utf8")).toBe(before);
  });

  test("--defaults makes an app that builds", async () => {
    const folder = join(top, "fresh");
    mkdirSync(folder);
    for (const profile of ["nano", "rtos", "smart"]) {
      expect((await keel(folder, "config", "--defaults", profile)).status).toBe(0);
      expect(await keel(folder, "build")).toMatchObject({ status: 0, stderr: "" });
    }
  });
});

describe("keel size and keel why", () => {
  test("size lists parts, and --diff what another configuration costs", async () => {
    const folder = app(NANO);
    const { stdout } = await keel(folder, "size");
    expect(stdout).toMatch(/^kernel +\d+ +\d+ +\d+ +\d+$/m);
    expect(stdout).toMatch(/^the file +\d+ +\d+ +\d+ +\d+$/m);
    const diff = await keel(folder, "size", "--diff", join(APPS, "rtos/.config"));
    expect(diff.stdout).toMatch(/^dfs +\+\d+/m);
  });

  test("why names what selected a component, and the imports that brought a part", async () => {
    const selected = await keel(top, "why", "dfs", "smart");
    expect(selected.stdout).toContain("RT_USING_DFS=y: RT_USING_DFS is selected by RT_USING_SMART");
    const imported = await keel(top, "why", "libcpu", "rtos");
    expect(imported.stdout).toMatch(/^entry\n {2}imports packages\/bsp\/src\/index\.ts\n/);
    const absent = await keel(top, "why", "hart", "rtos");
    expect(absent.stdout).toBe("No code of hart is in the image: nothing that was chosen uses it.\n");
    expect((await keel(top, "why", "nothing", "rtos")).status).toBe(2);
  });
});

/** A page's program: nothing of Node is left when it imports the image. */
const PAGE = `
const { stdout } = process;
for (const name of ["process", "Buffer", "setImmediate", "global"]) delete globalThis[name];
const { create } = await import("./smart.mjs");
let now = 0;
let text = "";
const decoder = new TextDecoder();
const clock = { now: () => now, spend: (ns) => void (now += ns) };
const board = create({ clock, seed: 1, output: (bytes) => void (text += decoder.decode(bytes)) });
function runUntilIdle() {
  for (;;) {
    const { reason, nextNs } = board.kernel.run(now + 1e9);
    if (reason === "halted" || nextNs === Infinity) return;
    now = Math.max(now, nextNs);
  }
}
runUntilIdle();
board.typeOnConsole(new TextEncoder().encode("hello\\n"));
runUntilIdle();
stdout.write(text);
`;

/** What RT-Thread's qemu-virt64-riscv sets, in its form; most of it has no counterpart here. */
const QEMU_VIRT64_RISCV = `#
# RT-Thread Kernel
#
CONFIG_RT_NAME_MAX=24
# CONFIG_RT_USING_NANO is not set
CONFIG_RT_USING_SMART=y
CONFIG_RT_ALIGN_SIZE=8
# CONFIG_RT_THREAD_PRIORITY_8 is not set
CONFIG_RT_THREAD_PRIORITY_32=y
# CONFIG_RT_THREAD_PRIORITY_256 is not set
CONFIG_RT_THREAD_PRIORITY_MAX=32
CONFIG_RT_TICK_PER_SECOND=100
CONFIG_RT_MAIN_THREAD_STACK_SIZE=16384
CONFIG_RT_USING_SLAB_AS_HEAP=y
CONFIG_RT_CONSOLE_DEVICE_NAME="uart0"
CONFIG_RT_USING_DFS=y
CONFIG_RT_USING_DFS_V2=y
CONFIG_RT_USING_DFS_ELMFAT=y
CONFIG_RT_USING_LWIP=y
CONFIG_ARCH_MM_MMU=y
`;

/** A tar archive of one file. */
function tarOf(name: string, data: Uint8Array): Uint8Array {
  const header = new Uint8Array(512);
  const put = (text: string, at: number): void => void header.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");
  put(name, 0);
  put("0000755\0", 100);
  put(`${octal(data.length, 11)}\0`, 124);
  put("0", 156);
  put("ustar\0", 257);
  put("00", 263);
  put("        ", 148);
  put(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  const padded = new Uint8Array(512 + Math.ceil(data.length / 512) * 512 + 1024);
  padded.set(header);
  padded.set(data, 512);
  return padded;
}
