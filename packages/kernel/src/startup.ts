// From a bare kernel to a running system, in RT-Thread's order: board initialisation, banner, timers,
// thread `main` (which brings the components up, then runs the application), thread `timer`, idle.
// RT-Thread: rtthread_startup in src/components.c.

import { type BannerOptions, banner } from "./banner.ts";
import { type Blocking, isBlocking, type MayBlock } from "./blocking.ts";
import {
  BOARD_LEVELS,
  type Component,
  type InitLevel,
  type InitStep,
  inDependencyOrder,
  MAIN_LEVELS,
} from "./component.ts";
import type { Kernel } from "./kernel.ts";

export interface StartupOptions extends BannerOptions {
  /** Leaves the banner out. */
  readonly isQuiet?: boolean;
  /** The application: runs in thread `main` when everything is up; the thread ends with it. */
  readonly main?: (kernel: Kernel) => MayBlock<number> | MayBlock<void>;
}

const MAIN_TICKS = 20;

/** Sets the system up; afterwards `kernel.run` runs it. */
export function startup(
  kernel: Kernel,
  components: readonly Component[],
  options: StartupOptions = {},
): void {
  const ordered = inDependencyOrder(components);
  for (const step of stepsOf(ordered, BOARD_LEVELS)) {
    const result = step.run(kernel);
    if (isBlocking(result)) kernel.panic(`initialisation step ${step.name} blocks before there are threads`);
    report(kernel, step, result);
  }
  if (options.isQuiet !== true) kernel.print(banner(options));
  const { config } = kernel;
  const main = kernel.createThread({
    name: "main",
    priority: config.mainThreadPriority ?? Math.floor(config.priorityMax / 3),
    tick: MAIN_TICKS,
    stackSize: config.mainThreadStackSize,
    entry: () => runMain(kernel, ordered, options),
  });
  main.startup();
  kernel.softTimers.startThread();
  kernel.idle.startThread();
}

function* runMain(kernel: Kernel, components: readonly Component[], options: StartupOptions): Blocking<void> {
  for (const step of stepsOf(components, MAIN_LEVELS)) {
    const result = step.run(kernel);
    report(kernel, step, isBlocking<number | void>(result) ? yield* result : result);
  }
  const result = options.main?.(kernel);
  if (isBlocking<number | void>(result)) yield* result;
}

function stepsOf(components: readonly Component[], levels: readonly InitLevel[]): InitStep[] {
  const steps = components.flatMap((component) => component.init ?? []);
  return levels.flatMap((level) => steps.filter((step) => step.level === level));
}

function report(kernel: Kernel, step: InitStep, result: number | void): void {
  const code = result ?? 0;
  if (kernel.config.debugAutoInit) kernel.print(`initialize ${step.name}:${code} done\n`);
  else if (code < 0) kernel.print(`initialization step ${step.name} failed: ${code}\n`);
}
