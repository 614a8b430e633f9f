// Brings the shell up: its thread, with RT-Thread's name and defaults, and the component that a build lists.
// Source: RT-Thread components/finsh/shell.c finsh_system_init, Kconfig.

import type { Component, Kernel, Thread } from "@keel/kernel";
import { COMMANDS } from "./commands/index.gen.ts";
import { Shell, type ShellOptions } from "./shell.ts";

export const FINSH_THREAD_NAME = "tshell";
export const FINSH_THREAD_PRIORITY = 20;
/** Bytes, for listings. */
export const FINSH_THREAD_STACK_SIZE = 4096;

export interface StartShellOptions extends Omit<ShellOptions, "commands"> {
  /** Default: all of the shell's own. */
  readonly commands?: ShellOptions["commands"];
  /** FINSH_THREAD_PRIORITY; where there are fewer priorities, the one above idle. */
  readonly priority?: number;
  /** FINSH_THREAD_STACK_SIZE */
  readonly stackSize?: number;
}

/** Starts a shell in a thread of its own, which ends when the terminal is gone. */
export function startShell(options: StartShellOptions): { shell: Shell; thread: Thread } {
  const { kernel } = options;
  const shell = new Shell({ ...options, commands: options.commands ?? COMMANDS });
  const thread = kernel.createThread({
    name: FINSH_THREAD_NAME,
    priority: options.priority ?? defaultPriority(kernel),
    tick: 10,
    stackSize: options.stackSize ?? FINSH_THREAD_STACK_SIZE,
    entry: () => shell.run(),
  });
  thread.startup();
  return { shell, thread };
}

function defaultPriority(kernel: Kernel): number {
  return Math.min(FINSH_THREAD_PRIORITY, kernel.config.priorityMax - 2);
}

/** The shell in a system that starts it itself. */
export const finshComponent: Component = {
  name: "finsh",
  title: "MSH: command shell",
};
