import { describe, expect, test } from "vitest";
import {
  Configuration,
  ConfigTree,
  loadDotConfig,
  loadRtconfigHeader,
  readKconfig,
  rtconfigFromDotConfig,
  writeDotConfig,
} from "../src/index.ts";

function configure(kconfig: string): Configuration {
  const tree = new ConfigTree("Test");
  readKconfig(tree, "Kconfig", { variables: {}, read: (path) => (path === "Kconfig" ? kconfig : null) });
  tree.link();
  return new Configuration(tree);
}

const KERNEL = `
menu "RT-Thread Kernel"
config RT_NAME_MAX
    int "The maximal size of kernel object name"
    range 2 64
    default 12

config RT_USING_SMART
    bool "Enable RT-Thread Smart"
    default n
    select RT_USING_LWP
    help
      Processes.
        Indented.

config RT_USING_LWP
    bool
    depends on RT_USING_HEAP

config RT_USING_HEAP
    bool "heap"
    default y

choice
    prompt "priorities"
    default RT_THREAD_PRIORITY_32
    config RT_THREAD_PRIORITY_8
        bool "8"
    config RT_THREAD_PRIORITY_32
        bool "32"
    config RT_THREAD_PRIORITY_256
        bool "256"
endchoice

config RT_THREAD_PRIORITY_MAX
    int
    default 8 if RT_THREAD_PRIORITY_8
    default 32 if RT_THREAD_PRIORITY_32
    default 256 if RT_THREAD_PRIORITY_256

if RT_USING_SMART
config RT_CONSOLE
    string "console"
    default "uart0"
endif
endmenu
`;

describe("Configuration", () => {
  test("an option has its default until it is set, and again once it is reset", () => {
    const c = configure(KERNEL);
    expect(c.value("RT_NAME_MAX")).toBe("12");
    expect(c.set("RT_NAME_MAX", "24")).toBeNull();
    expect(c.value("RT_NAME_MAX")).toBe("24");
    c.reset("RT_NAME_MAX");
    expect(c.value("RT_NAME_MAX")).toBe("12");
  });

  test("a number out of range is refused with the bounds", () => {
    const c = configure(KERNEL);
    expect(c.set("RT_NAME_MAX", "65")).toBe("RT_NAME_MAX must be from 2 to 64, not 65");
    expect(c.set("RT_NAME_MAX", "many")).toBe("RT_NAME_MAX is a whole number, not 'many'");
    expect(c.value("RT_NAME_MAX")).toBe("12");
  });

  test("an unknown option gets the nearest name as a suggestion", () => {
    expect(configure(KERNEL).set("RT_USING_HEEP", "y")).toBe(
      "there is no option RT_USING_HEEP; did you mean RT_USING_HEAP?",
    );
  });

  test("a select switches an option on that has no prompt", () => {
    const c = configure(KERNEL);
    expect(c.isOn("RT_USING_LWP")).toBe(false);
    c.set("RT_USING_SMART", "y");
    expect(c.isOn("RT_USING_LWP")).toBe(true);
    expect(c.warnings()).toEqual([]);
  });

  test("a select against an unmet dependency holds, with a warning that names both", () => {
    const c = configure(KERNEL);
    c.set("RT_USING_SMART", "y");
    c.set("RT_USING_HEAP", "n");
    expect(c.isOn("RT_USING_LWP")).toBe(true);
    expect(c.warnings()).toEqual([
      {
        option: "RT_USING_LWP",
        message:
          "RT_USING_LWP is selected by RT_USING_SMART, but depends on RT_USING_HEAP, which does not hold. Switch that on, or RT_USING_SMART off.",
      },
    ]);
  });

  test("exactly one option of a choice is on, and others follow it", () => {
    const c = configure(KERNEL);
    expect(c.value("RT_THREAD_PRIORITY_MAX")).toBe("32");
    c.set("RT_THREAD_PRIORITY_256", "y");
    expect([8, 32, 256].filter((n) => c.isOn(`RT_THREAD_PRIORITY_${n}`))).toEqual([256]);
    expect(c.value("RT_THREAD_PRIORITY_MAX")).toBe("256");
  });

  test("an option inside an if is gone while the condition does not hold, and its wish waits", () => {
    const c = configure(KERNEL);
    c.set("RT_CONSOLE", "uart1");
    expect(c.value("RT_CONSOLE")).toBe("");
    c.set("RT_USING_SMART", "y");
    expect(c.value("RT_CONSOLE")).toBe("uart1");
  });

  test("a cycle of selects is refused with its members", () => {
    const source = 'config A\n  bool "a"\n  select B\nconfig B\n  bool "b"\n  select A\n';
    expect(() => configure(source)).toThrow(/Kconfig:\d+: option A depends on itself: A -> B -> A/);
  });
});

describe("writeDotConfig", () => {
  test("what is written loads again to the same values", () => {
    const c = configure(KERNEL);
    c.set("RT_USING_SMART", "y");
    c.set("RT_CONSOLE", 'a "quoted" name');
    c.set("RT_THREAD_PRIORITY_8", "y");
    const text = writeDotConfig(c);
    const again = configure(KERNEL);
    expect(loadDotConfig(again, text)).toEqual({ unknown: [], faults: [] });
    expect(writeDotConfig(again)).toBe(text);
    expect(again.value("RT_CONSOLE")).toBe('a "quoted" name');
  });

  test("shows options that are off, and menus as comments", () => {
    expect(writeDotConfig(configure(KERNEL))).toBe(`#
# RT-Thread Kernel
#
CONFIG_RT_NAME_MAX=12
# CONFIG_RT_USING_SMART is not set
CONFIG_RT_USING_HEAP=y
# CONFIG_RT_THREAD_PRIORITY_8 is not set
CONFIG_RT_THREAD_PRIORITY_32=y
# CONFIG_RT_THREAD_PRIORITY_256 is not set
CONFIG_RT_THREAD_PRIORITY_MAX=32
# end of RT-Thread Kernel
`);
  });
});

describe("loadDotConfig", () => {
  test("lists unknown symbols and bad values with their lines", () => {
    const report = loadDotConfig(configure(KERNEL), "CONFIG_NO_SUCH=y\nCONFIG_RT_NAME_MAX=900\n");
    expect(report).toEqual({
      unknown: [{ name: "NO_SUCH", line: 1 }],
      faults: [
        { name: "RT_NAME_MAX", line: 2, message: "line 2: RT_NAME_MAX must be from 2 to 64, not 900" },
      ],
    });
  });
});

describe("rtconfig.h", () => {
  test("has the form RT-Thread gives it", () => {
    expect(rtconfigFromDotConfig(writeDotConfig(configure(KERNEL)))).toBe(`#ifndef RT_CONFIG_H__
#define RT_CONFIG_H__

/* RT-Thread Kernel */

#define RT_NAME_MAX 12
#define RT_USING_HEAP
#define RT_THREAD_PRIORITY_32
#define RT_THREAD_PRIORITY_MAX 32
/* end of RT-Thread Kernel */

#endif
`);
  });

  test("round-trips", () => {
    const c = configure(KERNEL);
    c.set("RT_USING_HEAP", "n");
    c.set("RT_THREAD_PRIORITY_8", "y");
    const header = rtconfigFromDotConfig(writeDotConfig(c));
    const again = configure(KERNEL);
    expect(loadRtconfigHeader(again, header).unknown).toEqual([]);
    expect(rtconfigFromDotConfig(writeDotConfig(again))).toBe(header);
  });
});
