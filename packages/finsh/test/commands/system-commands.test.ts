import { POWER } from "@keel/device";
import { Event, Mailbox, MemHeap, MemPool, MessageQueue, Mutex, Semaphore, Timer } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import { MEMORY_INFO } from "../../src/memory-info.ts";
import { Desk } from "../desk.ts";

/** Cuts what changes from run to run out of a line of the table of threads. */
function masked(line: string): string {
  return line.replace(/0x[0-9a-f]{8}/g, "0x........").replace(/ +\d+%$/, "   .%");
}

describe("help", () => {
  test("lists the commands with their descriptions, aligned", () => {
    const help = new Desk().command("help");
    expect(help.startsWith("Keel shell commands:\n")).toBe(true);
    expect(help).toContain("\nclear            - clear the terminal screen\n");
    expect(help).not.toContain("list_thread");
  });
});

describe("list", () => {
  test("shows its options without one, and with one it does not know", () => {
    const desk = new Desk();
    expect(desk.command("list")).toContain("[options]:\n    device       - list devices\n");
    expect(desk.command("list nothing; echo $?")).toMatch(/Usage: list[\s\S]*\n2\n$/);
  });

  test("shows threads in RT-Thread's columns", () => {
    const lines = new Desk().command("list thread").split("\n").map(masked);
    expect(lines).toEqual([
      "thread                   pri  status      sp     stack size max used left tick   error  tcb addr   usage",
      "------------------------ ---  ------- ---------- ----------  ------  ---------- ------- ---------- -----",
      "tshell                    20  running 0x........ 0x........    00%   0x........ OK      0x........   .%",
      "tidle0                    31  ready   0x........ 0x........    00%   0x........ OK      0x........   .%",
      "",
    ]);
  });

  test("shows IPC objects with their waiting threads, under both names of the command", () => {
    const desk = new Desk();
    const { kernel } = desk;
    const semaphore = new Semaphore(kernel, "lock", 0);
    new Semaphore(kernel, "free", 12);
    const event = new Event(kernel, "flags");
    event.send(0x80000001);
    new Mutex(kernel, "mtx");
    new Mailbox(kernel, "box", 8).send(1);
    new MessageQueue(kernel, "queue", 16, 4).send(new Uint8Array(3));
    new MemPool(kernel, "pool", 10, 64);
    const waiter = kernel.createThread({ name: "waiter", priority: 3, entry: () => semaphore.take() });
    waiter.startup();
    const name = (text: string): string => text.padEnd(24);
    expect(desk.command("list_sem")).toBe(
      [
        `${name("semaphore")} v   suspend thread`,
        `${"-".repeat(24)} --- --------------`,
        `${name("free")} 012 0`,
        `${name("lock")} 000 1:waiter\n`,
      ].join("\n"),
    );
    expect(desk.command("list event")).toContain(`${name("flags")}  0x80000001 0\n`);
    expect(desk.command("list mutex")).toContain(`${name("mtx")} (NULL)   0000      255  0000\n`);
    expect(desk.command("list mailbox")).toContain(`${name("box")} 0001  0008 0\n`);
    expect(desk.command("list msgqueue")).toContain(`${name("queue")} 0001  0\n`);
    expect(desk.command("list mempool")).toContain(`${name("pool")} 0064  0010  0010 0\n`);
    new MemHeap(desk.kernel, "heap", 4096);
    expect(desk.command("list memheap")).toContain(`${name("heap")} 4096       0             4096\n`);
  });

  test("shows timers and the tick", () => {
    const desk = new Desk();
    new Timer(desk.kernel, { name: "blink", callback: () => {}, ticks: 500, flags: 2 });
    const shown = desk.command("list timer");
    expect(shown).toContain("  periodic   timeout    activated     mode\n");
    expect(shown).toContain("0x000001f4 0x00000000 deactivated periodic\n");
    expect(shown).toMatch(/current tick:0x[0-9a-f]{8}\n$/);
  });
});

describe("ps", () => {
  test("shows process and thread numbers where there are processes", () => {
    const desk = new Desk();
    desk.addProgram("/bin/spin", () => null);
    desk.command("spin &");
    const lines = desk.command("ps").split("\n");
    expect(lines[0]?.startsWith(" pid  tid thread   ")).toBe(true);
    expect(lines[2]?.startsWith("   1    1 tshell")).toBe(true);
    expect(lines[3]?.startsWith("          tidle0")).toBe(true);
    expect(desk.command("list process")).toContain("   1    1 spin ");
  });
});

describe("free", () => {
  test("shows bytes and page frames", () => {
    const desk = new Desk();
    expect(desk.command("free")).toBe("free: command not found.\n");
    desk.kernel.provide(MEMORY_INFO, {
      totalBytes: () => 1000,
      usedBytes: () => 300,
      maximumBytes: () => 400,
      pages: { sizeBytes: 4096, total: () => 20, free: () => 12 },
    });
    expect(desk.command("free")).toBe(
      "total    : 1000\nused     : 300\nmaximum  : 400\navailable: 700\npages    : 20 of 4096 bytes, 12 free\n",
    );
  });
});

describe("poweroff and reboot", () => {
  test("switch the machine and never come back to the prompt", () => {
    const desk = new Desk();
    const actions: string[] = [];
    desk.kernel.provide(POWER, {
      poweroff: (status) => void actions.push(`off ${status}`),
      reboot: () => void actions.push("reboot"),
    });
    expect(desk.type("echo bye; poweroff\r")).toBe("echo bye; poweroff\nbye\n");
    expect(actions).toEqual(["off 0"]);
    const other = new Desk();
    expect(other.command("reboot")).toBe("reboot: this machine has no power switch\n");
    other.type("poweroff\r");
    expect(other.kernel.run(Number.MAX_SAFE_INTEGER).reason).toBe("halted");
    expect(other.kernel.exitStatus).toBe(0);
  });
});

describe("date", () => {
  test("shows the time of day", () => {
    expect(new Desk().command("date")).toMatch(
      /^local time: Thu Jan {2}1 00:0\d:\d\d 1970\ntimestamps: \d+\ntimezone: UTC\+00:00:00\n$/,
    );
  });
});

describe("export and unset", () => {
  test("keep variables", () => {
    const desk = new Desk();
    expect(desk.command("export A=1 'B=x y'; echo $A-${B}; unset A; echo $A.")).toBe("1-x y\n.\n");
    expect(desk.command("export")).toContain("B=x y\nPATH=");
    expect(desk.command("export 1x=2")).toBe("export: 1x=2: not NAME=VALUE\n");
  });
});

describe("version", () => {
  test("prints the banner", () => {
    expect(new Desk().command("version")).toContain("- KEEL -");
  });
});
