import { Configuration, ConfigTree, readKconfig, writeDotConfig } from "@keel/config";
import { describe, expect, test } from "vitest";
import type { KeyPress } from "../src/menuconfig/dialogs.ts";
import { Menuconfig } from "../src/menuconfig/menuconfig.ts";

const KCONFIG = `
menu "Kernel"
config NAME_MAX
    int "Longest name"
    range 2 64
    default 12
config SMART
    bool "Processes"
    select LWP
config LWP
    bool "lwp"
config PID_MAX
    int "Processes at most"
    depends on SMART
    default 30
choice
    prompt "Priorities"
    default P32
    config P32
        bool "32"
    config P256
        bool "256"
endchoice
endmenu
config SHELL
    bool "Shell"
    default y
    help
      A prompt on the console.
`;

const NAMES: Readonly<Record<string, string>> = { "\r": "return", " ": "space", "\x1b": "escape" };

function setup() {
  const tree = new ConfigTree("Board");
  readKconfig(tree, "Kconfig", { variables: {}, read: () => KCONFIG });
  tree.link();
  const configuration = new Configuration(tree);
  const saved: string[] = [];
  const menu = new Menuconfig(configuration, {
    path: ".config",
    save: (path) => {
      if (path === "/bad") return "cannot write /bad";
      saved.push(writeDotConfig(configuration));
      return null;
    },
    load: () => "there is no such file",
  });
  const press = (...keys: (string | KeyPress)[]): void => {
    for (const key of keys) {
      const press =
        typeof key === "string"
          ? { name: NAMES[key] ?? key, text: key === "\r" || key === "\x1b" ? "" : key }
          : key;
      menu.key(press, 24);
    }
  };
  const named = (name: string): KeyPress => ({ name, text: "" });
  const screen = (): string =>
    menu
      .lines(24)
      .map((line) => line.text)
      .join("\n");
  return { configuration, menu, press, named, screen, saved };
}

describe("Menuconfig", () => {
  test("opens a menu, changes a bool and shows what it selects as fixed", () => {
    const { press, named, screen, configuration } = setup();
    press("\r", named("down"), "y");
    expect(screen()).toContain("[*] Processes");
    expect(screen()).toContain("-*- lwp");
    expect(screen()).toContain("(30) Processes at most");
    press(named("down"), "n");
    expect(screen()).toContain("It stays on: LWP is selected by SMART");
    expect(configuration.isOn("LWP")).toBe(true);
  });

  test("refuses an invalid number and says why, then takes a good one", () => {
    const { press, screen, configuration } = setup();
    press("\r", "\r", "9", "9", "\r");
    expect(screen()).toContain("NAME_MAX must be from 2 to 64, not 99");
    press({ name: "ctrl-u", text: "" }, "2", "4", "\r");
    expect(screen()).toContain("(24) Longest name");
    expect(configuration.value("NAME_MAX")).toBe("24");
  });

  test("picks from a choice", () => {
    const { press, named, screen } = setup();
    press("\r", named("end"), "\r", named("down"), " ");
    expect(screen()).toContain("(X) 256");
    press("\x1b");
    expect(screen()).toContain("Priorities (256)  --->");
  });

  test("? explains an option with its symbol and default", () => {
    const { press, named, screen } = setup();
    press(named("end"), "?");
    expect(screen()).toContain("A prompt on the console.");
    expect(screen()).toMatch(/Symbol: +SHELL/);
    expect(screen()).toMatch(/Default: +y/);
  });

  test("/ finds an option that is hidden and says what hides it", () => {
    const { press, screen } = setup();
    press("/", ..."pid_max", "\r");
    expect(screen()).toContain("Not available: it depends on SMART, which does not hold");
    expect(screen()).toContain("Processes at most");
  });

  test("leaving with changes asks; n leaves without saving", () => {
    const { menu, press, named, screen, saved } = setup();
    press(named("end"), "n", "q");
    expect(screen()).toContain("Save the configuration to .config?");
    press("c");
    expect(menu.isDone).toBe(false);
    press("q", "n");
    expect(menu.isDone).toBe(true);
    expect(saved).toEqual([]);
  });

  test("s saves, and a file that cannot be written keeps the dialog open", () => {
    const { press, screen, saved, named } = setup();
    press(named("end"), "n", "s", { name: "ctrl-u", text: "" }, ..."/bad", "\r");
    expect(screen()).toContain("cannot write /bad");
    press("\x1b", "s", "\r");
    expect(saved).toHaveLength(1);
    expect(saved[0]).toContain("# CONFIG_SHELL is not set");
  });
});
