// What a component is to a running system: the steps that bring it up, and what must be up before. Plain data; the
// kernel only runs the steps. What can be configured about it is in its ComponentDescriptor.
// RT-Thread: INIT_*_EXPORT.

import type { MayBlock } from "./blocking.ts";
import type { Kernel } from "./kernel.ts";

/**
 * When a step runs. The first four before the scheduler starts, and must not block (RT-Thread's levels 1,
 * 1.0, 1.1, 1.2); the others in thread `main`, in this order (2, 3, 4, 5, 6, 6.0).
 */
export type InitLevel =
  | "board"
  | "core"
  | "subsys"
  | "platform"
  | "prev"
  | "device"
  | "component"
  | "env"
  | "app"
  | "fs";

export const BOARD_LEVELS: readonly InitLevel[] = ["board", "core", "subsys", "platform"];
export const MAIN_LEVELS: readonly InitLevel[] = ["prev", "device", "component", "env", "app", "fs"];

export interface InitStep {
  readonly level: InitLevel;
  /** For reports. */
  readonly name: string;
  /** Returns nothing, 0 or more, or -errno, which is reported; start-up goes on. */
  run(kernel: Kernel): MayBlock<number> | MayBlock<void>;
}

export interface Component {
  /** Unique; what `dependsOn` names. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** Who declares it and what switches it off, for the report when it throws: `src/descriptor.ts, RT_USING_DFS`. */
  readonly origin?: string;
  /** Names of components that must be there, and whose steps of a level run first. */
  readonly dependsOn?: readonly string[];
  readonly init?: readonly InitStep[];
}

/** The components with everything after what it depends on; otherwise in the order given. */
export function inDependencyOrder(components: readonly Component[]): Component[] {
  const byName = new Map(components.map((component) => [component.name, component]));
  const ordered = new Set<Component>();
  const visit = (component: Component, path: readonly string[]): void => {
    if (ordered.has(component)) return;
    if (path.includes(component.name)) {
      throw new Error(`components depend on each other: ${[...path, component.name].join(" -> ")}`);
    }
    for (const name of component.dependsOn ?? []) {
      const needed = byName.get(name);
      if (needed === undefined)
        throw new Error(`component ${component.name} needs ${name}, which is not in the build`);
      visit(needed, [...path, component.name]);
    }
    ordered.add(component);
  };
  for (const component of components) visit(component, []);
  return [...ordered];
}
