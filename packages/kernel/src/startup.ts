// From a bare kernel to a running system, in RT-Thread's order: board initialisation, banner, timers,
// thread `main` (which brings the components up, then runs the application), thread `timer`, idle.
// RT-Thread: rtthread_startup in src/components.c.

import { Panic } from "@keel/klib";
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
  for (const { component, step } of stepsOf(ordered, BOARD_LEVELS)) {
    const result = begin(kernel, component, step);
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
  for (const { component, step } of stepsOf(components, MAIN_LEVELS)) {
    const result = begin(kernel, component, step);
    report(
      kernel,
      step,
      isBlocking<number | void>(result) ? yield* finish(kernel, component, step, result) : result,
    );
  }
  const result = options.main?.(kernel);
  if (isBlocking<number | void>(result)) yield* result;
}

/** A step with the component it belongs to. */
interface OwnedStep {
  readonly component: Component;
  readonly step: InitStep;
}

function stepsOf(components: readonly Component[], levels: readonly InitLevel[]): OwnedStep[] {
  const steps = components.flatMap((component) =>
    (component.init ?? []).map((step) => ({ component, step })),
  );
  return levels.flatMap((level) => steps.filter(({ step }) => step.level === level));
}

function begin(kernel: Kernel, component: Component, step: InitStep): ReturnType<InitStep["run"]> {
  try {
    return step.run(kernel);
  } catch (error) {
    return failStart(kernel, component, step, error);
  }
}

function* finish(
  kernel: Kernel,
  component: Component,
  step: InitStep,
  rest: Blocking<number | void>,
): Blocking<number | void> {
  try {
    return yield* rest;
  } catch (error) {
    return failStart(kernel, component, step, error);
  }
}

/** A step threw: a fault in the component's code. The system cannot be trusted to go on without it. */
function failStart(kernel: Kernel, component: Component, step: InitStep, error: unknown): never {
  if (error instanceof Panic) throw error;
  const origin = component.origin === undefined ? "" : ` (${component.origin})`;
  const message = error instanceof Error ? error.message : String(error);
  kernel.panic(
    `component ${component.name}${origin} threw in its step "${step.name}": ${message}. Mend it, or switch it off.`,
  );
}

function report(kernel: Kernel, step: InitStep, result: number | void): void {
  const code = result ?? 0;
  if (kernel.config.debugAutoInit) kernel.print(`initialize ${step.name}:${code} done\n`);
  else if (code < 0) kernel.print(`initialization step ${step.name} failed: ${code}\n`);
}
