// What a panic prints: the message, where, and the threads, so that there is something to go by.

import { RT_OBJECT_CLASS_THREAD } from "@keel/abi";
import type { Kernel } from "./kernel.ts";
import { Thread } from "./thread.ts";

/** The report on `error`, several lines. */
export function panicReport(kernel: Kernel, error: unknown): string {
  const { scheduler } = kernel;
  const current = scheduler.current;
  const lines = [
    `kernel panic: ${error instanceof Error ? error.message : String(error)}`,
    `at ${scheduler.clock.now()} ns, thread ${current === null ? "none" : current.name}, ` +
      `interrupt nest ${scheduler.interruptNest}, scheduler lock ${scheduler.lockNest}`,
  ];
  for (const thread of kernel.objects.list(RT_OBJECT_CLASS_THREAD)) {
    if (!(thread instanceof Thread)) continue;
    const priority = String(thread.currentPriority).padStart(3);
    lines.push(`  ${thread.name.padEnd(24)} ${priority} ${thread.stateName.padEnd(8)} error ${thread.error}`);
  }
  if (error instanceof Error && error.stack !== undefined) lines.push(error.stack);
  return `\n${lines.join("\n")}\n`;
}
