import { RT_OBJECT_CLASS_THREAD } from "@keel/abi";
import { describe, expect, test } from "vitest";
import {
  banner,
  type Component,
  inDependencyOrder,
  type InitLevel,
  runVirtual,
  startup,
} from "../src/index.ts";
import { makeBed, TICK } from "./bed.ts";

const LEVELS: InitLevel[] = [
  "fs",
  "app",
  "env",
  "component",
  "device",
  "prev",
  "platform",
  "subsys",
  "core",
  "board",
];

describe("startup", () => {
  test("runs the board levels, greets, and runs the others and the application in thread main", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const component: Component = {
      name: "all",
      title: "a step of each level",
      init: LEVELS.map((level) => ({
        level,
        name: level,
        run: (k) => k.print(`${level} in ${k.current?.name ?? "no thread"}\n`),
      })),
    };
    startup(kernel, [component], {
      edition: "Smart",
      main: (k) => k.print(`application in ${k.current?.name}\n`),
    });
    bed.run();
    expect(bed.output()).toBe(
      [
        "board in no thread",
        "core in no thread",
        "subsys in no thread",
        "platform in no thread",
        banner({ edition: "Smart" }) + "prev in main",
        "device in main",
        "component in main",
        "env in main",
        "app in main",
        "fs in main",
        "application in main",
        "",
      ].join("\n"),
    );
  });

  test("makes main, timer and idle, at their priorities", () => {
    const { kernel } = makeBed();
    startup(kernel, []);
    const threads = kernel.objects.list(RT_OBJECT_CLASS_THREAD).map((object) => object.name);
    expect(threads).toEqual(["tidle0", "timer", "main"]);
    expect(kernel.idle.thread?.currentPriority).toBe(31);
    for (const [priorityMax, main] of [
      [8, 2],
      [32, 10],
      [256, 85],
    ] as const) {
      const bed = makeBed({ config: { priorityMax } });
      startup(bed.kernel, [], {
        *main(k) {
          bed.log.push(String(k.current?.currentPriority));
        },
      });
      bed.run();
      expect(bed.log).toEqual([String(main)]);
    }
  });

  test("steps of later levels and the application may block", () => {
    const bed = makeBed();
    startup(
      bed.kernel,
      [
        {
          name: "slow",
          title: "",
          init: [
            {
              level: "device",
              name: "settle",
              *run(kernel) {
                yield* kernel.delay(5);
                return 0;
              },
            },
          ],
        },
      ],
      {
        *main(kernel) {
          bed.log.push(`main@${kernel.tick()}`);
          yield* kernel.delay(2);
          bed.log.push(`main@${kernel.tick()}`);
        },
      },
    );
    bed.run();
    expect(bed.log).toEqual(["main@5", "main@7"]);
    expect(bed.kernel.now()).toBe(7 * TICK);
  });

  test("a board step that blocks is a panic", () => {
    const { kernel } = makeBed();
    const component: Component = {
      name: "c",
      title: "",
      init: [{ level: "board", name: "eager", run: (k) => k.delay(1) }],
    };
    expect(() => startup(kernel, [component])).toThrow("eager blocks before there are threads");
  });

  test("reports steps that fail, or all of them", () => {
    const component: Component = {
      name: "c",
      title: "",
      init: [
        { level: "board", name: "good", run: () => 0 },
        { level: "env", name: "bad", run: () => -5 },
      ],
    };
    const quiet = makeBed();
    startup(quiet.kernel, [component]);
    quiet.run();
    expect(quiet.output()).toBe(`${banner()}initialization step bad failed: -5\n`);
    const verbose = makeBed({ config: { debugAutoInit: true } });
    startup(verbose.kernel, [component]);
    verbose.run();
    expect(verbose.output()).toBe(`initialize good:0 done\n${banner()}initialize bad:-5 done\n`);
  });
});

describe("inDependencyOrder", () => {
  const component = (name: string, dependsOn: string[] = []): Component => ({ name, title: name, dependsOn });

  test("puts what is needed first and keeps the order otherwise", () => {
    const order = inDependencyOrder([
      component("c", ["a"]),
      component("b"),
      component("a"),
      component("d", ["b"]),
    ]);
    expect(order.map((each) => each.name)).toEqual(["a", "c", "b", "d"]);
  });

  test("names what is missing, and circles", () => {
    expect(() => inDependencyOrder([component("a", ["b"])])).toThrow("component a needs b");
    expect(() => inDependencyOrder([component("a", ["b"]), component("b", ["a"])])).toThrow("a -> b -> a");
  });
});

describe("a component that throws while it starts", () => {
  const broken = (level: InitLevel): Component => ({
    name: "widget",
    title: "a widget",
    origin: "packages/widget/src/descriptor.ts, RT_USING_WIDGET",
    init: [
      {
        level,
        name: "lamp",
        run() {
          throw new Error("no bulb");
        },
      },
    ],
  });
  const message =
    'component widget (packages/widget/src/descriptor.ts, RT_USING_WIDGET) threw in its step "lamp": no bulb. Mend it, or switch it off.';

  test("in thread main is a panic that names it, its option and the step", () => {
    const { kernel, output } = makeBed();
    startup(kernel, [broken("component")]);
    expect(runVirtual(kernel, Infinity).reason).toBe("halted");
    expect(kernel.panicMessage).toBe(message);
    expect(output()).toContain(message);
  });

  test("before there are threads is an error for who starts the system", () => {
    const { kernel } = makeBed();
    expect(() => startup(kernel, [broken("board")])).toThrow(message);
  });
});

describe("banner", () => {
  test("has RT-Thread's shape and Keel's name", () => {
    expect(banner({ edition: "Nano", buildDate: "Nov 21 2026 10:00:00" })).toMatchInlineSnapshot(`
      "
       \\ | /
      - KEEL -     Thread Nano Operating System
       / | \\       0.1.0 build Nov 21 2026 10:00:00
       2026 Copyright by the Keel authors
      "
    `);
    expect(banner()).toContain("Thread Operating System");
  });
});
