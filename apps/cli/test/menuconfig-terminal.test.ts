// menuconfig in a real terminal: tmux gets the keys and says what its screen shows.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildIfStale } from "../build.ts";

const KEEL = fileURLToPath(new URL("../bin/keel.mjs", import.meta.url));
const RTOS = readFileSync(fileURLToPath(new URL("../../rtos/.config", import.meta.url)), "utf8");
const top = mkdtempSync(join(tmpdir(), "keel-menu-"));
const SOCKET = join(top, "tmux");
const PATIENCE_MS = 15_000;
const hasTmux = spawnSync("tmux", ["-V"]).status === 0;
if (!hasTmux) console.warn("menuconfig is not tested in a terminal: tmux is not installed");

let count = 0;

/** menuconfig in a terminal of 80 by 24, in a folder with RTOS's .config. */
class Session {
  readonly folder: string;
  readonly name: string;

  constructor() {
    this.name = `menu${++count}`;
    this.folder = join(top, this.name);
    mkdirSync(this.folder);
    writeFileSync(join(this.folder, ".config"), RTOS);
    const command = `'${process.execPath}' '${KEEL}' menuconfig; echo "left with $?"; cat`;
    tmux("new-session", "-d", "-s", this.name, "-x", "80", "-y", "24", "-c", this.folder, command);
  }

  keys(...keys: string[]): void {
    tmux("send-keys", "-t", this.name, ...keys);
  }

  type(text: string): void {
    tmux("send-keys", "-t", this.name, "-l", text);
  }

  get screen(): string {
    return tmux("capture-pane", "-p", "-t", this.name);
  }

  /** Waits until the screen shows `text`: what happens in a terminal tells nobody when. */
  async shows(text: string): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!this.screen.includes(text)) {
      if (performance.now() > end) throw new Error(`'${text}' is not on the screen:\n${this.screen}`);
      await pause(20);
    }
  }

  get saved(): string {
    return readFileSync(join(this.folder, ".config"), "utf8");
  }
}

function tmux(...args: string[]): string {
  return execFileSync("tmux", ["-S", SOCKET, "-f", "/dev/null", ...args], { encoding: "utf8" });
}

describe.skipIf(!hasTmux)("keel menuconfig in a terminal of 80 by 24", () => {
  beforeAll(buildIfStale);
  afterEach(() => void spawnSync("tmux", ["-S", SOCKET, "kill-session", "-t", `menu${count}`]));
  afterAll(() => {
    spawnSync("tmux", ["-S", SOCKET, "kill-server"]);
    rmSync(top, { recursive: true });
  });

  test("shows the menus, opens one, switches the shell off and saves on leaving", async () => {
    const menu = new Session();
    await menu.shows("RT-Thread Components  --->");
    expect(menu.screen.split("\n")[0]).toContain("Keel configuration: RISC-V 64 virtual board");
    menu.keys("Down", "Enter");
    await menu.shows("(top) > RT-Thread Components");
    await menu.shows("[*] MSH: command shell");
    menu.keys("Down", "Down");
    menu.keys("n");
    await menu.shows("[ ] MSH: command shell");
    await menu.shows("(changed)");
    menu.keys("q");
    await menu.shows("Save the configuration to");
    menu.keys("y");
    await menu.shows("left with 0");
    expect(menu.saved).toContain("# CONFIG_RT_USING_MSH is not set");
  });

  test("picks from a choice and refuses an invalid number", async () => {
    const menu = new Session();
    await menu.shows("RT-Thread Kernel  --->");
    menu.keys("Enter");
    await menu.shows("(24) The maximal size of kernel object name");
    menu.keys("Enter");
    await menu.shows("Enter accepts");
    menu.type("900");
    menu.keys("Enter");
    await menu.shows("RT_NAME_MAX must be from 8 to 256, not 900");
    menu.keys("C-u");
    menu.type("16");
    menu.keys("Enter");
    await menu.shows("(16) The maximal size");
    menu.keys("Down", "Enter");
    await menu.shows("(X) 32");
    menu.keys("Down", "Down", "Space");
    await menu.shows("(X) 256");
    menu.keys("Escape");
    await menu.shows("level value of priority of thread (256)");
    expect(menu.saved).toBe(RTOS);
  });

  test("explains with ?, finds with /, says why an option is hidden, leaves without saving", async () => {
    const menu = new Session();
    await menu.shows("RT-Thread Kernel  --->");
    menu.keys("/");
    await menu.shows("Search:");
    menu.type("program");
    await menu.shows("KEEL_MSH_PROGRAM_COMMANDS=n");
    menu.keys("Enter");
    await menu.shows("Not available: it depends on RT_USING_SMART, which does not hold");
    menu.keys("?");
    await menu.shows("Symbol:      KEEL_MSH_PROGRAM_COMMANDS");
    await menu.shows("exec, jobs, fg, bg, kill, killall, free.");
    menu.keys("Escape");
    await menu.shows("/ search");
    menu.keys("/");
    await menu.shows("Search:");
    menu.type("RT_USING_TIMER_ALL");
    await menu.shows("(1 found)");
    menu.keys("Enter");
    await menu.shows("[ ] Run all timers in the timer thread");
    menu.keys("Space");
    await menu.shows("[*] Run all timers in the timer thread");
    menu.keys("q");
    await menu.shows("n quits without saving");
    menu.keys("n");
    await menu.shows("left with 0");
    expect(menu.saved).toBe(RTOS);
  });

  test("fits the terminal: 24 lines, none longer than 80", async () => {
    const menu = new Session();
    await menu.shows("RT-Thread Kernel  --->");
    const lines = menu.screen.split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.at(-2)).toContain("q quit");
  });
});
