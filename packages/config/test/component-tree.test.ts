import type { BoardDescriptor, ComponentDescriptor } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import {
  checkComponents,
  componentTree,
  Configuration,
  type DeclaredBoard,
  type DeclaredComponent,
  jsonSchema,
  selectionOf,
} from "../src/index.ts";

const board: BoardDescriptor = {
  name: "test1",
  title: "Test board",
  package: "@keel/bsp",
  value: "test1",
  symbols: [{ symbol: "ARCH_MM_MMU" }, { symbol: "BSP_USING_UART0", selects: ["RT_USING_DEVICE"] }],
  systems: [
    { when: "RT_USING_SMART", create: "createGuestBoard" },
    { when: "y", create: "createDeviceBoard" },
  ],
};
const declaredBoard: DeclaredBoard = { origin: "bsp/descriptor.ts", descriptor: board };

const device: ComponentDescriptor = {
  name: "device",
  title: "Devices",
  menu: ["Components"],
  symbol: "RT_USING_DEVICE",
  package: "@keel/device",
};

/** A component with only what the test is about. */
function component(more: Partial<ComponentDescriptor>): ComponentDescriptor {
  return {
    name: "widget",
    title: "Widget",
    menu: ["Components"],
    symbol: "USING_WIDGET",
    package: "@x/widget",
    ...more,
  };
}

function declare(...descriptors: ComponentDescriptor[]): DeclaredComponent[] {
  return descriptors.map((descriptor) => ({ origin: `${descriptor.name}/descriptor.ts`, descriptor }));
}

function configure(...descriptors: ComponentDescriptor[]): Configuration {
  return new Configuration(componentTree(declaredBoard, declare(device, ...descriptors)));
}

describe("componentTree", () => {
  test("gives a component its option, in its menu, with its own options below", () => {
    const c = configure(
      component({
        options: [{ type: "int", symbol: "WIDGET_SIZE", prompt: "Size", default: 4, range: [1, 8] }],
      }),
    );
    expect(c.value("WIDGET_SIZE")).toBe("");
    c.set("USING_WIDGET", "y");
    expect(c.value("WIDGET_SIZE")).toBe("4");
    expect(c.set("WIDGET_SIZE", "9")).toBe("WIDGET_SIZE must be from 1 to 8, not 9");
    expect(c.tree.options.get("WIDGET_SIZE")?.nodes[0]?.parent.kind).toBe("option");
  });

  test("has the board's symbols on, with what they select", () => {
    const c = configure();
    expect(c.isOn("ARCH_MM_MMU")).toBe(true);
    expect(c.value("RT_USING_DEVICE")).toBe("y");
    expect(c.outcome(c.tree.options.get("RT_USING_DEVICE")!).reason).toBe("selected");
  });

  test("knows what other boards have, and has it off", () => {
    const other = { origin: "b", descriptor: { ...board, name: "test2", symbols: [{ symbol: "HAS_LCD" }] } };
    const c = new Configuration(
      componentTree(declaredBoard, declare(device, component({ dependsOn: "HAS_LCD" })), [
        declaredBoard,
        other,
      ]),
    );
    expect(c.isOn("HAS_LCD")).toBe(false);
    expect(c.why(c.tree.options.get("USING_WIDGET")!)).toBe(
      "USING_WIDGET depends on HAS_LCD, which does not hold",
    );
  });

  test.each<[string, Partial<ComponentDescriptor>, string]>([
    [
      "a cycle of selects",
      {
        selects: ["USING_B"],
        options: [{ type: "bool", symbol: "USING_B", prompt: "b", selects: ["USING_WIDGET"] }],
      },
      "widget/descriptor.ts: option USING_WIDGET depends on itself: USING_WIDGET -> USING_B -> USING_WIDGET. Remove one of these selects or dependencies.",
    ],
    [
      "an unknown symbol in a dependency",
      { dependsOn: "RT_USING_DEVCE" },
      "widget/descriptor.ts: option USING_WIDGET refers to RT_USING_DEVCE, which no component declares. Correct the name, or add the component that declares it.",
    ],
    [
      "an unknown symbol in a select",
      { selects: ["NO_SUCH"] },
      "widget/descriptor.ts: option USING_WIDGET refers to NO_SUCH, which no component declares. Correct the name, or add the component that declares it.",
    ],
    [
      "an expression that cannot be read",
      { dependsOn: "RT_USING_DEVICE &&" },
      "widget/descriptor.ts: option USING_WIDGET: 'RT_USING_DEVICE &&': expected an option or a value, found the end",
    ],
    [
      "an empty range",
      { options: [{ type: "int", symbol: "W", range: [8, 1] }] },
      "widget/descriptor.ts: option W has the range 8 to 1, which is empty. Put the smaller bound first.",
    ],
    [
      "a default of another type",
      { options: [{ type: "int", symbol: "W", default: "many" }] },
      'widget/descriptor.ts: option W is an int, but its default is "many". Write a number.',
    ],
    [
      "a choice without its default",
      {
        options: [
          { type: "choice", prompt: "Color", default: "RED", options: [{ symbol: "BLUE", prompt: "blue" }] },
        ],
      },
      'widget/descriptor.ts: choice "Color" has the default RED, which is none of its options. Name one of them.',
    ],
  ])("refuses %s, naming file, option and remedy", (_, more, message) => {
    const declared = declare(device, component(more));
    expect(() => componentTree(declaredBoard, declared)).toThrow(message);
  });

  test("refuses two components of one name", () => {
    expect(() => configure(component({}), component({}))).toThrow(
      "widget/descriptor.ts: component widget is declared in widget/descriptor.ts already. Give one of them another name.",
    );
  });
});

describe("checkComponents", () => {
  test("takes what has the form", () => {
    expect(checkComponents([device], "device/descriptor.ts")).toEqual([device]);
  });

  test("names file, component, option and field of what has not", () => {
    const wrong = [component({ options: [{ type: "int", symbol: "W", range: ["1", 2] as never }] })];
    expect(() => checkComponents(wrong, "widget/descriptor.ts")).toThrow(
      /^widget\/descriptor\.ts: component widget: option W: range: .+\. Mend it in that file\.$/,
    );
    expect(() => checkComponents([{ name: "x" }], "f.ts")).toThrow(/^f\.ts: component x: title: /);
    expect(() => checkComponents([component({ selcts: [] } as never)], "f.ts")).toThrow(/selcts/);
    expect(() => checkComponents(7, "f.ts")).toThrow(/^f\.ts: component/);
  });
});

describe("selectionOf", () => {
  const shell = component({
    options: [
      { type: "int", symbol: "LINES", prompt: "lines", default: 5, setting: "lines" },
      { type: "bool", symbol: "LOUD", prompt: "loud", setting: "isLoud" },
      { type: "string", symbol: "IMAGE", prompt: "image", default: "", setting: "image", isFile: true },
      { type: "hex", symbol: "BASE", prompt: "base", default: 0x1000, setting: "base" },
    ],
  });

  test("has the chosen components with their settings, typed", () => {
    const c = configure(shell);
    const components = declare(device, shell);
    expect(selectionOf(c, declaredBoard, components).components.map((s) => s.descriptor.name)).toEqual([
      "device",
    ]);
    c.set("USING_WIDGET", "y");
    c.set("LOUD", "y");
    const [, chosen] = selectionOf(c, declaredBoard, components).components;
    expect(chosen?.settings).toEqual({
      lines: 5,
      isLoud: true,
      image: { symbol: "IMAGE", path: null },
      base: 0x1000,
    });
  });

  test("takes the board's first system that fits", () => {
    const smart = component({ symbol: "RT_USING_SMART" });
    const c = configure(smart);
    expect(selectionOf(c, declaredBoard, declare(device, smart)).createBoard).toBe("createDeviceBoard");
    c.set("RT_USING_SMART", "y");
    expect(selectionOf(c, declaredBoard, declare(device, smart)).createBoard).toBe("createGuestBoard");
  });
});

describe("jsonSchema", () => {
  test("has what can be set, with type, text and bounds", () => {
    const c = configure(
      component({
        help: "Shows things.",
        options: [{ type: "int", symbol: "WIDGET_SIZE", prompt: "Size", default: 4, range: [1, 8] }],
      }),
    );
    expect(jsonSchema(c.tree)["properties"]).toEqual({
      RT_USING_DEVICE: { type: "boolean", title: "Devices" },
      USING_WIDGET: { type: "boolean", title: "Widget", description: "Shows things." },
      WIDGET_SIZE: { type: "integer", title: "Size", minimum: 1, maximum: 8 },
    });
  });
});
